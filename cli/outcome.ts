import type { Signal } from '../utils/checks/signal';
import type { Failure, SubjectSummary } from '../utils/jobs/job';
import type { AskedKind } from '../utils/subject/subject';
import type { Phrase } from '../utils/words/phrase';

/** What an input was given as. Messages are named, though no check of this version reads them. */
export type GivenKind = AskedKind | 'message';

/** Everything that is known of one input after its checks: the JSON line, the text line and the report are made of it. */
export interface Outcome {
  /** As shown to the user: the path, `-` for the standard input, or `FILE:LINE`. */
  readonly path: string;
  readonly asked: GivenKind;
  /** What was loaded; null where it could not be. */
  readonly subject: SubjectSummary | null;
  /** Also known for bytes that were read and then refused. */
  readonly sha256: string | null;
  readonly signals: readonly Signal[];
  /** What the user should know beside the verdict. */
  readonly notices: readonly Phrase[];
  /** Why there is no subject. */
  readonly failure: Failure | null;
}
