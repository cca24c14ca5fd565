import { type AnsweredRow, scoredOf } from './answered';
import { THRESHOLD_NAMES } from './model-facts';
import type { NamedThreshold, ScoresFile } from './scores-file';
import {
  type Difference,
  differenceOf,
  type Figures,
  figuresOf,
  type Matched,
  matchedAt,
} from './statistics/figures';
import type { DrawPlan } from './statistics/interval';
import { Ranking, type RocPoint } from './statistics/ranking';

/** Another detector on the same subjects. */
export interface PeerReport {
  readonly name: string;
  readonly version: string;
  readonly thresholds: readonly NamedThreshold[];
  /** Subjects that it has no line for: they take no part in the comparison. */
  readonly missing: number;
  /** Lines of its file that could not be used. */
  readonly refusedLines: readonly number[];
  readonly ours: Figures;
  readonly theirs: Figures;
  /** Ours less theirs; thresholds in pairs, each one's strictest first. */
  readonly difference: Difference;
  /** For each of its thresholds: what we find at as many false alarms as it gives there. */
  readonly matched: readonly Matched[];
  readonly roc: readonly RocPoint[];
}

export function peerReport(
  { scorer, scores, refused }: ScoresFile,
  rows: readonly AnsweredRow[],
  plan: DrawPlan,
): PeerReport {
  const pairs = rows.flatMap((row) => {
    const score = scores.get(row.row.path);
    const ours = scoredOf(row);
    return score ? [{ ours, theirs: { ...ours, ...score } }] : [];
  });
  const ours = pairs.map((pair) => pair.ours);
  const theirs = pairs.map((pair) => pair.theirs);
  const { name, version, thresholds } = scorer;
  return {
    ...{ name, version, thresholds, refusedLines: refused, missing: rows.length - pairs.length },
    ours: figuresOf(ours, THRESHOLD_NAMES, plan),
    theirs: figuresOf(
      theirs,
      thresholds.map((threshold) => threshold.name),
      plan,
    ),
    difference: differenceOf(ours, theirs, Math.min(THRESHOLD_NAMES.length, thresholds.length), plan),
    matched: thresholds.map((_, threshold) => matchedAt(ours, theirs, threshold, plan)),
    roc: new Ranking(theirs).roc(),
  };
}
