import type { Manifest } from '../inference/manifest';
import { type Phrase, phrase } from '../words/phrase';

/** How strong an estimate is, in words. Facts have no strength: they hold or they do not. */
export type Strength = 'weak' | 'moderate' | 'strong' | 'very-strong';

type Thresholds = NonNullable<Manifest['thresholds']>;

/** What is made of a calibrated probability. The first fields of every estimating check's evidence. */
export interface Estimate {
  readonly probability: number;
  /** Absent where it is too low to be a sign of anything. */
  readonly strength?: Strength;
  /** What the number means: how many genuine subjects score as high. */
  readonly meaning: Phrase;
  /** Share of genuine subjects above the threshold that was passed; absent where none was. */
  readonly falsePositiveRate?: number;
  readonly thresholds: Thresholds;
}

/**
 * Judges a probability by the model's own thresholds, which were set on its validation data. Strength follows the
 * odds, with those at the 1 % threshold as the unit: what is below it is weak.
 */
export function judge(probability: number, thresholds: Thresholds): Estimate {
  const { falsePositiveRate1, falsePositiveRate5 } = thresholds;
  if (probability > falsePositiveRate1) {
    const ratio = odds(probability) / odds(falsePositiveRate1);
    const strength = ratio >= VERY_STRONG ? 'very-strong' : ratio >= STRONG ? 'strong' : 'moderate';
    return { probability, strength, meaning: phrase(RARE), falsePositiveRate: 0.01, thresholds };
  }
  if (probability > falsePositiveRate5) {
    return { probability, strength: 'weak', meaning: phrase(SOME), falsePositiveRate: 0.05, thresholds };
  }
  return { probability, meaning: phrase(MANY), thresholds };
}

/** Odds, in multiples of the odds at the 1 % threshold, from which on an estimate is called so. */
const STRONG = 3;
const VERY_STRONG = 10;

const RARE = 'checks.estimate.rare';
const SOME = 'checks.estimate.some';
const MANY = 'checks.estimate.many';

function odds(probability: number): number {
  return probability / (1 - probability);
}
