import type { Basis, Finding, Signal } from '../utils/checks/signal';
import type { SubjectKind } from '../utils/subject/subject';
import { decide } from '../utils/verdict/decide';
import type { Strength, Verdict, VerdictLevel } from '../utils/verdict/verdict';
import { englishLanguage } from '../utils/words/english';
import type { Phrase } from '../utils/words/phrase';
import { say } from '../utils/words/say';
import type { AskedKind, Outcome } from './outcome';

/** One line of `--json`: a contract with whoever reads it. Fields are added to it, never renamed or removed. */
export interface Answer {
  readonly subject: {
    readonly path: string;
    readonly kind: SubjectKind | AskedKind;
    readonly sha256: string | null;
    /** Read from the bytes; null where nothing was loaded. */
    readonly mediaType: string | null;
    /** What the user should know beside the verdict, such as a name that promises another type. */
    readonly notices: readonly string[];
  };
  /** Null where nothing was loaded. */
  readonly verdict: AnswerVerdict | null;
  readonly signals: readonly AnswerSignal[];
  readonly errors: readonly AnswerError[];
}

export interface AnswerVerdict {
  readonly level: VerdictLevel;
  readonly strength?: Strength;
  readonly probability?: number;
  readonly sentence: string;
  /** The sentence and its reason. */
  readonly why: string;
  readonly also: readonly { readonly level: VerdictLevel; readonly sentence: string }[];
  readonly missing: readonly string[];
}

export interface AnswerSignal {
  readonly check: string;
  readonly finding: Finding;
  readonly basis: Basis;
  readonly probability?: number;
  readonly model?: NonNullable<Signal['model']>;
  readonly ms: number;
  readonly summary: string;
  readonly reason?: string;
  readonly evidence: object;
}

/** A subject that could not be read names its path, a check that could not run its name. */
export type AnswerError =
  | { readonly path: string; readonly code: string; readonly message: string }
  | { readonly check: string; readonly code: string; readonly message: string };

/** Puts an outcome into the words and the shape of the contract. */
export function answerOf(outcome: Outcome): Answer {
  const { path, asked, subject, sha256, signals, notices, failure } = outcome;
  return {
    subject: {
      path,
      kind: subject?.kind ?? asked,
      sha256,
      mediaType: subject?.mediaType ?? null,
      notices: notices.map(inEnglish),
    },
    verdict: failure || !subject ? null : answerVerdict(decide(signals)),
    signals: signals.map(answerSignal),
    errors: [
      ...(failure ? [{ path, code: failure.code, message: inEnglish(failure.said) }] : []),
      ...signals.filter(({ finding }) => finding === 'check-failed').map(answerError),
    ],
  };
}

function answerVerdict({ sentence, why, also, missing, ...estimate }: Verdict): AnswerVerdict {
  return {
    ...estimate,
    sentence: inEnglish(sentence),
    why: `${inEnglish(sentence)}${/[.!?]$/.test(inEnglish(sentence)) ? '' : '.'} ${inEnglish(why)}`,
    also: also.map((other) => ({ level: other.level, sentence: inEnglish(other.sentence) })),
    missing,
  };
}

function answerSignal({ summary, detail: _, ...signal }: Signal): AnswerSignal {
  return { ...signal, summary: inEnglish(summary) };
}

function answerError({ check, reason, summary }: Signal): AnswerError {
  return { check, code: reason ?? 'crashed', message: inEnglish(summary) };
}

function inEnglish(phrase: Phrase): string {
  return say(phrase, englishLanguage);
}
