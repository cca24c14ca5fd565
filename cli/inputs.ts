import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type Failure, TEXT_NAME } from '../utils/jobs/job';
import type { Limits } from '../utils/subject/limits';
import type { AskedKind } from '../utils/subject/subject';
import { phrase } from '../utils/words/phrase';
import { describeFailure } from './failure';
import type { Input } from './input';
import { readStreamWithin } from './read-file';
import { looksLikeSubjects, parseSubjects } from './subjects-file';

/** What folders are searched for. A file that is named itself is read whatever its ending is. */
const ENDINGS: Readonly<Record<AskedKind, RegExp>> = {
  image:
    /\.(jpe?g|jpe|jfif|png|apng|webp|gif|avif|hei[cf]|hif|tiff?|svg|bmp|ico|jxl|mp4|m4v|mov|avi|webm|mp3|m4a|wav|flac|ogg|pdf)$/i,
  text: TEXT_NAME,
};

const SUBJECT_LIST = /\.(jsonl|ndjson)$/i;

export interface ListOptions {
  readonly stdin: Readable;
  readonly limits: Limits;
  /** What files and the standard input are read as. */
  readonly asked: AskedKind;
}

/**
 * Lists what the paths stand for, in their order: files, folders (searched through, in the order of their names),
 * patterns, lists of subjects (.jsonl), and `-` for the standard input. What cannot be read becomes an input with
 * a failure, so that the rest is still checked. Nothing but lists and the standard input is read here.
 */
export async function listInputs(
  paths: readonly string[],
  { stdin, limits, asked }: ListOptions,
): Promise<readonly Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    try {
      for (const input of path === '-'
        ? await fromStream(stdin, limits, asked)
        : await fromPath(path, asked)) {
        inputs.push(input);
      }
    } catch (error) {
      inputs.push(failed(path, asked, describeFailure(error)));
    }
  }
  return inputs;
}

async function fromPath(path: string, asked: AskedKind): Promise<Input[]> {
  const found = await stat(path).catch((error: unknown) => describeFailure(error));
  if ('said' in found) return fromPattern(path, found, asked);
  if (found.isDirectory()) return fromFolder(path, asked);
  if (SUBJECT_LIST.test(path)) return parseSubjects(await readFile(path, 'utf8'), path, asked);
  return [file(path, asked)];
}

/** A path that exists was taken as it is, so that `photo[1].jpg` is no pattern; this one does not. */
async function fromPattern(path: string, missing: Failure, asked: AskedKind): Promise<Input[]> {
  if (/^https?:\/\//i.test(path))
    return [failed(path, asked, { code: 'not-found', said: phrase('cli.addressGiven') })];
  if (missing.code !== 'not-found' || !isDynamicPattern(path)) return [failed(path, asked, missing)];
  const matches = await glob(path, {
    absolute: path.startsWith('/'),
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  if (matches.length === 0) return [failed(path, asked, { code: 'not-found', said: phrase('cli.noMatch') })];
  return matches.sort(byName).map((match) => file(match, asked));
}

async function fromFolder(folder: string, asked: AskedKind): Promise<Input[]> {
  const inputs = await walk(folder, asked, new Set());
  if (inputs.length > 0) return inputs;
  const said = phrase(asked === 'text' ? 'cli.noTexts' : 'cli.noPictures');
  return [failed(folder, asked, { code: 'not-found', said })];
}

/** `seen` holds the folders' true paths: links may lead in a circle. Hidden files and folders are left out. */
async function walk(folder: string, asked: AskedKind, seen: Set<string>): Promise<Input[]> {
  const place = await realpath(folder);
  if (seen.has(place)) return [];
  seen.add(place);
  const inputs: Input[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => byName(one.name, other.name))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (await leadsToFolder(path, entry)) {
      inputs.push(
        ...(await walk(path, asked, seen).catch((error: unknown) => [
          failed(path, asked, describeFailure(error)),
        ])),
      );
    } else if (ENDINGS[asked].test(entry.name)) inputs.push(file(path, asked));
  }
  return inputs;
}

async function leadsToFolder(
  path: string,
  entry: { isDirectory(): boolean; isSymbolicLink(): boolean },
): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(path).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

async function fromStream(stdin: Readable, limits: Limits, asked: AskedKind): Promise<Input[]> {
  const bytes = await readStreamWithin(stdin, limits);
  if (looksLikeSubjects(bytes)) return parseSubjects(new TextDecoder().decode(bytes), '-', asked);
  return [{ name: '-', asked, source: { bytes } }];
}

function file(path: string, asked: AskedKind): Input {
  return { name: path, asked, source: { path } };
}

function failed(name: string, asked: AskedKind, failure: Failure): Input {
  return { name, asked, failure };
}

/** The same order on every machine, whatever its language. */
function byName(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
