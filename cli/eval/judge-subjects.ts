import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { inEnglish } from '../../utils/records/answer';
import { DEFAULT_LIMITS } from '../../utils/subject/limits';
import type { AskedKind } from '../../utils/subject/subject';
import type { CheckTask } from '../check-pool';
import { describeFailure } from '../failure';
import { inOrder } from '../in-order';
import type { Outcome } from '../outcome';
import { readFileWithin } from '../read-file';
import { type Judgement, judgementOf } from './judgement';
import type { KeptScores } from './kept-scores';
import { perturb } from './perturb';
import type { Perturbation } from './perturbations';
import type { IndexRow } from './subject-index';

/** A row with what the check made of it. */
export interface JudgedRow {
  readonly row: IndexRow;
  readonly judgement: Judgement;
  /** Of a text. */
  readonly words: number | null;
}

export interface JudgeTools {
  readonly kind: AskedKind;
  /** The folder of the index. */
  readonly folder: string;
  /** Runs the check on one subject; never rejects. */
  readonly check: (task: CheckTask) => Promise<Outcome>;
  readonly kept: KeptScores;
  /** What is done to each picture before; null: nothing, as with texts. */
  readonly perturbation: Perturbation | null;
  /** Called after each subject. */
  readonly onJudged: () => void;
}

/** Judges subjects side by side and gives them in their order. */
export async function judgeSubjects(
  rows: readonly IndexRow[],
  tools: JudgeTools,
): Promise<readonly JudgedRow[]> {
  const root = await realpath(tools.folder);
  const judged: JudgedRow[] = [];
  const inTurn = inOrder(rows, async (row) => {
    const judged = await judge(row, root, tools).catch((error) => ({
      judgement: failed(error),
      words: null,
    }));
    tools.onJudged();
    return { row, ...judged };
  });
  for await (const one of inTurn) judged.push(one);
  return judged;
}

/** Reads a file of the folder. Rejects for what is too large or no file, and for links that lead out of the folder. */
export async function readWithin(root: string, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const place = await realpath(join(root, path));
  if (!place.startsWith(root.endsWith(sep) ? root : root + sep)) throw new OutsideError();
  return readFileWithin(place, DEFAULT_LIMITS);
}

async function judge(
  row: IndexRow,
  root: string,
  { kind, check, kept, perturbation }: JudgeTools,
): Promise<Omit<JudgedRow, 'row'>> {
  const given =
    row.text === undefined ? await readWithin(root, row.path) : new TextEncoder().encode(row.text);
  const words = kind === 'text' ? wordsIn(new TextDecoder().decode(given)) : null;
  const sha256 = createHash('sha256').update(given).digest('hex');
  const known = kept.find(row.path, sha256);
  if (known) return { judgement: known, words };
  const bytes = perturbation === null ? given : await perturb(given, perturbation, row.path);
  const judgement = judgementOf(await check({ name: row.path, source: { bytes }, asked: kind }));
  await kept.add(row.path, sha256, judgement);
  return { judgement, words };
}

function wordsIn(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** A link in the folder leads out of it. */
class OutsideError extends Error {}

function failed(error: unknown): Judgement {
  if (error instanceof OutsideError) {
    return { state: 'failed', code: 'outside', message: 'It is a link that leads out of the folder.' };
  }
  const { code, said } = describeFailure(error);
  return { state: 'failed', code, message: inEnglish(said) };
}
