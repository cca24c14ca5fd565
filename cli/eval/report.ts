import type { AskedKind } from '../../utils/subject/subject';
import { VERDICT_LEVELS, type VerdictLevel } from '../../utils/verdict/verdict';
import { type AnsweredRow, isAnswered, scoredOf } from './answered';
import { groupBy } from './group-by';
import type { JudgedRow } from './judge-subjects';
import { type ModelFacts, THRESHOLD_NAMES } from './model-facts';
import { type PeerReport, peerReport } from './peers';
import { PERTURBATION_NOTES, type Perturbation } from './perturbations';
import type { ScoresFile } from './scores-file';
import { type Calibration, calibrationOf, histogramOf } from './statistics/calibration';
import {
  type Difference,
  differenceOf,
  type Figure,
  type Figures,
  figuresOf,
  plainShare,
  type Share,
} from './statistics/figures';
import type { DrawPlan } from './statistics/interval';
import { Ranking, type RocPoint } from './statistics/ranking';
import type { Question, RefusedLine } from './subject-index';

/** Everything that was found out, before anything is counted. */
export interface Evaluation {
  readonly question: Question;
  readonly folder: string;
  /** Name of the file of the index. */
  readonly index: string;
  readonly split: string | null;
  readonly model: ModelFacts | null;
  readonly rows: readonly JudgedRow[];
  /** The first rows of the fair order, after each perturbation. */
  readonly perturbed: ReadonlyMap<Perturbation, readonly JudgedRow[]>;
  readonly peers: readonly ScoresFile[];
  readonly refused: readonly RefusedLine[];
  /** Usable rows of the index, before a limit. */
  readonly available: number;
}

/** `eval --json`: a contract with whoever reads it. Fields are added to it, never renamed or removed. README.md describes it. */
export interface EvalReport {
  readonly format: 'touchstone-eval';
  readonly version: 1;
  readonly kind: AskedKind;
  readonly check: string;
  readonly folder: string;
  readonly index: string;
  readonly split: string | null;
  readonly model: ModelFacts | null;
  readonly labels: { readonly positive: string; readonly negative: string };
  readonly method: DrawPlan & { readonly confidence: number; readonly abstained: string };
  readonly available: number;
  readonly all: Figures;
  /** Among the subjects with a probability. */
  readonly judged: { readonly positives: number; readonly negatives: number; readonly auc: Figure };
  /** How many of each label would be told what, if nothing else were known. */
  readonly answers: readonly {
    readonly level: VerdictLevel;
    readonly positives: Share;
    readonly negatives: Share;
  }[];
  readonly calibration: Calibration;
  readonly roc: readonly RocPoint[];
  readonly histogram: readonly { readonly positives: number; readonly negatives: number }[];
  readonly kinds: readonly Group[];
  readonly sizes: readonly Group[];
  readonly generators: readonly Origin[];
  readonly genuineSources: readonly Origin[];
  /** Of genuine texts, by their domain. */
  readonly genuineKinds: readonly Origin[];
  readonly perturbations: readonly PerturbationReport[];
  readonly peers: readonly PeerReport[];
  readonly worst: { readonly falsePositives: readonly Worst[]; readonly falseNegatives: readonly Worst[] };
  readonly leftOut: {
    readonly lines: readonly RefusedLine[];
    readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  };
  /** Why subjects have no probability. They take part in all figures but those of calibration. */
  readonly abstentions: readonly {
    readonly reason: string;
    readonly positives: number;
    readonly negatives: number;
  }[];
}

export interface Group {
  readonly name: string;
  readonly figures: Figures;
}

/** Where subjects of one label come from: a generator, or a source of genuine ones. */
export interface Origin {
  readonly name: string;
  readonly subjects: number;
  readonly sources: number;
  readonly abstained: number;
  /** Above each of the model's thresholds, the strictest first. */
  readonly passed: readonly Share[];
}

interface PerturbationReport {
  readonly name: Perturbation;
  readonly note: string;
  /** The same subjects as they are, and after it. */
  readonly before: Figures;
  readonly after: Figures;
  /** After less before. */
  readonly change: Difference;
}

/** A subject whose probability lies far on the wrong side. */
export interface Worst {
  readonly path: string;
  readonly source: string;
  readonly generator: string;
  readonly kind: string;
  readonly probability: number;
  /** The beginning of a text. */
  readonly excerpt?: string;
}

/** Counts everything. Pure: the same evaluation and plan give the same report. */
export function makeReport(evaluation: Evaluation, plan: DrawPlan): EvalReport {
  const { question, folder, index, split, model, refused, available } = evaluation;
  const answered = evaluation.rows.filter(isAnswered);
  const scored = answered.map(scoredOf);
  const judged = scored.filter(({ probability }) => probability !== null);
  const groups = (nameOf: (row: AnsweredRow) => string) => groupsBy(answered, nameOf, plan);
  return {
    ...{ format: 'touchstone-eval', version: 1, kind: question.kind, check: question.check },
    ...{ folder, index, split, model, available },
    labels: { positive: question.label, negative: question.genuine },
    method: { ...plan, confidence: 0.95, abstained: 'counted as the lowest score' },
    all: figuresOf(scored, THRESHOLD_NAMES, plan),
    judged: {
      positives: judged.filter(({ positive }) => positive).length,
      negatives: judged.filter(({ positive }) => !positive).length,
      auc: figuresOf(judged, [], plan).auc,
    },
    answers: answersOf(answered),
    calibration: calibrationOf(scored, plan),
    roc: new Ranking(scored).roc(),
    histogram: histogramOf(scored, HISTOGRAM_BINS),
    kinds: kindsOf(answered, plan),
    sizes: groups(sizeOf).sort((one, other) => SIZES.indexOf(one.name) - SIZES.indexOf(other.name)),
    generators: originsOf(answered, true, ({ row }) => row.generator || NO_GENERATOR),
    genuineSources: originsOf(answered, false, ({ row }) => row.source),
    genuineKinds:
      question.kind === 'text' ? originsOf(answered, false, ({ row }) => row.kind || NO_KIND) : [],
    perturbations: [...evaluation.perturbed].map(([name, rows]) =>
      perturbationReport(name, rows, answered, plan),
    ),
    peers: evaluation.peers.map((peer) => peerReport(peer, answered, plan)),
    worst: { falsePositives: worstOf(answered, false), falseNegatives: worstOf(answered, true) },
    leftOut: {
      lines: refused,
      failed: evaluation.rows.flatMap(({ row: { path }, judgement }) =>
        judgement.state === 'failed' ? [{ path, code: judgement.code, message: judgement.message }] : [],
      ),
    },
    abstentions: abstentionsOf(answered),
  };
}

const HISTOGRAM_BINS = 20;

/** UTF-16 units. */
const EXCERPT = 300;

/** How many are shown on each side. */
const MOST_WORST = 12;

function answersOf(rows: readonly AnsweredRow[]): EvalReport['answers'] {
  const share = (level: VerdictLevel, label: boolean) => {
    const of = rows.filter(({ row }) => row.positive === label);
    return plainShare(of.filter(({ judgement }) => judgement.level === level).length, of.length);
  };
  return VERDICT_LEVELS.filter((level) => rows.some(({ judgement }) => judgement.level === level)).map(
    (level) => ({ level, positives: share(level, true), negatives: share(level, false) }),
  );
}

/** The stated kinds by their names, and before them what states any, beside what states none. */
function kindsOf(rows: readonly AnsweredRow[], plan: DrawPlan): readonly Group[] {
  const stated = rows.filter(({ row }) => row.kind !== '');
  if (stated.length === 0) return [];
  const parts = groupsBy(rows, ({ row }) => (row.kind === '' ? NO_KIND : ANY_KIND), plan);
  const kinds = groupsBy(stated, ({ row }) => row.kind, plan);
  return [...parts, ...kinds];
}

const ANY_KIND = 'any stated kind';
const NO_KIND = 'no kind stated';

function groupsBy(
  rows: readonly AnsweredRow[],
  nameOf: (row: AnsweredRow) => string,
  plan: DrawPlan,
): Group[] {
  return groupBy(rows, nameOf).map(([name, group]) => ({
    name,
    figures: figuresOf(group.map(scoredOf), THRESHOLD_NAMES, plan),
  }));
}

/** Texts by their words, pictures by the shorter side as the file has it, in pixels. */
const SIZES: readonly string[] = [
  'under 60 words',
  '60 to 119 words',
  '120 to 239 words',
  '240 words and more',
  'under 128 px',
  '128 to 255 px',
  '256 to 511 px',
  '512 to 1,023 px',
  '1,024 px and more',
  'size unknown',
];
const WORD_LIMITS = [60, 120, 240];
const SIZE_LIMITS = [128, 256, 512, 1024];

function sizeOf({ judgement: { dimensions }, words }: AnsweredRow): string {
  if (words !== null) return SIZES[WORD_LIMITS.filter((limit) => words >= limit).length] ?? '';
  if (!dimensions) return SIZES.at(-1) ?? '';
  const shorter = Math.min(dimensions.width, dimensions.height);
  return SIZES[WORD_LIMITS.length + 1 + SIZE_LIMITS.filter((limit) => shorter >= limit).length] ?? '';
}

function originsOf(
  rows: readonly AnsweredRow[],
  label: boolean,
  nameOf: (row: AnsweredRow) => string,
): readonly Origin[] {
  const ofLabel = rows.filter(({ row }) => row.positive === label);
  return groupBy(ofLabel, nameOf).map(([name, group]) => {
    const scored = group.map(scoredOf);
    return {
      ...{ name, subjects: group.length, sources: new Set(group.map(({ row }) => row.source)).size },
      abstained: scored.filter(({ probability }) => probability === null).length,
      passed: THRESHOLD_NAMES.map((_, threshold) =>
        plainShare(scored.filter(({ passed }) => passed[threshold]).length, scored.length),
      ),
    };
  });
}

const NO_GENERATOR = '(no generator named)';

function perturbationReport(
  name: Perturbation,
  rows: readonly JudgedRow[],
  clean: readonly AnsweredRow[],
  plan: DrawPlan,
): PerturbationReport {
  const asTheyAre = new Map(clean.map((row) => [row.row.path, row]));
  const pairs = rows.filter(isAnswered).flatMap((after) => {
    const before = asTheyAre.get(after.row.path);
    return before ? [[scoredOf(before), scoredOf(after)] as const] : [];
  });
  const [before, after] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  return {
    ...{ name, note: PERTURBATION_NOTES[name] },
    before: figuresOf(before, THRESHOLD_NAMES, plan),
    after: figuresOf(after, THRESHOLD_NAMES, plan),
    change: differenceOf(after, before, THRESHOLD_NAMES.length, plan),
  };
}

/** Genuine subjects with the highest probabilities, or positive ones with the lowest. */
function worstOf(rows: readonly AnsweredRow[], label: boolean): readonly Worst[] {
  return rows
    .flatMap(({ row: { path, text, source, generator, kind, positive }, judgement }) =>
      positive === label && judgement.state === 'judged'
        ? [
            {
              ...{ path, source, generator, kind, probability: judgement.probability },
              ...(text !== undefined && { excerpt: text.slice(0, EXCERPT).toWellFormed() }),
            },
          ]
        : [],
    )
    .sort((one, other) => (label ? 1 : -1) * (one.probability - other.probability))
    .slice(0, MOST_WORST);
}

function abstentionsOf(rows: readonly AnsweredRow[]): EvalReport['abstentions'] {
  const silent = rows.flatMap(({ row, judgement }) =>
    judgement.state === 'abstained' ? [{ reason: judgement.reason, positive: row.positive }] : [],
  );
  return groupBy(silent, ({ reason }) => reason).map(([reason, group]) => ({
    reason,
    positives: group.filter(({ positive }) => positive).length,
    negatives: group.filter(({ positive }) => !positive).length,
  }));
}
