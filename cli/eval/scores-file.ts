import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { UsageError } from '../usage-error';

/** Who gave the scores of a file. */
export interface Scorer {
  readonly name: string;
  readonly version: string;
  /** The strictest first. */
  readonly thresholds: readonly NamedThreshold[];
}

export interface NamedThreshold {
  readonly name: string;
  /** Null where it differs from subject to subject. */
  readonly probability: number | null;
}

/** What a scorer made of one subject. */
export interface Score {
  /** Null where it abstained. */
  readonly probability: number | null;
  readonly passed: readonly boolean[];
}

export interface ScoresFile {
  readonly file: string;
  readonly scorer: Scorer;
  /** By the path in the index. */
  readonly scores: ReadonlyMap<string, Score>;
  /** Lines that could not be used. */
  readonly refused: readonly number[];
  /** Whether the scores are of pictures that were perturbed before. */
  readonly perturbed: boolean;
}

/**
 * Reads the files of scores that a path names: a file, or every .jsonl in a folder. Those that a run kept of perturbed
 * pictures are left out. Throws UsageError.
 */
export async function readScores(path: string): Promise<readonly ScoresFile[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new UsageError(`--scores ${path}: there is no such file or folder.`);
  const files = found.isDirectory()
    ? (await readdir(path)).filter((name) => name.endsWith('.jsonl')).map((name) => join(path, name))
    : [path];
  if (files.length === 0) throw new UsageError(`--scores ${path}: there is no .jsonl file in it.`);
  const read = await Promise.all(
    files.sort().map(async (file) => parseScores(await readFile(file, 'utf8'), file)),
  );
  return read.filter(({ perturbed }) => !perturbed);
}

/**
 * One line a subject, `{"path": …, "probability": …}`, null where the scorer abstained; the first line may say who
 * scored: `{"name": …, "version": …, "thresholds": {name: probability}}`. `above` of a line names the thresholds that it passed,
 * where they are not the same for all.
 */
export function parseScores(text: string, file: string): ScoresFile {
  const lines = text.split('\n').map((line) => parseJson(line));
  const head = Head.safeParse(lines[0]);
  const named = head.success && !('path' in Object(lines[0])) ? head.data : undefined;
  const thresholds = Object.entries(named?.thresholds ?? {})
    .map(([name, probability]) => ({ name, probability }))
    .sort((one, other) => (other.probability ?? 0) - (one.probability ?? 0));
  const scores = new Map<string, Score>();
  const refused: number[] = [];
  lines.forEach((line, index) => {
    if (line === EMPTY || (index === 0 && named)) return;
    const parsed = Line.safeParse(line);
    if (!parsed.success) refused.push(index + 1);
    else scores.set(parsed.data.path, scoreOf(parsed.data, thresholds));
  });
  const name = named?.name ?? basename(file).replace(/\.jsonl$/, '');
  const perturbed = typeof named?.perturbation === 'string';
  return { file, scorer: { name, version: named?.version ?? '', thresholds }, scores, refused, perturbed };
}

const Probability = z.number().check(z.minimum(0), z.maximum(1));
const Name = z.string().check(z.minLength(1), z.maxLength(100));

const Head = z.object({
  name: z.optional(Name),
  version: z.optional(Name),
  thresholds: z.optional(z.record(Name, z.nullable(Probability))),
  perturbation: z.optional(z.nullable(z.string())),
});

const Line = z.object({
  path: z.string(),
  probability: z.nullable(Probability),
  above: z.optional(z.array(z.string())),
});

function scoreOf({ probability, above }: z.infer<typeof Line>, thresholds: readonly NamedThreshold[]): Score {
  const passed = thresholds.map((threshold) =>
    above
      ? above.includes(threshold.name)
      : probability !== null && threshold.probability !== null && probability > threshold.probability,
  );
  return { probability, passed };
}

const EMPTY = Symbol('an empty line');

function parseJson(line: string): unknown {
  if (line.trim() === '') return EMPTY;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
