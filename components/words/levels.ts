import type { VerdictLevel } from '../../utils/verdict/verdict';
import type { WordKey } from '../../utils/words/phrase';

/** Short names of the levels, for lists and filters; the sentence is the verdict's own. */
export const LEVEL_NAMES = {
  'authentic-source': 'verdict.level.authenticSource',
  'declared-ai': 'verdict.level.declaredAi',
  altered: 'verdict.level.altered',
  known: 'verdict.level.known',
  impersonation: 'verdict.level.impersonation',
  risky: 'verdict.level.risky',
  'likely-ai': 'verdict.level.likelyAi',
  inconclusive: 'verdict.level.inconclusive',
  'no-evidence': 'verdict.level.noEvidence',
} as const satisfies Record<VerdictLevel, WordKey>;
