import type { Failure } from '../utils/jobs/job';
import type { AskedKind } from '../utils/subject/subject';
import type { GivenKind } from './outcome';
import type { Source } from './protocol';

/** One line of the answer: something to check, or the reason why there is nothing to check. */
export type Input =
  | { readonly name: string; readonly asked: AskedKind; readonly source: Source }
  | { readonly name: string; readonly asked: GivenKind; readonly failure: Failure };
