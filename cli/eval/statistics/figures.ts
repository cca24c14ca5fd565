import { countSources, type DrawPlan, drawSources, type Interval, middle, wilson } from './interval';
import { Ranking } from './ranking';
import type { Scored } from './scored';

/** A measured number with its 95 % interval. */
export interface Figure {
  /** Null where these subjects cannot give it; the note says why. */
  readonly value: number | null;
  readonly interval: Interval | null;
  readonly note?: string;
}

/** A figure that is a share of subjects. */
export interface Share extends Figure {
  readonly count: number;
  readonly of: number;
}

/** What is said of one group of subjects. Every row takes part in every figure, an abstention as the lowest score. */
export interface Figures {
  readonly positives: number;
  readonly negatives: number;
  readonly positiveSources: number;
  readonly negativeSources: number;
  readonly auc: Figure;
  /** Share of positives found at a threshold that flags at most 1 % (5 %) of these very negatives: ranking only. */
  readonly foundAt1: Figure;
  readonly foundAt5: Figure;
  /** At the detector's own thresholds, the strictest first. */
  readonly thresholds: readonly ThresholdFigures[];
  readonly abstained: { readonly positives: Share; readonly negatives: Share };
}

export interface ThresholdFigures {
  readonly name: string;
  /** Share of positives above it. */
  readonly found: Share;
  /** Share of negatives above it. */
  readonly flagged: Share;
}

/** How much better the first of two detectors is on the same subjects: differences, drawn in pairs. */
export interface Difference {
  readonly auc: Figure;
  readonly foundAt1: Figure;
  readonly foundAt5: Figure;
  /** Of each one's strictest threshold, then of each one's second. */
  readonly thresholds: readonly { readonly found: Figure; readonly flagged: Figure }[];
}

/** All figures of one group. `thresholds` names what `passed` of the rows stands for. */
export function figuresOf(rows: readonly Scored[], thresholds: readonly string[], plan: DrawPlan): Figures {
  const labels = labelsOf(rows);
  const measure = measurer(rows, thresholds.length);
  const values = measure();
  const drawn = transpose(values.length, draw(rows, plan, measure));
  const ranked = (index: number) => figureFrom(values[index], drawn[index], labels);
  const share = (index: number, label: boolean, counts: (row: Scored) => boolean): Share =>
    shareOf(
      rows.filter(({ positive }) => positive === label),
      counts,
      labels,
      label,
      drawn[index],
    );
  return {
    positives: labels.count(true),
    negatives: labels.count(false),
    positiveSources: labels.sources(true),
    negativeSources: labels.sources(false),
    auc: ranked(AUC),
    foundAt1: ranked(FOUND_AT_1),
    foundAt5: ranked(FOUND_AT_5),
    thresholds: thresholds.map((name, threshold) => ({
      name,
      found: share(foundPlace(threshold), true, ({ passed }) => passed[threshold] === true),
      flagged: share(flaggedPlace(threshold), false, ({ passed }) => passed[threshold] === true),
    })),
    abstained: {
      positives: share(ABSTAINED_POSITIVE, true, hasAbstained),
      negatives: share(ABSTAINED_NEGATIVE, false, hasAbstained),
    },
  };
}

/** `ours` and `theirs` are the same subjects in the same order. */
export function differenceOf(
  ours: readonly Scored[],
  theirs: readonly Scored[],
  thresholds: number,
  plan: DrawPlan,
): Difference {
  const labels = labelsOf(ours);
  const [our, their] = [measurer(ours, thresholds), measurer(theirs, thresholds)];
  const measure = (weights?: Float64Array) => {
    const second = their(weights);
    return our(weights).map((value, index) => value - (second[index] ?? Number.NaN));
  };
  const values = measure();
  const drawn = transpose(values.length, draw(ours, plan, measure));
  const difference = (index: number, needed: readonly boolean[]) =>
    figureFrom(values[index], drawn[index], labels, needed);
  return {
    auc: difference(AUC, BOTH),
    foundAt1: difference(FOUND_AT_1, BOTH),
    foundAt5: difference(FOUND_AT_5, BOTH),
    thresholds: Array.from({ length: thresholds }, (_, threshold) => ({
      found: difference(foundPlace(threshold), [true]),
      flagged: difference(flaggedPlace(threshold), [false]),
    })),
  };
}

/** What the first of two detectors finds when it flags as many negatives as the second does at one of its thresholds. */
export interface Matched {
  /** Share of negatives that the second flags there. */
  readonly flagged: Figure;
  readonly ours: Figure;
  readonly theirs: Figure;
  readonly difference: Figure;
}

/** The same subjects in the same order; `threshold` is one of theirs. Every draw matches its own rate. */
export function matchedAt(
  ours: readonly Scored[],
  theirs: readonly Scored[],
  threshold: number,
  plan: DrawPlan,
): Matched {
  const labels = labelsOf(ours);
  const ranking = new Ranking(ours);
  const their = measurer(theirs, threshold + 1);
  const measure = (weights?: Float64Array) => {
    const values = their(weights);
    const flagged = values[flaggedPlace(threshold)] ?? Number.NaN;
    const found = values[foundPlace(threshold)] ?? Number.NaN;
    const own = ranking.measure([flagged], weights).foundAt[0] ?? Number.NaN;
    return [flagged, own, found, own - found];
  };
  const values = measure();
  const drawn = transpose(values.length, draw(ours, plan, measure));
  const figure = (index: number) => figureFrom(values[index], drawn[index], labels);
  return { flagged: figure(0), ours: figure(1), theirs: figure(2), difference: figure(3) };
}

/** A share of subjects with Wilson's interval, for groups that are too small to draw sources from. */
export function plainShare(count: number, of: number): Share {
  if (of === 0) return { value: null, interval: null, note: NONE, count, of };
  return { value: count / of, interval: wilson(count, of), count, of };
}

function figureFrom(
  value: number | undefined,
  drawn: readonly number[] | undefined,
  labels: Labels,
  needed: readonly boolean[] = BOTH,
): Figure {
  const problem = labels.missing(needed);
  if (problem !== null) return { value: null, interval: null, note: problem };
  const lone = labels.lone(needed);
  if (lone !== null) return { value: value ?? null, interval: null, note: lone };
  return { value: value ?? null, interval: middle(drawn ?? []) };
}

const NONE = 'there are none';
const BOTH = [true, false];

/** Where each measure stands in what `measurer` gives. */
const [AUC, FOUND_AT_1, FOUND_AT_5, ABSTAINED_POSITIVE, ABSTAINED_NEGATIVE] = [0, 1, 2, 3, 4] as const;
const foundPlace = (threshold: number) => 5 + 2 * threshold;
const flaggedPlace = (threshold: number) => 6 + 2 * threshold;
const RATES = [0.01, 0.05];

function hasAbstained({ probability }: Scored): boolean {
  return probability === null;
}

/** All measures of the rows under one draw's weights, NaN where a label is missing. */
function measurer(rows: readonly Scored[], thresholds: number): (weights?: Float64Array) => number[] {
  const ranking = new Ranking(rows);
  const share = (label: boolean, counts: (row: Scored) => boolean) => {
    const of = rows.flatMap(({ positive }, index) => (positive === label ? [index] : []));
    const counted = of.filter((index) => rows.slice(index, index + 1).some(counts));
    return (weights?: Float64Array) => sum(counted, weights) / sum(of, weights);
  };
  const shares = [
    ...BOTH.map((label) => share(label, hasAbstained)),
    ...Array.from({ length: thresholds }, (_, threshold) =>
      BOTH.map((label) => share(label, ({ passed }) => passed[threshold] === true)),
    ).flat(),
  ];
  return (weights) => {
    const { auc, foundAt } = ranking.measure(RATES, weights);
    return [auc, ...foundAt, ...shares.map((of) => of(weights))].map((value) => value ?? Number.NaN);
  };
}

function sum(indices: readonly number[], weights: Float64Array | undefined): number {
  return weights ? indices.reduce((total, index) => total + (weights[index] ?? 0), 0) : indices.length;
}

function* draw(
  rows: readonly Scored[],
  plan: DrawPlan,
  measure: (weights: Float64Array) => number[],
): Generator<number[]> {
  for (const weights of drawSources(rows, plan)) yield measure(weights);
}

function transpose(width: number, lines: Iterable<readonly number[]>): number[][] {
  const columns: number[][] = Array.from({ length: width }, () => []);
  for (const line of lines) {
    for (const [index, column] of columns.entries()) column.push(line[index] ?? Number.NaN);
  }
  return columns;
}

function shareOf(
  rows: readonly Scored[],
  counts: (row: Scored) => boolean,
  labels: Labels,
  label: boolean,
  drawn: readonly number[] = [],
): Share {
  const count = rows.filter(counts).length;
  const plain = plainShare(count, rows.length);
  const drawable = labels.sources(label) > 1 && count > 0 && count < rows.length;
  return drawable ? { ...plain, interval: middle(drawn) } : plain;
}

/** What there is of each label, and what cannot be measured because of it. */
interface Labels {
  readonly count: (label: boolean) => number;
  readonly sources: (label: boolean) => number;
  /** Why there is no figure, where a label that it needs is missing. */
  readonly missing: (needed?: readonly boolean[]) => string | null;
  /** Why there is no interval, where a label that it needs has one source. */
  readonly lone: (needed?: readonly boolean[]) => string | null;
}

function labelsOf(rows: readonly Scored[]): Labels {
  const count = (label: boolean) => rows.filter(({ positive }) => positive === label).length;
  const counts = new Map(BOTH.map((label) => [label, count(label)]));
  const sources = new Map(BOTH.map((label) => [label, countSources(rows, label)]));
  const name = (label: boolean) => (label ? 'positive' : 'genuine');
  const find = (needed: readonly boolean[], of: ReadonlyMap<boolean, number>, number: number) =>
    needed.filter((label) => of.get(label) === number).map(name);
  return {
    count: (label) => counts.get(label) ?? 0,
    sources: (label) => sources.get(label) ?? 0,
    missing(needed = BOTH) {
      const missing = find(needed, counts, 0);
      return missing.length === 0 ? null : `there are no ${missing.join(' and no ')} subjects`;
    },
    lone(needed = BOTH) {
      const lone = find(needed, sources, 1);
      return lone.length === 0 ? null : `no interval: the ${lone.join(' and the ')} subjects have one source`;
    },
  };
}
