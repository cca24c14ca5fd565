import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';
import type { Failure } from '../utils/jobs/job';
import { phrase } from '../utils/words/phrase';
import type { Input } from './input';

const pathLine = z.object({ path: z.string().check(z.minLength(1)) });
const textLine = z.object({
  text: z.string(),
  sender: z.optional(z.unknown()),
  links: z.optional(z.unknown()),
});
const subjectLine = z.union([pathLine, textLine]);

/**
 * Reads a list of subjects: one JSON object a line, `{"path": ...}` (relative to the list) or `{"text": ...}`. Every
 * line that is not blank gives one input, in order, also a line that is no subject.
 */
export function parseSubjects(list: string, listPath: string): Input[] {
  const folder = listPath === '-' ? '.' : dirname(listPath);
  return list.split('\n').flatMap((line, index) => {
    const text = line.replace(/^\uFEFF/, '').trim();
    return text === '' ? [] : [parseLine(text, folder, `${listPath}:${index + 1}`)];
  });
}

/** Whether bytes without a name are such a list: their first line is a subject. */
export function looksLikeSubjects(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, LONGEST_FIRST_LINE)).trimStart();
  return subjectLine.safeParse(parseJson(start.split('\n')[0] ?? '')).success;
}

const EXAMPLE = '{"path": "picture.jpg"}';
const LONGEST_FIRST_LINE = 1_000_000;

function parseLine(line: string, folder: string, place: string): Input {
  const parsed = subjectLine.safeParse(parseJson(line));
  if (!parsed.success)
    return refused(place, 'image', { code: 'bad-line', said: phrase('cli.badLine', { example: EXAMPLE }) });
  if ('path' in parsed.data) {
    const path = isAbsolute(parsed.data.path) ? parsed.data.path : join(folder, parsed.data.path);
    return { name: path, asked: 'image', source: { path } };
  }
  const isMessage = parsed.data.sender !== undefined || parsed.data.links !== undefined;
  return refused(place, isMessage ? 'message' : 'text', {
    code: 'not-supported',
    said: phrase('cli.textNotYet'),
  });
}

function refused(name: string, asked: 'image' | 'text' | 'message', failure: Failure): Input {
  return { name, asked, failure };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
