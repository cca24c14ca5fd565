import type { Figure } from './figures';
import { type DrawPlan, drawSources, type Interval, middle, wilson } from './interval';
import type { Scored } from './scored';

/** How well probabilities stand for frequencies, among the subjects that have one. */
export interface Calibration {
  readonly subjects: number;
  /** Mean squared error of the probabilities; 0.25 is what always saying one half gives. */
  readonly brier: Figure;
  /** Expected calibration error: by how much share and mean probability differ, over bins of their size. */
  readonly expectedError: Figure;
  readonly bins: readonly ReliabilityBin[];
}

/** Subjects whose probability lies between two bounds. Empty bins are left out. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly subjects: number;
  readonly meanProbability: number;
  /** Share that is positive, with Wilson's interval. */
  readonly positiveShare: number;
  readonly interval: Interval;
}

export function calibrationOf(rows: readonly Scored[], plan: DrawPlan): Calibration {
  const judged = rows.flatMap((row) =>
    row.probability === null ? [] : [{ ...row, probability: row.probability }],
  );
  if (judged.length === 0) {
    const none: Figure = { value: null, interval: null, note: 'no subject has a probability' };
    return { subjects: 0, brier: none, expectedError: none, bins: [] };
  }
  const once = new Float64Array(judged.length).fill(1);
  const [briers, errors]: [number[], number[]] = [[], []];
  for (const weights of drawSources(judged, plan)) {
    briers.push(brierOf(judged, weights));
    errors.push(expectedError(binsOf(judged, weights)));
  }
  const lone = new Set(judged.map(({ source }) => source)).size < 2;
  const figure = (value: number, drawn: readonly number[]): Figure =>
    lone ? { value, interval: null, note: 'no interval: one source' } : { value, interval: middle(drawn) };
  const bins = binsOf(judged, once);
  return {
    subjects: judged.length,
    brier: figure(brierOf(judged, once), briers),
    expectedError: figure(expectedError(bins), errors),
    bins: bins.map(({ place, weight, probabilities, positives }) => ({
      from: place / BINS,
      to: (place + 1) / BINS,
      subjects: weight,
      meanProbability: probabilities / weight,
      positiveShare: positives / weight,
      interval: wilson(positives, weight),
    })),
  };
}

/** How many subjects of each label have a probability in each of equally wide bins. */
export function histogramOf(
  rows: readonly Scored[],
  bins: number,
): readonly { readonly positives: number; readonly negatives: number }[] {
  const counts = Array.from({ length: bins }, () => ({ positives: 0, negatives: 0 }));
  for (const { probability, positive } of rows) {
    const bin = probability === null ? undefined : counts[placeOf(probability, bins)];
    if (bin) bin[positive ? 'positives' : 'negatives'] += 1;
  }
  return counts;
}

/** Tenths, as reliability tables have them. */
const BINS = 10;

type Judged = Scored & { readonly probability: number };

interface Bin {
  readonly place: number;
  weight: number;
  probabilities: number;
  positives: number;
}

function placeOf(probability: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(probability * bins));
}

function binsOf(rows: readonly Judged[], weights: Float64Array): readonly Bin[] {
  const bins: Bin[] = Array.from({ length: BINS }, (_, place) => ({
    ...{ place, weight: 0, probabilities: 0, positives: 0 },
  }));
  rows.forEach(({ probability, positive }, index) => {
    const bin = bins[placeOf(probability, BINS)];
    const weight = weights[index] ?? 0;
    if (!bin) return;
    bin.weight += weight;
    bin.probabilities += weight * probability;
    if (positive) bin.positives += weight;
  });
  return bins.filter(({ weight }) => weight > 0);
}

function expectedError(bins: readonly Bin[]): number {
  const all = bins.reduce((sum, { weight }) => sum + weight, 0);
  return (
    bins.reduce((sum, { positives, probabilities }) => sum + Math.abs(positives - probabilities), 0) / all
  );
}

function brierOf(rows: readonly Judged[], weights: Float64Array): number {
  let [sum, all] = [0, 0];
  rows.forEach(({ probability, positive }, index) => {
    const weight = weights[index] ?? 0;
    sum += weight * (probability - Number(positive)) ** 2;
    all += weight;
  });
  return sum / all;
}
