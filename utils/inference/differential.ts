import type { Golden } from './golden';
import type { Manifest } from './manifest';
import type { Differential } from './model-status';
import { probabilityOf } from './probability';
import type { Tensors } from './tensor';

/** One kept input: what a version answered when it served, and what the version on trial answers now. */
export interface ComparedAnswer {
  /** Of the version that answered then; null where it is no longer at hand. */
  readonly before: Manifest | null;
  readonly sameVersion: boolean;
  readonly old: Tensors;
  readonly fresh: Tensors;
}

/**
 * Compares a version's answers with those that were given before. The same version must agree within the tolerance
 * of its golden vectors; another one may differ, and how often it changes sides is told. That the answers are
 * numbers of the right shape has been seen to already.
 */
export function compareAnswers(
  answers: readonly ComparedAnswer[],
  manifest: Manifest,
  { tolerance }: Golden,
): Differential {
  let largest = 0;
  let passed = true;
  let flipped = 0;
  for (const { before, sameVersion, old, fresh } of answers) {
    for (const [expected, value] of pairsOf(old, fresh)) {
      const difference = Math.abs(value - expected);
      largest = Math.max(largest, difference);
      if (sameVersion && difference > tolerance.absolute + tolerance.relative * Math.abs(expected))
        passed = false;
    }
    if (changedSides(isAbove(old, before ?? manifest), isAbove(fresh, manifest))) flipped += 1;
  }
  return {
    at: new Date().toISOString(),
    inputs: answers.length,
    largest,
    flipped: manifest.thresholds && manifest.calibration.method !== 'none' ? flipped : null,
    passed,
  };
}

/** Values at the same place of the same output; what only one of the two has cannot be compared. */
function* pairsOf(before: Tensors, now: Tensors): Generator<readonly [number, number]> {
  for (const [name, { data }] of Object.entries(now)) {
    const old = before[name]?.data;
    if (old?.length !== data.length) continue;
    for (const [index, value] of data.entries()) yield [old[index] ?? 0, value];
  }
}

function changedSides(before: boolean | null, now: boolean | null): boolean {
  return before !== null && now !== null && before !== now;
}

/** Whether the answer lies above the 1 % threshold; null where the model has none. */
function isAbove(outputs: Tensors, manifest: Manifest): boolean | null {
  const probability = probabilityOf(outputs, manifest);
  if (probability === null || !manifest.thresholds) return null;
  return probability > manifest.thresholds.falsePositiveRate1;
}
