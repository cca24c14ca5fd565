import { givenRange } from '../../../subject/text/mapped-text';
import { normaliseText } from '../../../subject/text/normalise';

/** A text as a row of words: what formatting, case, punctuation and disguised letters cannot change. */
export interface TextWords {
  /** In lower case, without apostrophes. */
  readonly words: readonly string[];
  /** Where a row of words lies, from the first to before the last, in UTF-16 units of the text as it was given. */
  readonly placeOf: (first: number, end: number) => { readonly start: number; readonly end: number };
}

/** Reads the words of a text. A character of a script that puts no space between its words counts as one. */
export function readWords(text: string): TextWords {
  const normalised = normaliseText(text);
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const keep = (word: string, start: number) => {
    words.push(word.toLowerCase().replaceAll("'", ''));
    starts.push(start);
    ends.push(start + word.length);
  };
  for (const { 0: word, index } of normalised.text.matchAll(WORD)) {
    if (!UNSPACED.test(word)) keep(word, index);
    else for (const { 0: part, index: offset } of word.matchAll(UNSPACED_PARTS)) keep(part, index + offset);
  }
  return {
    words,
    placeOf: (first, end) => givenRange(normalised, starts[first] ?? 0, ends[end - 1] ?? 0),
  };
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:'[\p{L}\p{N}\p{M}]+)*/gu;

const WITHOUT_SPACES =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]';
const UNSPACED = new RegExp(WITHOUT_SPACES, 'u');
const UNSPACED_PARTS = new RegExp(`${WITHOUT_SPACES}\\p{M}*|(?:(?!${WITHOUT_SPACES}).)+`, 'gu');
