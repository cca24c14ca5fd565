import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, normalize, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { AskedKind } from '../../utils/subject/subject';
import { printable } from '../lines';
import { UsageError } from '../usage-error';

/** What an evaluation looks for, and the labels that mark it and what is genuine. */
export interface Question {
  readonly kind: AskedKind;
  /** Its model is of the same name. */
  readonly check: string;
  readonly label: string;
  readonly genuine: string;
  /** The model that answers where there is none of the check's own name. */
  readonly otherwise?: string;
  /** The model of its first look, where it has one. */
  readonly firstLook?: string;
}

/** One subject with its truth. */
export interface IndexRow {
  /** Relative to the folder, as the index has it; of a text that stands in the index itself, `line 12`. */
  readonly path: string;
  readonly text?: string;
  readonly positive: boolean;
  readonly source: string;
  /** What made it; empty where the index does not say. */
  readonly generator: string;
  /** Photograph, illustration, …, of a text its domain; empty where the index does not say. */
  readonly kind: string;
  readonly split: string;
}

/** A line that could not be used, and why. */
export interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

export interface SubjectIndex {
  readonly question: Question;
  readonly rows: readonly IndexRow[];
  readonly refused: readonly RefusedLine[];
}

/** Where an index lies, and the folder that its paths are relative to. */
export interface IndexPlace {
  readonly folder: string;
  /** Compressed with gzip where its name ends so. */
  readonly file: string;
}

/**
 * Reads an index: `path` or `text`, `label`, `source`, and where there is one `split` (or `part`), `generator` and `kind` (or
 * `domain`). The labels tell which question is asked, unless `check` does. Throws UsageError where there is no such file,
 * or no way to tell the question.
 */
export async function readIndex(
  { file }: IndexPlace,
  questions: readonly Question[],
  check: string | undefined,
): Promise<SubjectIndex> {
  const bytes = await readFile(file).catch(() => null);
  if (bytes === null) {
    throw new UsageError(`${printable(basename(file))} cannot be read: an evaluation folder has one.`);
  }
  return parseIndex(file.endsWith('.gz') ? unzipped(bytes, file) : bytes.toString(), questions, check);
}

function unzipped(bytes: Buffer, file: string): string {
  try {
    return gunzipSync(bytes).toString();
  } catch {
    throw new UsageError(`${printable(basename(file))} is not compressed with gzip.`);
  }
}

/** The same for text in hand. */
export function parseIndex(
  text: string,
  questions: readonly Question[],
  check: string | undefined,
): SubjectIndex {
  const lines = text.split('\n').flatMap((line, index) => {
    const content = line.replace(/^\uFEFF/, '').trim();
    return content === '' ? [] : [{ number: index + 1, parsed: Line.safeParse(parseJson(content)) }];
  });
  const labels = new Set(lines.flatMap(({ parsed }) => (parsed.success ? [parsed.data.label] : [])));
  const question = questionFor(labels, questions, check);
  const rows: IndexRow[] = [];
  const refused: RefusedLine[] = [];
  const seen = new Map<string, number>();
  for (const { number, parsed } of lines) {
    const reason = parsed.success
      ? whyRefused(parsed.data, question, seen)
      : `it is no {"path": … or "text": …, "label": …, "source": …}`;
    if (reason !== null || !parsed.success) refused.push({ line: number, reason: reason ?? '' });
    else {
      const row = rowOf(parsed.data, number, question);
      seen.set(row.path, number);
      rows.push(row);
    }
  }
  return { question, rows, refused };
}

const MOST_CHARACTERS = 1000;
const Text = z.string().check(z.maxLength(MOST_CHARACTERS));

const Line = z.object({
  path: z.optional(Text.check(z.minLength(1))),
  text: z.optional(z.string()),
  label: Text,
  source: z.optional(z.nullable(Text)),
  generator: z.optional(z.nullable(Text)),
  kind: z.optional(z.nullable(Text)),
  domain: z.optional(z.nullable(Text)),
  split: z.optional(z.nullable(Text)),
  part: z.optional(z.nullable(Text)),
});

function rowOf(
  { path, text, label, source, generator, kind, domain, split, part }: z.infer<typeof Line>,
  number: number,
  question: Question,
): IndexRow {
  return {
    ...(path === undefined && { text: text ?? '' }),
    ...{
      path: path ?? `line ${number}`,
      positive: label === question.label,
      source: source || UNNAMED_SOURCE,
    },
    ...{ generator: generator ?? '', kind: kind ?? domain ?? '', split: split ?? part ?? '' },
  };
}

/** Subjects that name no source count as one: nothing says that they are independent of each other. */
const UNNAMED_SOURCE = '(no source named)';

function whyRefused(
  { path, text, label }: z.infer<typeof Line>,
  question: Question,
  seen: ReadonlyMap<string, number>,
): string | null {
  const { genuine, kind } = question;
  if (label !== question.label && label !== genuine) {
    return `its label is "${label}", not "${question.label}" or "${genuine}"`;
  }
  if (path === undefined) {
    return kind === 'text' && text !== undefined
      ? null
      : `it has no "path"${kind === 'text' ? ' and no "text"' : ''}`;
  }
  if (leaves(path)) return `its path "${path}" leaves the folder`;
  const before = seen.get(path);
  return before === undefined ? null : `its path "${path}" was given on line ${before} already`;
}

function leaves(path: string): boolean {
  const inside = normalize(path);
  return isAbsolute(path) || inside === '..' || inside.startsWith(`..${sep}`);
}

function questionFor(
  labels: ReadonlySet<string>,
  questions: readonly Question[],
  check: string | undefined,
): Question {
  const known = questions.map((question) => question.check).join(', ');
  if (check !== undefined) {
    const asked = questions.find((question) => question.check === check);
    if (!asked) throw new UsageError(`--check ${check}: there is ${known}.`);
    return asked;
  }
  const fitting = questions.filter(({ label }) => labels.has(label));
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  throw new UsageError(
    `The labels of the index do not tell which check to evaluate. Say so with --check: ${known}.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
