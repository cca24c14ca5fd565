import type { Signal } from '../checks/signal';
import { type Phrase, phrase } from '../words/phrase';
import type { VerdictLevel } from './verdict';

/** One line of the table: a signal that matches supports the level, in these words. */
export interface Rule {
  readonly level: VerdictLevel;
  readonly matches: (signal: Signal) => boolean;
  readonly sentence: (signal: Signal) => Phrase;
}

/**
 * The whole table, the most important line first. Facts stand above estimates, so no estimate overrules a
 * trusted signature; a credential that its own file contradicts stands above everything that it claims.
 */
export const RULES: readonly Rule[] = [
  {
    level: 'altered',
    matches: (signal) => signal.finding === 'altered',
    sentence: () => phrase('verdict.altered'),
  },
  {
    level: 'known',
    matches: (signal) => signal.finding === 'known-copy' && matchOf(signal).label === 'fraud',
    sentence: (signal) => phrase('verdict.knownFraud', { name: matchOf(signal).name }),
  },
  {
    level: 'risky',
    matches: (signal) => signal.finding === 'hidden-text',
    sentence: () => phrase('verdict.risky'),
  },
  {
    level: 'declared-ai',
    matches: (signal) => signal.finding === 'ai-generated' && signal.basis === 'declared',
    sentence: () => phrase('verdict.declaredGenerated'),
  },
  {
    level: 'declared-ai',
    matches: (signal) => signal.finding === 'ai-edited' && signal.basis === 'declared',
    sentence: () => phrase('verdict.declaredEdited'),
  },
  {
    level: 'authentic-source',
    matches: (signal) => signal.finding === 'signed-trusted',
    sentence: authenticSentence,
  },
  {
    level: 'known',
    matches: (signal) => signal.finding === 'known-copy',
    sentence: (signal) => phrase('verdict.known', { name: matchOf(signal).name }),
  },
  {
    level: 'likely-ai',
    matches: (signal) => signal.finding === 'ai-generated' && signal.basis === 'estimated',
    sentence: () => phrase('verdict.likelyGenerated'),
  },
  {
    level: 'likely-ai',
    matches: (signal) => signal.finding === 'face-manipulated',
    sentence: () => phrase('verdict.likelyFace'),
  },
  {
    level: 'inconclusive',
    matches: (signal) => signal.finding === 'signed-unknown',
    sentence: () => phrase('verdict.signerUnknown'),
  },
  {
    level: 'inconclusive',
    matches: (signal) => signal.finding === 'uncertain',
    sentence: () => phrase('verdict.uncertain'),
  },
];

function authenticSentence(signal: Signal): Phrase {
  const { signer, date } = signatureOf(signal);
  return date === null
    ? phrase('verdict.authenticUndated', { signer })
    : phrase('verdict.authentic', { signer, date: { day: date } });
}

/** The signer's name and the signing time, as the provenance check's evidence gives them. */
function signatureOf(signal: Signal): { signer: string; date: string | null } {
  const evidence = signal.evidence as { signer?: { name?: string } | null; signedAt?: string | null };
  return { signer: evidence.signer?.name ?? '?', date: evidence.signedAt ?? null };
}

/** The nearest match, as the fingerprint check's evidence gives it. */
function matchOf(signal: Signal): { name: string; label: string } {
  const evidence = signal.evidence as { matches?: readonly { name: string; label: string }[] };
  return evidence.matches?.[0] ?? { name: '?', label: 'other' };
}
