import { describe, expect, it } from 'vitest';
import { scored } from '../testing/scored';
import { Ranking } from './ranking';

const measure = (
  positives: readonly (number | null)[],
  negatives: readonly (number | null)[],
  rates = [0.01],
) => new Ranking([...scored(true, positives), ...scored(false, negatives)]).measure(rates);

describe('the area under the curve', () => {
  it.each([
    ['all apart', [0.8, 0.9], [0.1, 0.2], 1],
    ['all the wrong way', [0.1, 0.2], [0.8, 0.9], 0],
    ['all the same', [0.5, 0.5], [0.5, 0.5, 0.5], 0.5],
    // Of the six pairs three are in order and one is a tie.
    ['some of each', [0.9, 0.4], [0.5, 0.4, 0.95], 2.5 / 6],
    ['an abstention below everything', [null, 0.9], [0.1], 0.5],
    ['abstentions as ties', [null], [null], 0.5],
  ] as const)('of %s', (_, positives, negatives, auc) => {
    expect(measure(positives, negatives).auc).toBeCloseTo(auc, 12);
  });

  it('counts a row by its weight, as if it stood there so often', () => {
    const weights = Float64Array.from([2, 0, 3, 1]);
    const rows = [...scored(true, [0.6, 0.1]), ...scored(false, [0.7, 0.5])];
    const repeated = measure([0.6, 0.6], [0.7, 0.7, 0.7, 0.5]);
    expect(new Ranking(rows).measure([0.01], weights)).toEqual(repeated);
  });

  it('is not there where a label is missing', () => {
    expect(measure([0.5], [])).toEqual({ auc: null, foundAt: [null] });
    expect(new Ranking([]).measure([0.01])).toEqual({ auc: null, foundAt: [null] });
  });
});

describe('what is found at a share of false alarms', () => {
  const negatives = Array.from({ length: 100 }, (_, index) => index / 100);

  it('is what lies above the threshold that lets so many negatives pass, and no more', () => {
    // 1 of 100 may pass: the one at 0.99. Five may: those from 0.95 on, so that the threshold is 0.94.
    expect(measure([0.995, 0.985, 0.945, 0.5], negatives, [0.01, 0.05]).foundAt).toEqual([0.5, 0.75]);
    expect(measure([0.995, 0.985, 0.935, 0.5], negatives, [0.05, 0.06]).foundAt).toEqual([0.5, 0.75]);
  });

  it('counts no positive that ties with the first negative too many', () => {
    expect(measure([0.98, 0.99], negatives, [0.01]).foundAt).toEqual([0.5]);
  });

  it('needs a score above every negative where there are few', () => {
    expect(measure([0.9, 0.3], [0.5, 0.2], [0.01]).foundAt).toEqual([0.5]);
  });
});

describe('the curve', () => {
  it('leads from corner to corner, and straight over ties', () => {
    const ranking = new Ranking([...scored(true, [0.9, 0.8, 0.5]), ...scored(false, [0.5, 0.1])]);
    expect(ranking.roc()).toEqual([
      { falsePositiveRate: 0, truePositiveRate: 0 },
      { falsePositiveRate: 0, truePositiveRate: 2 / 3 },
      { falsePositiveRate: 0.5, truePositiveRate: 1 },
      { falsePositiveRate: 1, truePositiveRate: 1 },
    ]);
  });

  it('is empty where a label is missing', () => {
    expect(new Ranking(scored(true, [0.5])).roc()).toEqual([]);
  });
});
