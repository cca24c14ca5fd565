import type { Strength } from '../checks/estimate';
import type { Phrase } from '../words/phrase';

/** In the order of the design's table. None of them says "real". */
export const VERDICT_LEVELS = [
  'authentic-source',
  'declared-ai',
  'altered',
  'known',
  'impersonation',
  'risky',
  'likely-ai',
  'inconclusive',
  'no-evidence',
] as const;

export type VerdictLevel = (typeof VERDICT_LEVELS)[number];

/** The one answer, computed from all signals. */
export interface Verdict {
  readonly level: VerdictLevel;
  /** Of an estimate that decided. */
  readonly strength?: Strength;
  readonly probability?: number;
  /** The verdict in one plain sentence. */
  readonly sentence: Phrase;
  /** Its reason, in a second one. */
  readonly why: Phrase;
  /** Other levels that the signals also support, most important first. */
  readonly also: readonly { readonly level: VerdictLevel; readonly sentence: Phrase }[];
  /** Checks that could not run: a missing check is shown, never silent. */
  readonly missing: readonly string[];
}
