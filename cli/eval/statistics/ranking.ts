import type { Scored } from './scored';

/** How well scores tell the labels apart. Null where one of the labels is missing. */
export interface RankMeasures {
  /** Area under the ROC curve, ties counted half. */
  readonly auc: number | null;
  /** For each rate asked for: the share of positives above the lowest threshold that at most so many negatives pass. */
  readonly foundAt: readonly (number | null)[];
}

/** A corner of the ROC curve: the shares of negatives and of positives at or above one score. */
export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

/**
 * Subjects sorted once by their score, so that every draw of a bootstrap is one walk over them. An abstention counts
 * as the lowest score: it finds nothing and flags nothing.
 */
export class Ranking {
  readonly #order: Uint32Array;
  /** Whether the subject at this place of the order has another score than the next one. */
  readonly #ends: readonly boolean[];
  readonly #positive: readonly boolean[];
  readonly #once: Float64Array;

  constructor(rows: readonly Scored[]) {
    const score = (index: number) => rows[index]?.probability ?? ABSTAINED;
    this.#order = Uint32Array.from(rows.keys()).sort((one, other) => score(other) - score(one));
    this.#ends = Array.from(this.#order, (index, place) => {
      const next = this.#order[place + 1];
      return next === undefined || score(next) !== score(index);
    });
    this.#positive = rows.map(({ positive }) => positive);
    this.#once = new Float64Array(rows.length).fill(1);
  }

  /** `weights` says how often each row counts, in the order of the rows; without them each counts once. */
  measure(rates: readonly number[], weights: Float64Array = this.#once): RankMeasures {
    const [positives, negatives] = this.#totals(weights);
    if (positives === 0 || negatives === 0) return { auc: null, foundAt: rates.map(() => null) };
    const foundAt = rates.map(() => 0);
    let pairs = 0;
    let before = { found: 0, flagged: 0 };
    for (const after of this.#walk(weights)) {
      pairs += (after.flagged - before.flagged) * ((before.found + after.found) / 2);
      rates.forEach((rate, index) => {
        if (after.flagged <= rate * negatives + ROUNDING) foundAt[index] = after.found / positives;
      });
      before = after;
    }
    return { auc: pairs / (positives * negatives), foundAt };
  }

  /** The curve from (0, 0) to (1, 1), without the points that lie on a straight line between their neighbours. */
  roc(): readonly RocPoint[] {
    const [positives, negatives] = this.#totals(this.#once);
    if (positives === 0 || negatives === 0) return [];
    const corners = [{ found: 0, flagged: 0 }];
    for (const { ...corner } of this.#walk(this.#once)) {
      const [first, second] = corners.slice(-2);
      if (first && second && inLine(first, second, corner)) corners.pop();
      corners.push(corner);
    }
    return corners.map(({ found, flagged }) => ({
      falsePositiveRate: flagged / negatives,
      truePositiveRate: found / positives,
    }));
  }

  #totals(weights: Float64Array): readonly [number, number] {
    let positives = 0;
    let negatives = 0;
    for (let index = 0; index < weights.length; index++) {
      if (this.#positive[index]) positives += weights[index] ?? 0;
      else negatives += weights[index] ?? 0;
    }
    return [positives, negatives];
  }

  /** What lies at or above each score that occurs, from the highest on. */
  *#walk(weights: Float64Array): Generator<Passed> {
    let found = 0;
    let flagged = 0;
    for (let place = 0; place < this.#order.length; place++) {
      const index = this.#order[place] ?? 0;
      if (this.#positive[index]) found += weights[index] ?? 0;
      else flagged += weights[index] ?? 0;
      if (this.#ends[place]) yield { found, flagged };
    }
  }
}

/** Weights of the positives and of the negatives at or above a score. */
interface Passed {
  readonly found: number;
  readonly flagged: number;
}

/** Below every probability. */
const ABSTAINED = -1;

/** Of a product such as 0.05 * 60, which may fall short of the whole number that it stands for. */
const ROUNDING = 1e-9;

function inLine(first: Passed, second: Passed, third: Passed): boolean {
  const across = (second.flagged - first.flagged) * (third.found - first.found);
  return across === (third.flagged - first.flagged) * (second.found - first.found);
}
