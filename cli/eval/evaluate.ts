import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { CHECKS } from '../../utils/checks/registry';
import type { AskedKind } from '../../utils/subject/subject';
import type { ExitCode, Shell } from '../check-command';
import type { CheckTask } from '../check-pool';
import { MODELS, openModels, openPool } from '../engine';
import { printable } from '../lines';
import type { Outcome } from '../outcome';
import { ProgressBar } from '../progress-bar';
import { UsageError } from '../usage-error';
import { withEvaluationFolder } from './evaluation-folder';
import { fairOrder } from './fair-order';
import { type JudgedRow, judgeSubjects } from './judge-subjects';
import { FORGETFUL, type KeptScores, keepScores } from './kept-scores';
import { type ModelFacts, modelFacts } from './model-facts';
import { reportPage } from './page/report-page';
import { thumbnailsFor } from './page/thumbnails';
import type { Perturbation } from './perturbations';
import { type EvalReport, type Evaluation, makeReport } from './report';
import { reportText } from './report-text';
import { readScores } from './scores-file';
import { DEFAULT_PLAN, type DrawPlan } from './statistics/interval';
import { type IndexPlace, type IndexRow, type Question, readIndex } from './subject-index';

export interface EvalOptions {
  readonly split: string | undefined;
  readonly check: string | undefined;
  readonly json: boolean;
  /** File that gets the report as a page. */
  readonly html: string | undefined;
  /** Folders or files with the scores of others. */
  readonly scores: readonly string[];
  readonly perturb: readonly Perturbation[];
  /** The most pictures that are perturbed. */
  readonly perturbLimit: number;
  /** The most subjects, in the fair order. */
  readonly limit: number | undefined;
  /** Measures the first look in the place of the thorough one. */
  readonly quick: boolean;
  /** Of the bootstrap; undefined: as many as intervals are quoted with. */
  readonly draws: number | undefined;
  readonly jobs: number | undefined;
  /** Folder that keeps the scores, and from which a stopped run goes on. */
  readonly save: string | undefined;
}

/** What an evaluation asks of the engine; tests bring their own. */
export interface EvalEngine {
  readonly check: (task: CheckTask) => Promise<Outcome>;
  readonly model: ModelFacts | null;
  readonly stop: () => Promise<void>;
}

/**
 * Evaluates a check on labelled pictures or texts, or on a zip of corrections, writes the report, and names what was left
 * out. Throws UsageError.
 */
export async function evaluate(
  kind: AskedKind,
  path: string,
  options: EvalOptions,
  shell: Shell,
  openEngine: OpenEngine = (question) => startEngine(question, options, shell),
): Promise<ExitCode> {
  return withEvaluationFolder(path, (place) => evaluateAt({ kind, path, place }, options, shell, openEngine));
}

type OpenEngine = (question: Question) => Promise<EvalEngine>;

interface Asked {
  readonly kind: AskedKind;
  /** As it was asked for. */
  readonly path: string;
  readonly place: IndexPlace;
}

async function evaluateAt(
  { kind, path, place }: Asked,
  options: EvalOptions,
  shell: Shell,
  openEngine: OpenEngine,
): Promise<ExitCode> {
  const { folder, file } = place;
  const index = await readIndex(place, questionsOf(kind), options.check);
  const { rows, split, available } = choose(index.rows, options);
  const peers = (await Promise.all(options.scores.map(readScores))).flat();
  const engine = await openEngine(index.question);
  try {
    const views = await judgeViews(kind, folder, rows, options, engine, shell);
    const { question, refused } = index;
    const { model } = engine;
    const evaluation = {
      question,
      folder: path,
      index: basename(file),
      split,
      model,
      peers,
      refused,
      available,
      ...views,
    };
    const report = makeReport(evaluation, planFor(options));
    if (options.html !== undefined) await writePage(options.html, report, folder);
    shell.stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
    return nameLeftOut(report, shell);
  } finally {
    await engine.stop();
  }
}

/** Which labels ask which check. */
const ALL_QUESTIONS: readonly Question[] = [
  {
    ...{ kind: 'image', check: 'ai-image', label: 'ai', genuine: 'real' },
    firstLook: 'ai-image-first-look',
  },
  { kind: 'image', check: 'deepfake-face', label: 'manipulated', genuine: 'real' },
  { kind: 'text', check: 'ai-text', label: 'ai', genuine: 'human', otherwise: 'ai-text-ngrams' },
];

function questionsOf(kind: AskedKind): readonly Question[] {
  return ALL_QUESTIONS.filter((one) => one.kind === kind && CHECKS.some(({ id }) => id === one.check));
}

function planFor({ draws = DEFAULT_PLAN.draws }: EvalOptions): DrawPlan {
  return { ...DEFAULT_PLAN, draws };
}

/** The rows of the split, `dev` where none is named and there is one, and of them the first in the fair order. */
function choose(
  all: readonly IndexRow[],
  { split, limit }: EvalOptions,
): { readonly rows: readonly IndexRow[]; readonly split: string | null; readonly available: number } {
  const splits = [...new Set(all.map((row) => row.split))];
  const chosen = split ?? (splits.includes('dev') ? 'dev' : 'all');
  if (chosen !== 'all' && !splits.includes(chosen)) {
    const known = splits.filter(Boolean).map(printable).join(', ');
    throw new UsageError(`--split ${printable(chosen)}: the index has ${known || 'no splits'}.`);
  }
  const rows = chosen === 'all' ? all : all.filter((row) => row.split === chosen);
  const most = limit ?? rows.length;
  return {
    rows: most < rows.length ? fairOrder(rows).slice(0, most) : rows,
    split: chosen === 'all' ? null : chosen,
    available: rows.length,
  };
}

async function startEngine(
  { check, firstLook, otherwise }: Question,
  { jobs, quick }: EvalOptions,
  { env }: Shell,
): Promise<EvalEngine> {
  if (quick && firstLook === undefined) throw new UsageError(`--quick: ${check} has no first look.`);
  const models = openModels(env);
  const pool = openPool(models, { jobs, quick, only: [check] });
  return {
    model:
      (await modelFacts(MODELS, quick ? (firstLook ?? check) : check)) ??
      (otherwise === undefined ? null : await modelFacts(MODELS, otherwise)),
    check: (task) => pool.check(task),
    stop: async () => {
      await Promise.all([pool.stop(), models.stop()]);
    },
  };
}

/** The subjects as they are, then after each perturbation. */
async function judgeViews(
  kind: AskedKind,
  folder: string,
  rows: readonly IndexRow[],
  { perturb, perturbLimit, save }: EvalOptions,
  engine: EvalEngine,
  { stderr }: Shell,
): Promise<Pick<Evaluation, 'rows' | 'perturbed'>> {
  const fewer = perturb.length === 0 ? [] : fairOrder(rows).slice(0, perturbLimit);
  const progress = new ProgressBar(stderr, rows.length + perturb.length * fewer.length);
  progress.draw();
  const judge = async (some: readonly IndexRow[], perturbation: Perturbation | null) => {
    const kept = await openKept(save, engine.model, perturbation);
    try {
      const { check } = engine;
      const onJudged = () => progress.advance();
      return await judgeSubjects(some, { kind, folder, check, kept, perturbation, onJudged });
    } finally {
      await kept.close();
    }
  };
  const judged = await judge(rows, null);
  const perturbed = new Map<Perturbation, readonly JudgedRow[]>();
  for (const name of perturb) perturbed.set(name, await judge(fewer, name));
  progress.clear();
  return { rows: judged, perturbed };
}

async function openKept(
  folder: string | undefined,
  model: ModelFacts | null,
  view: Perturbation | null,
): Promise<KeptScores> {
  return folder === undefined || model === null ? FORGETFUL : keepScores(folder, model, view);
}

async function writePage(file: string, report: EvalReport, folder: string): Promise<void> {
  const thumbnails = report.kind === 'image' ? await thumbnailsFor(report.worst, folder) : new Map();
  const page = reportPage(report, thumbnails);
  await writeFile(file, page).catch((error: Error) => {
    throw new UsageError(`--html ${printable(file)}: ${error.message}`);
  });
}

/** Every line and picture that takes no part, on the standard error. */
function nameLeftOut({ index, leftOut, all, peers }: EvalReport, { stderr }: Shell): ExitCode {
  const say = (text: string) => stderr.write(`touchstone: ${printable(text)}\n`);
  for (const { line, reason } of leftOut.lines) say(`${index}, line ${line}: ${reason}`);
  for (const { path, code, message } of leftOut.failed) say(`${path}: ${message} (${code})`);
  for (const { name, refusedLines } of peers) {
    if (refusedLines.length > 0) say(`scores of ${name}: line ${refusedLines.join(', ')} could not be used`);
  }
  const nothing = all.positives + all.negatives === 0;
  const left = leftOut.lines.length + leftOut.failed.length;
  return nothing || left > 0 || peers.some(({ refusedLines }) => refusedLines.length > 0) ? 1 : 0;
}
