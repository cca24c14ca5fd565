import confusables from './confusables.json';
import { asGiven, type Exchange, exchange, givenRange, type MappedText } from './mapped-text';
import table from './rules.json';

/** A part of the text as given that normalising took out or exchanged, in its UTF-16 units. */
export interface RemovedPart {
  readonly start: number;
  readonly end: number;
  readonly what: RemovedKind;
}

/** What may be worth telling; quotes, dashes, compatibility forms and white space are not. */
export type RemovedKind = 'invisible' | 'homoglyph' | 'markdown' | 'opening';

export interface NormalisedText extends MappedText {
  readonly removed: readonly RemovedPart[];
}

/**
 * The text without what formatting and evasion put into it: NFKC, straight quotes and dashes, one space for all white
 * space, no markdown, no invisible characters, look-alike letters folded in words of mixed scripts (UTS #39), "ca n't"
 * joined, no "Sure! Here is ...". The rules stand in `rules.json`, which models are trained with too
 * (`models/training/text/normalise.py`): a change there makes every text model's figures void.
 */
export function normaliseText(text: string): NormalisedText {
  const removed: RemovedPart[] = [];
  let mapped = asGiven(text.toWellFormed());
  for (const { find, kind } of STEPS) {
    const exchanges = find(mapped.text);
    if (kind !== null) {
      for (const { start, end } of exchanges) {
        removed.push({ ...givenRange(mapped, start, end), what: kind });
      }
    }
    mapped = exchange(mapped, exchanges);
  }
  return { ...mapped, removed: joinNeighbours(removed) };
}

interface Step {
  readonly kind: RemovedKind | null;
  readonly find: (text: string) => readonly Exchange[];
}

const STEPS: readonly Step[] = table.rules.map((rule): Step => {
  if (rule.step === 'nfkc') return { kind: null, find: findCompatibility };
  if (rule.step === 'homoglyphs') return { kind: 'homoglyph', find: findHomoglyphs };
  const { pattern = '', with: other = '', lines = false } = rule;
  const expression = new RegExp(pattern, lines ? 'gmu' : 'gu');
  return {
    kind: (rule.kind ?? null) as RemovedKind | null,
    find: (text) =>
      Array.from(text.matchAll(expression), ({ 0: match, index }) => ({
        start: index,
        end: index + match.length,
        with: other,
      })),
  };
});

/** A character with the marks on it: what NFKC changes stays within it, apart from Hangul written in single letters. */
const CLUSTER = /[^\0-\u02ff]\p{M}*|[\u00a0-\u02ff]\p{M}*|[\0-\u009f]\p{M}+/gu;

function findCompatibility(text: string): readonly Exchange[] {
  const exchanges: Exchange[] = [];
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const composed = cluster.normalize('NFKC');
    if (composed !== cluster) exchanges.push({ start: index, end: index + cluster.length, with: composed });
  }
  return exchanges;
}

const LOOK_ALIKES: Readonly<Record<string, string>> = confusables;
const WORD = new RegExp(`[${table.latin}${table.others}]+`, 'gu');
const LATIN = new RegExp(`[${table.latin}]`, 'u');
const OTHER = new RegExp(`[${table.others}]`, 'gu');

/** A word of Latin letters and of letters of other scripts that all look like Latin ones. */
export interface MixedWord {
  readonly word: string;
  readonly start: number;
  /** The Latin letter for each of the others. */
  readonly exchanges: readonly Exchange[];
}

/** The words in which letters of other scripts pass for Latin ones (UTS #39), with how each letter reads. */
export function findMixedWords(text: string): readonly MixedWord[] {
  return Array.from(text.matchAll(WORD)).flatMap(({ 0: word, index: start }) => {
    const others = word.match(OTHER);
    if (others === null || !LATIN.test(word)) return [];
    if (!others.every((letter) => letter in LOOK_ALIKES)) return [];
    // Every letter of the table and its fellow are one unit each.
    const exchanges = [...word].flatMap((letter, position) => {
      const fellow = LOOK_ALIKES[letter];
      const at = start + position;
      return fellow === undefined ? [] : [{ start: at, end: at + 1, with: fellow }];
    });
    return [{ word, start, exchanges }];
  });
}

function findHomoglyphs(text: string): readonly Exchange[] {
  return findMixedWords(text).flatMap(({ exchanges }) => exchanges);
}

function joinNeighbours(parts: readonly RemovedPart[]): readonly RemovedPart[] {
  const joined: RemovedPart[] = [];
  for (const part of parts.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    const last = joined.at(-1);
    if (last && last.what === part.what && part.start <= last.end) {
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, part.end) };
    } else joined.push(part);
  }
  return joined;
}
