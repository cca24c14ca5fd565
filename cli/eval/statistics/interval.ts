import { seededRandom } from '../../../utils/inference/seeded-random';
import type { Scored } from './scored';

/** A 95 % interval and what it rests on. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /**
   * `sources`: a bootstrap that draws whole sources, each label's apart. `subjects`: Wilson's, as if each subject were
   * independent of the others, where there is but one source or where none or all of the subjects count.
   */
  readonly over: 'sources' | 'subjects';
}

/** How a bootstrap is drawn. The same plan gives the same intervals everywhere. */
export interface DrawPlan {
  readonly draws: number;
  readonly seed: number;
}

export const DEFAULT_PLAN: DrawPlan = { draws: 1000, seed: 20_261_125 };

/**
 * How often each row counts, for one draw after the other: as many sources as there are, drawn with replacement, for each label
 * by itself. The array is the same for every draw.
 */
export function* drawSources(
  rows: readonly Scored[],
  { draws, seed }: DrawPlan,
): Generator<Float64Array, undefined> {
  const random = seededRandom(seed);
  const labels = [true, false].map((label) => sourcesOf(rows, label));
  const weights = new Float64Array(rows.length);
  for (let draw = 0; draw < draws; draw++) {
    weights.fill(0);
    for (const sources of labels) {
      for (let pick = 0; pick < sources.length; pick++) {
        for (const index of sources[Math.floor(random() * sources.length)] ?? []) {
          weights[index] = (weights[index] ?? 0) + 1;
        }
      }
    }
    yield weights;
  }
}

/** The middle 95 % of what the draws gave, interpolated linearly as numpy's percentile does. */
export function middle(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, TAIL), high: quantile(sorted, 1 - TAIL), over: 'sources' };
}

/** Wilson's score interval of a share (Wilson 1927), which is of use also where none or all of them count. */
export function wilson(count: number, of: number): Interval {
  const share = count / of;
  const spread = NORMAL ** 2 / of;
  const centre = (share + spread / 2) / (1 + spread);
  const reach = (NORMAL / (1 + spread)) * Math.sqrt((share * (1 - share)) / of + spread / (4 * of));
  return {
    low: count === 0 ? 0 : Math.max(0, centre - reach),
    high: count === of ? 1 : Math.min(1, centre + reach),
    over: 'subjects',
  };
}

/** How many sources a label's rows come from. */
export function countSources(rows: readonly Scored[], label: boolean): number {
  return sourcesOf(rows, label).length;
}

/** What lies outside the interval on either side. */
const TAIL = 0.025;

/** The standard normal deviate with that much above it. */
const NORMAL = 1.959963984540054;

function sourcesOf(rows: readonly Scored[], label: boolean): readonly (readonly number[])[] {
  const sources = new Map<string, number[]>();
  rows.forEach(({ positive, source }, index) => {
    if (positive !== label) return;
    const known = sources.get(source);
    if (known) known.push(index);
    else sources.set(source, [index]);
  });
  return [...sources.values()];
}

function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
