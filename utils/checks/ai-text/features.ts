import { mixBits } from '../../subject/text/mix-bits';

/** What of a text's part the model of words and letters takes: rising ids, and a weight for each. */
export interface HashedFeatures {
  readonly ids: readonly number[];
  readonly values: readonly number[];
}

/**
 * Counts the runs of 1 to 3 words and of 3 to 5 letters, each hashed into one of 2^20 buckets; a weight is 1 + ln(count), and
 * all weights together have the length 1. Training does the same, to the bit.
 */
export function hashedFeatures(text: string): HashedFeatures {
  const units = fold(text);
  const counts = new Map<number, number>();
  countRuns(counts, wordsIn(units), WORD_RUNS);
  countRuns(counts, [SPACE, ...units, SPACE], LETTER_RUNS);
  // Without a letter there are two spaces, and no run of three.
  if (counts.size === 0) return { ids: [0], values: [0] };
  const ids = [...counts.keys()].sort((one, other) => one - other);
  const weights = ids.map((id) => 1 + Math.log(counts.get(id) ?? 1));
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return { ids, values: weights.map((weight) => weight / length) };
}

interface RunsOf {
  readonly length: number;
  /** Tells runs of one kind from those of another. */
  readonly kind: number;
}

const WORD_RUNS: readonly RunsOf[] = [1, 2, 3].map((length) => ({ length, kind: length }));
const LETTER_RUNS: readonly RunsOf[] = [3, 4, 5].map((length) => ({ length, kind: length + 1 }));

const SPACE = 0x20;
const APOSTROPHE = 0x27;
const DIGIT = 0x30;
const FIRST_ACCENTED = 0xc0;

/** UTF-16 units, the letters of English in lower case, every digit the same. */
function fold(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, index) => {
    const unit = text.charCodeAt(index);
    if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20;
    return unit >= DIGIT && unit <= 0x39 ? DIGIT : unit;
  });
}

/** One number a word or sign, in order. */
function wordsIn(units: readonly number[]): readonly number[] {
  const words: number[] = [];
  let word: number | null = null;
  const end = () => {
    if (word !== null) words.push(word);
    word = null;
  };
  for (const unit of units) {
    if (isOfWord(unit)) {
      word = Math.imul((word ?? OFFSET) ^ unit, PRIME);
      continue;
    }
    end();
    if (unit !== SPACE) words.push(Math.imul(OFFSET ^ unit, PRIME));
  }
  end();
  return words;
}

function isOfWord(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || unit === DIGIT || unit === APOSTROPHE || unit >= FIRST_ACCENTED;
}

function countRuns(counts: Map<number, number>, items: readonly number[], runs: readonly RunsOf[]): void {
  for (const { length, kind } of runs) {
    for (let start = 0; start + length <= items.length; start++) {
      let hash = OFFSET ^ kind;
      for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ (items[at] ?? 0), PRIME);
      const id = mixBits(hash) >>> UNUSED_BITS;
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
}

/** FNV-1a. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Of the 32 bits of a hash, 20 say which bucket. */
const UNUSED_BITS = 12;
