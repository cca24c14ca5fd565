import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { VERDICT_LEVELS } from '../../utils/verdict/verdict';
import { UsageError } from '../usage-error';
import type { Judgement } from './judgement';
import { type ModelFacts, THRESHOLD_NAMES } from './model-facts';

/** Judgements that an earlier run of the same models left in a folder, and where this one leaves its own. */
export interface KeptScores {
  /** What is known of a picture; `sha256` is that of the file, before any perturbation. */
  readonly find: (path: string, sha256: string) => Judgement | undefined;
  readonly add: (path: string, sha256: string, judgement: Judgement) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Keeps nothing. */
export const FORGETFUL: KeptScores = {
  find: () => undefined,
  add: async () => undefined,
  close: async () => undefined,
};

/**
 * A file `<model>-<version>-<fingerprint>[-<perturbation>].jsonl` in the folder, in the form that `--scores` reads. It is
 * added to line by line, so that a run which was stopped goes on where it was. Throws UsageError where it cannot be written.
 */
export async function keepScores(
  folder: string,
  model: ModelFacts,
  view: string | null,
): Promise<KeptScores> {
  const { id, version, fingerprint, thresholds } = model;
  const name = [id, version, fingerprint.slice(0, 8), ...(view === null ? [] : [view])].join('-');
  const path = join(folder, `${name}.jsonl`);
  try {
    await mkdir(folder, { recursive: true });
    const text = await readFile(path, 'utf8').catch(() => '');
    const known = parseKept(text);
    const file = await open(path, 'a');
    // A line that was cut off is ended, so that the next one is whole.
    if (known && !text.endsWith('\n')) await file.appendFile('\n');
    const write = (line: object) => file.appendFile(`${JSON.stringify(line)}\n`);
    if (known === null) {
      const named = Object.fromEntries(thresholds.map(({ name, probability }) => [name, probability]));
      const { sha256, encoder } = model;
      await write({ name: id, version, thresholds: named, perturbation: view, sha256, encoder });
    }
    return {
      find: (path, sha256) => known?.get(`${sha256} ${path}`),
      add: async (path, sha256, judgement) => {
        if (judgement.state !== 'failed') await write(lineOf(path, sha256, judgement));
      },
      close: () => file.close(),
    };
  } catch (error) {
    throw new UsageError(`--save ${folder}: ${error instanceof Error ? error.message : error}`);
  }
}

const Dimensions = z.nullable(z.object({ width: z.number(), height: z.number() }));
const Level = z.enum(VERDICT_LEVELS);

const Line = z.object({
  path: z.string(),
  sha256: z.string(),
  probability: z.nullable(z.number().check(z.minimum(0), z.maximum(1))),
  above: z.array(z.string()),
  reason: z.optional(z.string()),
  level: Level,
  dimensions: Dimensions,
});

function lineOf(
  path: string,
  sha256: string,
  judgement: Exclude<Judgement, { state: 'failed' }>,
): z.infer<typeof Line> {
  const { level, dimensions } = judgement;
  const common = { path, sha256, level, dimensions };
  if (judgement.state === 'abstained') {
    return { ...common, probability: null, above: [], reason: judgement.reason };
  }
  const { probability, passed } = judgement;
  return { ...common, probability, above: THRESHOLD_NAMES.filter((_, index) => passed[index]) };
}

/** Null for an empty file. A line that was cut off when a run was stopped counts as missing. */
function parseKept(text: string): ReadonlyMap<string, Judgement> | null {
  if (text === '') return null;
  const kept = text.split('\n').flatMap((line): [string, Judgement][] => {
    const parsed = Line.safeParse(parseJson(line));
    return parsed.success ? [[`${parsed.data.sha256} ${parsed.data.path}`, judgementFrom(parsed.data)]] : [];
  });
  return new Map(kept);
}

function judgementFrom({ probability, above, reason, level, dimensions }: z.infer<typeof Line>): Judgement {
  if (probability === null) {
    return { state: 'abstained', reason: reason ?? 'not-applicable', level, dimensions };
  }
  const passed = THRESHOLD_NAMES.map((name) => above.includes(name));
  return { state: 'judged', probability, passed, level, dimensions };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
