import { mixBits } from '../../../subject/text/mix-bits';

/** The fingerprints of a text: hashes of some of its word n-grams, chosen so that a copied passage keeps some of them. */
export interface TextFingerprint {
  /** How many words the text has. */
  readonly words: number;
  /** 32-bit hashes, in the order of the text. */
  readonly fingerprints: readonly number[];
  /** The word at which the n-gram of each begins. */
  readonly positions: readonly number[];
}

/** Words of an n-gram. With more of them, fewer edited copies are found; the README has the figures. */
export const GRAM_WORDS = 3;

/**
 * Neighbouring n-grams of which at least one is chosen: so a row of 3 + 4 - 1 = 6 unchanged words shares a fingerprint
 * with its copy, wherever it stands.
 */
const WINDOW_GRAMS = 4;

/**
 * Chooses the fingerprints of a text by robust winnowing (Schleimer, Wilkerson, Aiken, Winnowing: Local Algorithms for
 * Document Fingerprinting, SIGMOD 2003, section 4): of every `WINDOW_GRAMS` neighbouring n-grams the one with the
 * smallest hash, and as long as it may the one that was chosen before. The first and the last n-gram are chosen too, so that a passage
 * that is the whole text is found to be so.
 */
export function winnow(words: readonly string[]): TextFingerprint {
  const hashes = hashGrams(words);
  const positions: number[] = [];
  let chosen = -1;
  for (let start = 0; start + WINDOW_GRAMS <= hashes.length; start++) {
    if (chosen >= start && (hashes[start + WINDOW_GRAMS - 1] ?? 0) >= (hashes[chosen] ?? 0)) continue;
    chosen = chosen >= start ? start + WINDOW_GRAMS - 1 : smallestFrom(hashes, start);
    positions.push(chosen);
  }
  if (hashes.length > 0 && positions[0] !== 0) positions.unshift(0);
  const last = hashes.length - 1;
  if (last > 0 && positions.at(-1) !== last) positions.push(last);
  return { words: words.length, fingerprints: positions.map((at) => hashes[at] ?? 0), positions };
}

/** The hash of every n-gram of words, 32 bits each, in their order. The same everywhere: libraries travel. */
export function hashGrams(words: readonly string[]): Uint32Array {
  const ofWords = Uint32Array.from(words, hashWord);
  const hashes = new Uint32Array(Math.max(0, words.length - GRAM_WORDS + 1));
  for (let start = 0; start < hashes.length; start++) {
    let hash = 0;
    for (let word = start; word < start + GRAM_WORDS; word++) {
      hash = mixBits(Math.imul(hash, 31) + (ofWords[word] ?? 0));
    }
    hashes[start] = hash;
  }
  return hashes;
}

function smallestFrom(hashes: Uint32Array, start: number): number {
  let smallest = start;
  for (let at = start + 1; at < start + WINDOW_GRAMS; at++) {
    // The rightmost of equals stays longest within reach.
    if ((hashes[at] ?? 0) <= (hashes[smallest] ?? 0)) smallest = at;
  }
  return smallest;
}

/** FNV-1a over UTF-16 units. */
function hashWord(word: string): number {
  let hash = 0x811c_9dc5;
  for (let unit = 0; unit < word.length; unit++) {
    hash = Math.imul(hash ^ word.charCodeAt(unit), 0x0100_0193);
  }
  return hash >>> 0;
}
