import { readFile } from 'node:fs/promises';
import { isAbsolute, join, normalize, sep } from 'node:path';
import * as z from 'zod/mini';
import { UsageError } from '../usage-error';

/** What an evaluation looks for, and the label that marks it. Everything else is `real`: genuine. */
export interface Question {
  /** Its model is of the same name. */
  readonly check: string;
  readonly label: string;
  /** The model of its first look, where it has one. */
  readonly firstLook?: string;
}

/** One subject with its truth. */
export interface IndexRow {
  /** Relative to the folder, as the index has it. */
  readonly path: string;
  readonly positive: boolean;
  readonly source: string;
  /** What made it; empty where the index does not say. */
  readonly generator: string;
  /** Photograph, illustration, …; empty where the index does not say. */
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

export const GENUINE = 'real';

/**
 * Reads `index.jsonl` of a folder: `path`, `label`, `source`, and where there is one `split`, `generator` and `kind`. The
 * labels tell which question is asked, unless `check` does. Throws UsageError where there is no such file, or no way to
 * tell the question.
 */
export async function readIndex(
  folder: string,
  questions: readonly Question[],
  check: string | undefined,
): Promise<SubjectIndex> {
  const file = join(folder, 'index.jsonl');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new UsageError(`${file} cannot be read: an evaluation folder has one.`);
  return parseIndex(text, questions, check);
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
      : `it is no {"path": …, "label": …, "source": …}`;
    if (reason !== null || !parsed.success) refused.push({ line: number, reason: reason ?? '' });
    else {
      seen.set(parsed.data.path, number);
      rows.push(rowOf(parsed.data, question));
    }
  }
  return { question, rows, refused };
}

const MOST_CHARACTERS = 1000;
const Text = z.string().check(z.maxLength(MOST_CHARACTERS));

const Line = z.object({
  path: Text.check(z.minLength(1)),
  label: Text,
  source: z.optional(z.nullable(Text)),
  generator: z.optional(z.nullable(Text)),
  kind: z.optional(z.nullable(Text)),
  split: z.optional(z.nullable(Text)),
});

function rowOf(
  { path, label, source, generator, kind, split }: z.infer<typeof Line>,
  question: Question,
): IndexRow {
  return {
    ...{ path, positive: label === question.label, source: source || UNNAMED_SOURCE },
    ...{ generator: generator ?? '', kind: kind ?? '', split: split ?? '' },
  };
}

/** Subjects that name no source count as one: nothing says that they are independent of each other. */
const UNNAMED_SOURCE = '(no source named)';

function whyRefused(
  { path, label }: z.infer<typeof Line>,
  question: Question,
  seen: ReadonlyMap<string, number>,
): string | null {
  if (label !== question.label && label !== GENUINE) {
    return `its label is "${label}", not "${question.label}" or "${GENUINE}"`;
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
    `The labels of index.jsonl do not tell which check to evaluate. Say so with --check: ${known}.`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
