import type { Manifest } from '../../inference/manifest';
import { type Phrase, phrase } from '../../words/phrase';
import { ENGLISH, type LanguageFound } from './language';
import { type NotProse, notProse } from './prose';

export interface Abstention {
  readonly reason: 'too-short' | 'other-language' | NotProse;
  readonly summary: Phrase;
  readonly evidence: object;
}

/** What is known of a text before the models are believed. */
export interface TextFacts {
  readonly given: string;
  /** Words of the normalised text. */
  readonly words: number;
  readonly language: LanguageFound;
}

/** Why no model's answer on a text is to be given, by the rules of the manifest and those of all texts; null where it is. */
export function abstain({ given, words, language }: TextFacts, { abstention }: Manifest): Abstention | null {
  for (const rule of abstention) {
    if (rule.rule !== 'fewer-words' || words >= rule.words) continue;
    const summary = phrase('checks.aiText.tooShort', { needed: rule.words }, words);
    return { reason: 'too-short', summary, evidence: { words, needed: rule.words } };
  }
  const kind = notProse(given);
  if (kind !== null) return { reason: kind, summary: phrase(KINDS[kind]), evidence: {} };
  if (language.english >= MOSTLY) return null;
  return { reason: 'other-language', ...inWords(language) };
}

/** Share of a text that has to be in the language that the models were tested on. */
const MOSTLY = 0.8;

const KINDS = {
  code: 'checks.aiText.notProse.code',
  table: 'checks.aiText.notProse.table',
  list: 'checks.aiText.notProse.list',
  quotations: 'checks.aiText.notProse.quotations',
} as const;

function inWords({ english, other }: LanguageFound): Pick<Abstention, 'summary' | 'evidence'> {
  const tested = { language: ENGLISH };
  if (other === null) return { summary: phrase('checks.aiText.noLanguage', { tested }), evidence: {} };
  const language = { language: other };
  const key = english > 0 ? 'checks.aiText.partlyOther' : 'checks.aiText.otherLanguage';
  return { summary: phrase(key, { language, tested }), evidence: { language: other } };
}
