import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../utils/inference/seeded-random';
import { scored } from '../testing/scored';
import { calibrationOf, histogramOf } from './calibration';
import { differenceOf, figuresOf, matchedAt, plainShare } from './figures';
import { middle, wilson } from './interval';
import type { Scored } from './scored';

const PLAN = { draws: 400, seed: 7 };
const NAMES = ['strict', 'loose'];

/** Uniform noise, positives shifted up: P(positive > negative) is known. */
function noise(count: number, sources: number, shift: number, seed = 1): Scored[] {
  const random = seededRandom(seed);
  const drawn = (by: number) => Array.from({ length: count }, () => (random() + by) / (1 + shift));
  return [...scored(true, drawn(shift), sources), ...scored(false, drawn(0), sources)];
}

describe('figures', () => {
  it('lie in their intervals, and near what is known of the distribution', () => {
    const { auc, foundAt5 } = figuresOf(noise(1500, 1500, 0.5), NAMES, PLAN);
    // Two uniform variables, one shifted by d: 1 - (1 - d)^2 / 2.
    expect(auc.value).toBeCloseTo(0.875, 1);
    expect(auc.interval?.low).toBeLessThan(0.875);
    expect(auc.interval?.high).toBeGreaterThan(0.875);
    expect(foundAt5.interval?.low).toBeLessThan(0.55);
    expect(foundAt5.interval?.high).toBeGreaterThan(0.55);
  });

  it('are the same for the same seed, and others for another', () => {
    const rows = noise(60, 20, 0.3);
    expect(figuresOf(rows, NAMES, PLAN)).toEqual(figuresOf(rows, NAMES, PLAN));
    expect(figuresOf(rows, NAMES, { ...PLAN, seed: 8 }).auc.interval).not.toEqual(
      figuresOf(rows, NAMES, PLAN).auc.interval,
    );
  });

  it('have wider intervals where the pictures of a source are alike', () => {
    // Twenty copies of each of ten scores: as many rows as two hundred independent ones, and a tenth of their news.
    const ten = (label: boolean, by: number) =>
      scored(
        label,
        Array.from({ length: 200 }, (_, index) => ((index % 10) + by) / 14),
        10,
      );
    const copies = [...ten(true, 3.5), ...ten(false, 0)];
    const independent = copies.map((row, index) => ({ ...row, source: `own ${index}` }));
    const width = (rows: readonly Scored[]) => {
      const { interval } = figuresOf(rows, NAMES, PLAN).auc;
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(width(copies)).toBeGreaterThan(3 * width(independent));
  });

  it('count an abstention as the lowest score and say how many there are', () => {
    const rows = [...scored(true, [null, 0.95, 0.8, 0.2]), ...scored(false, [null, null, 0.1, 0.92])];
    const { thresholds, abstained } = figuresOf(rows, NAMES, PLAN);
    expect(
      thresholds.map(({ name, found, flagged }) => [name, found.count, found.of, flagged.count]),
    ).toEqual([
      ['strict', 1, 4, 1],
      ['loose', 2, 4, 1],
    ]);
    expect([abstained.positives.value, abstained.negatives.value]).toEqual([0.25, 0.5]);
  });

  it('are not made up where a label is missing', () => {
    const figures = figuresOf(scored(false, [0.1, 0.95]), NAMES, PLAN);
    expect(figures.auc).toEqual({ value: null, interval: null, note: 'there are no positive subjects' });
    expect(figures.thresholds[0]?.found).toMatchObject({ value: null, of: 0 });
    expect(figures.thresholds[0]?.flagged).toMatchObject({ value: 0.5, count: 1, of: 2 });
    expect(JSON.stringify(figuresOf([], NAMES, PLAN))).not.toContain('NaN');
    expect(figuresOf([], NAMES, PLAN).auc.note).toBe('there are no positive and no genuine subjects');
  });

  it('have no interval where a label has one source, and say so', () => {
    const rows = [...scored(true, [0.9, 0.8], 1), ...scored(false, [0.1, 0.95], 2)];
    const { auc, thresholds } = figuresOf(rows, NAMES, PLAN);
    expect(auc).toEqual({
      value: 0.5,
      interval: null,
      note: 'no interval: the positive subjects have one source',
    });
    expect(thresholds[1]?.found.interval?.over).toBe('subjects');
    expect(thresholds[1]?.flagged.interval?.over).toBe('sources');
  });

  it('do not call a rate certain because none was seen', () => {
    const { flagged } = figuresOf(noise(50, 10, 0), ['never'], PLAN).thresholds[0] ?? {};
    const none = figuresOf(scored(false, new Array(294).fill(0.1), 20), NAMES, PLAN).thresholds[0]?.flagged;
    expect(none).toMatchObject({ count: 0, of: 294, value: 0 });
    expect(none?.interval?.high).toBeCloseTo(0.0129, 4);
    expect(flagged?.interval).not.toBeNull();
  });
});

describe('two detectors on the same subjects', () => {
  it('do not differ from themselves', () => {
    const rows = noise(80, 16, 0.4);
    const { auc, thresholds } = differenceOf(rows, rows, 2, PLAN);
    expect(auc).toEqual({ value: 0, interval: { low: 0, high: 0, over: 'sources' } });
    expect(thresholds[0]?.found.value).toBe(0);
  });

  it('are compared in pairs: a difference can be clear where the intervals overlap', () => {
    const good = noise(120, 30, 0.4);
    // A little worse on every subject that it ranks, in the same draws.
    const worse = good.map((row) => ({
      ...row,
      probability: (row.probability ?? 0) + (row.positive ? -0.05 : 0.05),
    }));
    const { auc } = differenceOf(good, worse, 2, PLAN);
    const [one, other] = [good, worse].map((rows) => figuresOf(rows, NAMES, PLAN).auc.interval);
    expect(other?.high).toBeGreaterThan(one?.low ?? 1);
    expect(auc.interval?.low).toBeGreaterThan(0);
  });

  it('are compared at the false alarms of the second', () => {
    const theirs = [...scored(true, [0.95, 0.2, 0.1]), ...scored(false, [0.95, 0.1, 0.1, 0.1])];
    const ours = [...scored(true, [0.6, 0.5, 0.2]), ...scored(false, [0.3, 0.1, 0.1, 0.1])];
    const matched = matchedAt(ours, theirs, 0, PLAN);
    expect([matched.flagged.value, matched.ours.value, matched.theirs.value]).toEqual([0.25, 1, 1 / 3]);
  });
});

describe('calibration', () => {
  it('has the Brier score and the error of a case counted by hand', () => {
    const rows = [...scored(true, [0.8, 0.8, 0.2]), ...scored(false, [0.2, 0.2, 0.8])];
    const { brier, expectedError, bins } = calibrationOf(rows, PLAN);
    expect(brier.value).toBeCloseTo((4 * 0.04 + 2 * 0.64) / 6, 12);
    expect(bins.map(({ from, subjects, positiveShare }) => [from, subjects, positiveShare])).toEqual([
      [0.2, 3, 1 / 3],
      [0.8, 3, 2 / 3],
    ]);
    expect(expectedError.value).toBeCloseTo(2 / 3 - 0.8 + 2 * (0.8 - 2 / 3), 12);
    expect(brier.interval?.low).toBeLessThan(brier.value ?? 0);
  });

  it('leaves abstentions out, and has nothing to say where there is nothing else', () => {
    expect(calibrationOf(scored(true, [null, 1]), PLAN)).toMatchObject({ subjects: 1, brier: { value: 0 } });
    expect(calibrationOf([], PLAN)).toMatchObject({ subjects: 0, brier: { value: null }, bins: [] });
  });

  it('counts certain answers in the outer bins', () => {
    const [first, last] = [0, 3].map(
      (bin) => histogramOf([...scored(true, [1, 0.99]), ...scored(false, [0])], 4)[bin],
    );
    expect([first, last]).toEqual([
      { positives: 0, negatives: 1 },
      { positives: 2, negatives: 0 },
    ]);
  });
});

describe('intervals', () => {
  it('of a share are Wilson’s', () => {
    // Newcombe 1998, table I: 81 of 263, and 0 of 20.
    expect(wilson(81, 263).low).toBeCloseTo(0.2553, 4);
    expect(wilson(81, 263).high).toBeCloseTo(0.3662, 4);
    expect(wilson(0, 20)).toMatchObject({ low: 0, high: expect.closeTo(0.1611, 4) });
    expect(wilson(20, 20).high).toBe(1);
    expect(plainShare(0, 0)).toMatchObject({ value: null, interval: null });
  });

  it('of draws are their middle 95 %', () => {
    const { low, high } = middle(Array.from({ length: 1001 }, (_, index) => index / 1000));
    expect([low, high]).toEqual([expect.closeTo(0.025, 9), expect.closeTo(0.975, 9)]);
  });
});
