import type { AnswerSignal } from '../utils/records/answer';
import { glyphOf } from '../utils/records/report';
import { VERDICT_LEVELS, type VerdictLevel } from '../utils/verdict/verdict';
import { sayProbability } from '../utils/words/say';
import type { Answer, AnswerError } from './answer';

/** How lines are laid out: the same for all lines of one run, so that their columns meet. */
export interface Layout {
  /** Width of the column of paths, in characters. */
  readonly pathWidth: number;
  readonly colour: boolean;
  /** Adds a line a signal. */
  readonly verbose: boolean;
}

/** Longer paths push their own line to the right and no other. */
const WIDEST_PATH_COLUMN = 48;

export function layoutFor(paths: readonly string[], options: Omit<Layout, 'pathWidth'>): Layout {
  const longest = paths.reduce((width, path) => Math.max(width, printable(path).length), 0);
  return { ...options, pathWidth: Math.min(longest, WIDEST_PATH_COLUMN) };
}

/** One subject's line, and its signals under it where the layout is verbose. Ends with a line break. */
export function formatAnswer(answer: Answer, layout: Layout): string {
  const path = printable(answer.subject.path).padEnd(layout.pathWidth);
  const word = answer.verdict?.level ?? NOT_READ;
  const gap = ' '.repeat(LEVEL_WIDTH - word.length);
  const told = answer.verdict?.why ?? answer.errors[0]?.message ?? '';
  const lines = [`${path}  ${badge(word, layout)}${gap}  ${printable(told)}`];
  for (const notice of answer.subject.notices) lines.push(`    ! ${printable(notice)}`);
  if (layout.verbose) lines.push(...answer.signals.map(formatSignal));
  return `${lines.join('\n')}\n`;
}

/** One error as the standard error names it. */
export function formatError(error: AnswerError, path: string): string {
  const check = 'check' in error ? `${error.check}: ` : '';
  return `touchstone: ${printable(path)}: ${check}${printable(error.message)} (${error.code})\n`;
}

/** "3 checked, 1 declared-ai, 2 no-evidence, 0 errors in 0.8 s" */
export function formatSummary(answers: Tally, milliseconds: number): string {
  const levels = VERDICT_LEVELS.flatMap((level) => {
    const count = answers.levels.get(level);
    return count === undefined ? [] : [`${count} ${level}`];
  });
  const errors = `${answers.errors} ${answers.errors === 1 ? 'error' : 'errors'}`;
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${[`${answers.checked} checked`, ...levels, errors].join(', ')} in ${seconds} s\n`;
}

/** Whether colours are wanted there (no-color.org). */
export function wantsColour({ isTTY }: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  return Boolean(isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
}

/** What was answered so far. */
export class Tally {
  checked = 0;
  errors = 0;
  readonly levels = new Map<VerdictLevel, number>();

  add({ verdict, errors }: Answer): void {
    this.errors += errors.length;
    if (!verdict) return;
    this.checked += 1;
    this.levels.set(verdict.level, (this.levels.get(verdict.level) ?? 0) + 1);
  }
}

/**
 * Text that cannot command the terminal or turn the line around: paths and metadata are written by others. Control
 * characters and bidirectional controls are shown as their code.
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const NOT_READ = 'not-read';
const LEVEL_WIDTH = 'authentic-source'.length;

/** SGR colours. Facts are filled (7: inverse), estimates and the rest are not. */
const BADGES: Readonly<Record<VerdictLevel | typeof NOT_READ, string>> = {
  'authentic-source': '7;32',
  'declared-ai': '7;35',
  altered: '7;31',
  known: '7;34',
  impersonation: '7;31',
  risky: '7;33',
  'likely-ai': '35',
  inconclusive: '90',
  'no-evidence': '90',
  'not-read': '31',
};

function badge(word: VerdictLevel | typeof NOT_READ, { colour }: Layout): string {
  return colour ? `\u001b[${BADGES[word]}m${word}\u001b[0m` : word;
}

function formatSignal({ check, summary, ms, ...signal }: AnswerSignal): string {
  const probability = signal.probability === undefined ? '' : `${sayProbability(signal.probability, 'en')}  `;
  return `    ${glyphOf(signal)} ${check.padEnd(15)} ${probability}${printable(summary)} (${ms} ms)`;
}
