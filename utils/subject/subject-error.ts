import type { Phrase } from '../words/phrase';

/** Why something could not be loaded or decoded. The code is stable: logs, JSON output and tests use it. */
export type SubjectErrorCode =
  | 'empty'
  | 'too-large'
  | 'too-many-pixels'
  | 'not-supported'
  | 'cannot-decode'
  | 'not-found'
  | 'refused'
  | 'blocked'
  | 'redirected'
  | 'unreachable'
  | 'timeout'
  | 'page-gone'
  | 'unreadable';

/** A subject that cannot be loaded or decoded: what happened in words, and the technical detail apart. */
export class SubjectError extends Error {
  override readonly name = 'SubjectError';

  constructor(
    readonly code: SubjectErrorCode,
    readonly said: Phrase,
    readonly detail?: string,
  ) {
    super(detail ?? code);
  }
}
