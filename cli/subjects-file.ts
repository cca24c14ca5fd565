import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod/mini';
import type { Failure } from '../utils/jobs/job';
import type { AskedKind } from '../utils/subject/subject';
import { phrase } from '../utils/words/phrase';
import type { Input } from './input';
import type { GivenKind } from './outcome';

const pathLine = z.object({ path: z.string().check(z.minLength(1)) });
const textLine = z.object({
  text: z.string(),
  sender: z.optional(z.unknown()),
  links: z.optional(z.unknown()),
});
const subjectLine = z.union([pathLine, textLine]);

/**
 * Reads a list of subjects: one JSON object a line, `{"path": ...}` (relative to the list; `asked` is what the files are
 * read as) or `{"text": ...}`. Every line that is not blank gives one input, in order, also a line that is no subject.
 */
export function parseSubjects(list: string, listPath: string, asked: AskedKind = 'image'): Input[] {
  const folder = listPath === '-' ? '.' : dirname(listPath);
  return list.split('\n').flatMap((line, index) => {
    const text = line.replace(/^\uFEFF/, '').trim();
    return text === '' ? [] : [parseLine(text, { folder, place: `${listPath}:${index + 1}`, asked })];
  });
}

/** Whether bytes without a name are such a list: their first line is a subject. */
export function looksLikeSubjects(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, LONGEST_FIRST_LINE)).trimStart();
  return subjectLine.safeParse(parseJson(start.split('\n')[0] ?? '')).success;
}

const EXAMPLE = '{"path": "picture.jpg"} or {"text": "..."}';
const LONGEST_FIRST_LINE = 1_000_000;

function parseLine(
  line: string,
  { folder, place, asked }: { readonly folder: string; readonly place: string; readonly asked: AskedKind },
): Input {
  const parsed = subjectLine.safeParse(parseJson(line));
  if (!parsed.success)
    return refused(place, asked, { code: 'bad-line', said: phrase('cli.badLine', { example: EXAMPLE }) });
  if ('path' in parsed.data) {
    const path = isAbsolute(parsed.data.path) ? parsed.data.path : join(folder, parsed.data.path);
    return { name: path, asked, source: { path } };
  }
  const { text, sender, links } = parsed.data;
  if (sender !== undefined || links !== undefined) {
    return refused(place, 'message', { code: 'not-supported', said: phrase('cli.messageNotYet') });
  }
  return { name: place, asked: 'text', source: { bytes: new TextEncoder().encode(text) } };
}

function refused(name: string, asked: GivenKind, failure: Failure): Input {
  return { name, asked, failure };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
