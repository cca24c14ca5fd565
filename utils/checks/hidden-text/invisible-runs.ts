import { decodeBits, decodeSelectors, decodeTags, selectorByte } from './decode-payload';
import type { HiddenSpan } from './evidence';

/**
 * Runs of invisible characters that no writing needs. Left alone are what scripts, emoji and layout use: joiners in Arabic,
 * Persian and Indic words, joined emoji, flags, one selector for the look of a character, marks of direction, and the few
 * strays at the edge of words that pages and word processors leave behind.
 */
export function findInvisibleRuns(text: string): readonly HiddenSpan[] {
  return Array.from(text.matchAll(RUN)).flatMap(({ 0: run, index }) => {
    const around = { before: before(text, index), after: text.slice(index + run.length).slice(0, 2) };
    const characters = Array.from(run, (character) => character.codePointAt(0) ?? 0);
    const found = classify(characters, around);
    if (found === null) return [];
    return [{ start: index, end: index + run.length, characters: nameCharacters(characters), ...found }];
  });
}

const RUN =
  /(?:[\u061c\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f]|[\u{e0000}-\u{e007f}]|[\u{e0100}-\u{e01ef}])+/gu;

interface Around {
  /** The character before the run, whole; empty at the start of the text. */
  readonly before: string;
  /** The text after it begins with this. */
  readonly after: string;
}

function classify(characters: readonly number[], around: Around): Omit<HiddenSpan, 'start' | 'end'> | null {
  const selectors = characters.filter((character) => selectorByte(character) !== undefined);
  if (isC2paWrapper(characters, selectors)) return { type: 'c2pa-text' };
  const tags = characters.filter((character) => character >= 0xe0000 && character <= 0xe007f);
  if (tags.length > 0) {
    return isFlag(tags, around) ? null : { type: 'tag-characters', ...decoded(decodeTags(tags)) };
  }
  const supplementary = selectors.some((character) => character > 0xffff);
  if (selectors.length >= CHANNEL_SELECTORS || (supplementary && !/\p{Script=Han}/u.test(around.before))) {
    return { type: 'variation-selectors', ...decoded(decodeSelectors(selectors)) };
  }
  const others = characters.filter((character) => selectorByte(character) === undefined);
  if (isOrdinary(others, around)) return null;
  return { type: 'zero-width', ...decoded(decodeBits(others)) };
}

/** Emoji need one, careless software writes a second. */
const CHANNEL_SELECTORS = 3;

/** C2PA, "embedding manifests into unstructured text": U+FEFF, then selectors whose bytes begin with `C2PATXT` and a zero. */
function isC2paWrapper(characters: readonly number[], selectors: readonly number[]): boolean {
  const magic = [...'C2PATXT\0'].map((character) => character.charCodeAt(0));
  return characters[0] === 0xfeff && magic.every((byte, at) => selectorByte(selectors[at] ?? 0) === byte);
}

/** A flag of a part of a country (UTS #51): a black flag, its code in tags, the cancel tag. */
function isFlag(tags: readonly number[], { before }: Around): boolean {
  const code = String.fromCharCode(...tags.slice(0, -1).map((tag) => tag - 0xe0000));
  return before === '🏴' && tags.at(-1) === 0xe007f && /^[a-z]{2}[a-z0-9]{1,4}$/.test(code);
}

/** What writing, layout and careless copying leave in texts that hide nothing. */
function isOrdinary(characters: readonly number[], { before, after }: Around): boolean {
  if (characters.every((character) => DIRECTION_MARKS.has(character))) return characters.length <= 3;
  const count = characters.length;
  if (count <= 2 && JOINING.test(before)) return true;
  if (count === 1 && characters[0] === ZERO_WIDTH_JOINER && EMOJI.test(before)) return true;
  if (count <= 2 && (UNSPACED.test(before) || UNSPACED.test(after))) return true;
  if (WORD.test(before) && WORD.test(after)) return false;
  return count < PADDING || new Set(characters).size === 1;
}

const DIRECTION_MARKS: ReadonlySet<number> = new Set([0x061c, 0x200e, 0x200f]);
const ZERO_WIDTH_JOINER = 0x200d;

/** As many invisible characters as make a letter or more, where they are of two kinds. */
const PADDING = 8;

const EMOJI = /\p{Emoji}|\p{Emoji_Modifier}|\ufe0f/u;
const WORD = /^[\p{L}\p{N}]/u;

/** Scripts whose letters join or stack, and tell with ZWJ and ZWNJ how. */
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Thaana}\p{Script=Adlam}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Balinese}\p{Script=Javanese}]/u;

/** Scripts that write no spaces, where a zero-width one tells where a line may break. */
const UNSPACED =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

function before(text: string, index: number): string {
  return Array.from(text.slice(Math.max(0, index - 2), index)).at(-1) ?? '';
}

function decoded(message: string | undefined): Pick<HiddenSpan, 'decoded'> {
  return message === undefined ? {} : { decoded: message };
}

/** `U+200B ×3, U+200C`: each kind once, the most frequent first. */
export function nameCharacters(characters: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const named = sorted.slice(0, MOST_NAMED).map(([character, count]) => {
    const code = `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;
    return count === 1 ? code : `${code} ×${count}`;
  });
  return [...named, ...(sorted.length > MOST_NAMED ? ['…'] : [])].join(', ');
}

const MOST_NAMED = 4;
