import type { Signal } from '../utils/checks/signal';
import {
  type AnswerSignal,
  type AnswerVerdict,
  answerSignal,
  answerVerdict,
  inEnglish,
} from '../utils/records/answer';
import type { SubjectKind } from '../utils/subject/subject';
import { decide } from '../utils/verdict/decide';
import type { GivenKind, Outcome } from './outcome';

/** One line of `--json`: a contract with whoever reads it. Fields are added to it, never renamed or removed. */
export interface Answer {
  readonly subject: {
    readonly path: string;
    readonly kind: SubjectKind | GivenKind;
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

/** A subject that could not be read names its path, a check that could not run its name. */
export type AnswerError =
  | { readonly path: string; readonly code: string; readonly message: string }
  | { readonly check: string; readonly code: string; readonly message: string };

/** Puts an outcome into the words and the shape of the contract. */
export function answerOf({ path, asked, subject, sha256, signals, notices, failure }: Outcome): Answer {
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

function answerError({ check, reason, summary }: Signal): AnswerError {
  return { check, code: reason ?? 'crashed', message: inEnglish(summary) };
}
