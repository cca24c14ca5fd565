import type { KnownText } from '../../check';
import { countCovered, findPassages, type GramPlaces, type Passage } from './passages';

/** How a text and a known one are related, where one is a copy of the other or of a part of it. */
export interface TextCopy {
  readonly known: KnownText;
  /** The same words in the same order. */
  readonly exact: boolean;
  /** Words of the text that is checked that come from the known one, with what was changed among them. */
  readonly words: number;
  /** Words of the known text that are found. */
  readonly knownWords: number;
  readonly passages: readonly Passage[];
}

/** The text that is checked, as comparing needs it. */
export interface ComparedText {
  readonly hash: string;
  readonly words: number;
  readonly places: GramPlaces;
}

/**
 * Compares a text with a known one. `null` where they share nothing, or no more than quotations, stock phrases, headers
 * and signatures are. The README has what these numbers find and what they let pass.
 */
export function compareTexts(text: ComparedText, known: KnownText): TextCopy | null {
  if (known.hash === text.hash) {
    const whole = { start: 0, end: text.words, knownStart: 0, knownEnd: known.words };
    const passages = [{ ...whole, shared: known.fingerprints.length }];
    return { known, exact: true, words: text.words, knownWords: known.words, passages };
  }
  const passages = findPassages(text.places, known);
  const words = countCovered(passages);
  const knownWords = countCovered(
    passages.map(({ knownStart, knownEnd }) => ({ start: knownStart, end: knownEnd })),
  );
  const share = Math.max(words / text.words, knownWords / known.words);
  const common = Math.min(words, knownWords);
  const isCopy =
    common >= LONG_WORDS ||
    (common >= PARAGRAPH_WORDS && share >= LEAST_SHARE) ||
    (common >= SHORT_WORDS && knownWords / known.words >= LEAST_SHARE_OF_SHORT);
  return isCopy ? { known, exact: false, words, knownWords, passages } : null;
}

/** A paragraph is longer than a quoted sentence, a mail's header or a signature, and is a part that counts of one of the two. */
const PARAGRAPH_WORDS = 40;
const LEAST_SHARE = 0.3;

/** Of a short known text, most must be there. */
const SHORT_WORDS = 20;
const LEAST_SHARE_OF_SHORT = 0.6;

/** So much is a copy also within long texts. */
const LONG_WORDS = 200;
