import { failedSignal, timedOutSignal } from '../checks/run';
import type { Signal } from '../checks/signal';
import { GrantableError } from '../subject/ladder';
import { SubjectError } from '../subject/subject-error';
import { type Phrase, phrase } from '../words/phrase';
import type { Failure } from './job';
import { LaneError } from './lane';

/** The row of a check that does not look at this kind of subject. */
export function notForKind(check: string): Signal {
  return {
    check,
    finding: 'not-applicable',
    basis: 'declared',
    summary: phrase('check.notForKind'),
    reason: 'kind',
    ms: 0,
    evidence: {},
  };
}

/** The row of a check whose worker answered with a failure. */
export function failureSignal(check: string, answer: object): Signal {
  const { failure } = answer as { failure?: { code: string; said: Phrase; detail?: string } };
  if (!failure) return failedSignal(check, 'crashed', phrase('check.crashed'));
  return failedSignal(check, failure.code, failure.said, failure.detail);
}

/** The row of a check whose worker gave no answer. */
export function laneSignal(check: string, error: unknown, timeoutMs: number): Signal {
  if (error instanceof LaneError && error.reason === 'timeout') return timedOutSignal(check, timeoutMs);
  if (error instanceof LaneError && error.reason === 'cancelled') {
    return failedSignal(check, 'cancelled', phrase('check.cancelled'));
  }
  return failedSignal(
    check,
    'crashed',
    phrase('check.crashed'),
    error instanceof Error ? error.message : String(error),
  );
}

/** Why a job ended without a subject. */
export function failureOf(error: unknown, loadTimeoutMs: number): Failure {
  if (error instanceof SubjectError) {
    return {
      code: error.code,
      said: error.said,
      ...(error.detail !== undefined && { detail: error.detail }),
      ...(error instanceof GrantableError && { grant: error.grant }),
    };
  }
  if (error instanceof LaneError && error.reason === 'timeout') {
    return {
      code: 'timeout',
      said: phrase('subject.loadTimeout', undefined, loadTimeoutMs / 1000),
      detail: error.message,
    };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'unreadable', said: phrase('subject.unreadable'), detail };
}

/** Errors of the stores carry what to tell the user. */
export function saidBy(error: unknown): Phrase | undefined {
  return typeof error === 'object' && error !== null && 'said' in error ? (error.said as Phrase) : undefined;
}
