import type { Basis, Finding } from '../checks/signal';
import type { VerdictLevel } from './verdict';

/**
 * One shape, one glyph, one colour: the same in the panel, in the lists and in the report. Colour is never the
 * only sign, and facts are filled where estimates are outlined.
 */
export interface Sign {
  readonly shape: Shape;
  readonly glyph: Glyph | null;
  readonly filled: boolean;
  readonly tone: Tone;
}

export type Shape = 'circle' | 'square' | 'octagon' | 'triangle' | 'copies' | 'dash' | 'cross';
export type Glyph = 'check' | 'AI' | '!' | '?' | 'i';

/** Named for what it says; each style sheet has a light and a dark colour for it. */
export type Tone = 'signed' | 'ai' | 'altered' | 'known' | 'risky' | 'neutral';

/** The sign of a verdict. */
export const LEVEL_SIGNS: Readonly<Record<VerdictLevel, Sign>> = {
  'authentic-source': { shape: 'circle', glyph: 'check', filled: true, tone: 'signed' },
  'declared-ai': { shape: 'square', glyph: 'AI', filled: true, tone: 'ai' },
  altered: { shape: 'octagon', glyph: '!', filled: true, tone: 'altered' },
  known: { shape: 'copies', glyph: null, filled: true, tone: 'known' },
  impersonation: { shape: 'triangle', glyph: '!', filled: true, tone: 'altered' },
  risky: { shape: 'triangle', glyph: '!', filled: true, tone: 'risky' },
  'likely-ai': { shape: 'square', glyph: 'AI', filled: false, tone: 'ai' },
  inconclusive: { shape: 'circle', glyph: '?', filled: false, tone: 'neutral' },
  'no-evidence': { shape: 'dash', glyph: null, filled: false, tone: 'neutral' },
};

/** The sign of what a check found. */
export function signOfFinding(finding: Finding, basis: Basis): Sign {
  const sign = FINDING_SIGNS[finding];
  return { ...sign, filled: sign.filled && basis === 'declared' };
}

const FINDING_SIGNS: Readonly<Record<Finding, Sign>> = {
  'signed-trusted': LEVEL_SIGNS['authentic-source'],
  'signed-unknown': { shape: 'circle', glyph: '?', filled: true, tone: 'neutral' },
  altered: LEVEL_SIGNS.altered,
  'ai-generated': LEVEL_SIGNS['declared-ai'],
  'ai-edited': LEVEL_SIGNS['declared-ai'],
  'face-manipulated': LEVEL_SIGNS['declared-ai'],
  'known-copy': LEVEL_SIGNS.known,
  'hidden-text': LEVEL_SIGNS.risky,
  uncertain: LEVEL_SIGNS.inconclusive,
  'origin-stated': { shape: 'circle', glyph: 'i', filled: true, tone: 'neutral' },
  none: LEVEL_SIGNS['no-evidence'],
  'no-face': LEVEL_SIGNS['no-evidence'],
  'not-applicable': LEVEL_SIGNS['no-evidence'],
  'check-failed': { shape: 'cross', glyph: null, filled: false, tone: 'neutral' },
};
