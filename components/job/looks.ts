import type { Basis, Finding } from '../../utils/checks/signal';
import type { VerdictLevel } from '../../utils/verdict/verdict';
import type { SignLook } from './sign';

/** The colours of `styles.css` that a level can have. */
export type Tone = 'signed' | 'ai' | 'altered' | 'known' | 'risky' | 'neutral';

export interface Look extends SignLook {
  readonly tone: Tone;
}

/** Shape, glyph and colour of every level. Colour is never the only sign. */
export const LEVEL_LOOKS: Readonly<Record<VerdictLevel, Look>> = {
  'authentic-source': { shape: 'circle', glyph: 'check', filled: true, tone: 'signed' },
  'declared-ai': { shape: 'square', glyph: 'ai', filled: true, tone: 'ai' },
  altered: { shape: 'octagon', glyph: 'exclamation', filled: true, tone: 'altered' },
  known: { shape: 'copies', glyph: 'none', filled: true, tone: 'known' },
  impersonation: { shape: 'triangle', glyph: 'exclamation', filled: true, tone: 'altered' },
  risky: { shape: 'triangle', glyph: 'exclamation', filled: true, tone: 'risky' },
  'likely-ai': { shape: 'square', glyph: 'ai', filled: false, tone: 'ai' },
  inconclusive: { shape: 'circle', glyph: 'question', filled: false, tone: 'neutral' },
  'no-evidence': { shape: 'dash', glyph: 'none', filled: false, tone: 'neutral' },
};

/** The sign of a row. Estimates have the same shapes as facts, outlined. */
export function lookOfFinding(finding: Finding, basis: Basis): Look {
  const look = FINDING_LOOKS[finding];
  return { ...look, filled: look.filled && basis === 'declared' };
}

const FINDING_LOOKS: Readonly<Record<Finding, Look>> = {
  'signed-trusted': LEVEL_LOOKS['authentic-source'],
  'signed-unknown': { shape: 'circle', glyph: 'question', filled: true, tone: 'neutral' },
  altered: LEVEL_LOOKS.altered,
  'ai-generated': LEVEL_LOOKS['declared-ai'],
  'ai-edited': LEVEL_LOOKS['declared-ai'],
  'known-copy': LEVEL_LOOKS.known,
  'origin-stated': { shape: 'circle', glyph: 'information', filled: true, tone: 'neutral' },
  none: { shape: 'dash', glyph: 'none', filled: false, tone: 'neutral' },
  'not-applicable': { shape: 'dash', glyph: 'none', filled: false, tone: 'neutral' },
  'check-failed': { shape: 'cross', glyph: 'none', filled: false, tone: 'neutral' },
};
