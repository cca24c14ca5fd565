import { findMixedWords, type MixedWord } from '../../subject/text/normalise';
import type { HiddenSpan } from './evidence';

/** Words that are not written in the letters that they seem to be written in. */
export function findLookAlikes(text: string): readonly HiddenSpan[] {
  return [...findHomoglyphs(text), ...findStyledLetters(text), ...findSoftHyphens(text), ...findBlanks(text)];
}

/** Latin words with letters of other scripts in them (UTS #39). */
function findHomoglyphs(text: string): readonly HiddenSpan[] {
  const mixed = findMixedWords(text);
  if (mixed.length === 0) return [];
  const mainlyLatin = count(text, LATIN) >= count(text, OTHER);
  return mixed
    .filter((word) => !isOrdinary(word, mainlyLatin))
    .map(({ word, start, exchanges }) => {
      const letters = [...word];
      for (const { start: at, with: fellow } of exchanges) letters[at - start] = fellow;
      return { type: 'homoglyphs', start, end: start + word.length, reads: letters.join('') };
    });
}

/** Units, genes and formulas with a Greek letter, and Latin words with an ending of another language. */
function isOrdinary({ word, start, exchanges }: MixedWord, mainlyLatin: boolean): boolean {
  if (word.length < SHORTEST_WORD) return true;
  const places = exchanges.map(({ start: at }) => at - start);
  const atAnEnd = places.length === 1 && (places[0] === 0 || places[0] === word.length - 1);
  if (atAnEnd && /\p{Script=Greek}/u.test(word)) return true;
  if (mainlyLatin) return false;
  const first = places[0] ?? 0;
  const last = places.at(-1) ?? 0;
  const inOnePiece = last - first + 1 === places.length;
  return inOnePiece && (first === 0 || last === word.length - 1);
}

const SHORTEST_WORD = 3;
const LATIN = /\p{Script=Latin}/gu;
const OTHER =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Cherokee}]/gu;

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

/** Letters made for formulas or for Chinese and Japanese print, where a word is written in them. */
function findStyledLetters(text: string): readonly HiddenSpan[] {
  const fullWidth = EAST_ASIAN.test(text) ? [] : [...text.matchAll(FULL_WIDTH_WORD)];
  return [...text.matchAll(FORMULA_WORD), ...fullWidth].map(({ 0: word, index }) => ({
    type: 'styled-letters',
    start: index,
    end: index + word.length,
    reads: word.normalize('NFKC'),
  }));
}

const FORMULA_WORD = /[\u{1d400}-\u{1d7cb}]{3,}/gu;
const FULL_WIDTH_WORD = /[\uff21-\uff3a\uff41-\uff5a]{2,}/g;
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Soft hyphens that cut single letters off: no hyphenation does. */
function findSoftHyphens(text: string): readonly HiddenSpan[] {
  return Array.from(text.matchAll(SOFT_HYPHENATED)).flatMap(({ 0: word, index }) => {
    const pieces = word.split('\u00ad');
    if (pieces.length < 3 || !pieces.some((piece) => piece.length < 2)) return [];
    return [
      { type: 'soft-hyphens', start: index, end: index + word.length, reads: pieces.join('') } as const,
    ];
  });
}

const SOFT_HYPHENATED = /(?<![\p{L}\u00ad])\p{L}*(?:\u00ad\p{L}*)+/gu;

/** Characters that are drawn as nothing and count as letters or patterns: blank names and padding. */
function findBlanks(text: string): readonly HiddenSpan[] {
  return Array.from(text.matchAll(BLANKS)).flatMap(({ 0: blanks, index }) => {
    const script = blanks.includes('\u2800') ? BRAILLE : HANGUL;
    if (script.test(text)) return [];
    return [{ type: 'blank-characters', start: index, end: index + blanks.length } as const];
  });
}

const BLANKS = /\u2800{2,}|[\u115f\u1160\u3164\uffa0]+/g;
const BRAILLE = /[\u2801-\u28ff]/;
const HANGUL = /[\uac00-\ud7af\u1100-\u115e\u1161-\u11ff\u3131-\u3163]/;
