import { sha256 } from '../../../subject/load';
import { SubjectError } from '../../../subject/subject-error';
import { openingOf } from '../../../subject/text/opening';
import { type Phrase, phrase } from '../../../words/phrase';
import { type TextFingerprint, winnow } from './winnow';
import { readWords, type TextWords } from './words';

/** What the library keeps of a text in order to find copies of it. */
export interface KeptFingerprint extends TextFingerprint {
  /** SHA-256 of the words, 64 hex digits: the same for texts that differ in case, punctuation and formatting alone. */
  readonly hash: string;
}

/** A text as the library takes it in. */
export interface KeptText extends KeptFingerprint {
  /** Its first words. */
  readonly excerpt: string;
}

/** What the library keeps of a text. Throws SubjectError `not-supported` for one that is too short. */
export async function fingerprintText(text: string): Promise<KeptText> {
  const { words } = readWords(text);
  if (words.length < FEWEST_TEXT_WORDS) throw new SubjectError('not-supported', tooShort(words.length));
  return { ...(await fingerprintWords(words)), excerpt: openingOf(text, LONGEST_EXCERPT) };
}

/** The fingerprint of a text's words, of which there are enough. */
export async function fingerprintWords(words: TextWords['words']): Promise<KeptFingerprint> {
  return { hash: await sha256(new TextEncoder().encode(words.join(' '))), ...winnow(words) };
}

/** Shorter texts are phrases that unrelated texts share. */
export const FEWEST_TEXT_WORDS = 20;

/** In UTF-16 units. */
const LONGEST_EXCERPT = 300;

/** Says of a text that it is too short. */
export function tooShort(words: number): Phrase {
  return phrase('checks.fingerprint.tooShort', { least: FEWEST_TEXT_WORDS }, words);
}
