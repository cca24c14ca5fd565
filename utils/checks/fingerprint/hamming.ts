/** 32-bit words of a packed hash: 256 bits. */
export const HASH_WORDS = 8;

/** A hash within reach of the one looked for. */
export interface NearHash {
  /** Its place among the hashes, counted in hashes. */
  readonly index: number;
  /** Differing bits of 256. */
  readonly distance: number;
}

/** Packs a hash of 64 hex digits into 8 words, the first digits in the first word. */
export function packHash(hash: string): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(HASH_WORDS);
  for (let word = 0; word < HASH_WORDS; word++) {
    words[word] = Number.parseInt(hash.slice(word * 8, word * 8 + 8), 16);
  }
  return words;
}

/** Differing bits of two packed hashes, 0 to 256. */
export function hammingDistance(one: Uint32Array, other: Uint32Array): number {
  let distance = 0;
  for (let word = 0; word < HASH_WORDS; word++) {
    distance += countBits((one[word] ?? 0) ^ (other[word] ?? 0));
  }
  return distance;
}

/**
 * The hashes within `maxDistance` bits of the one sought, in their order. `hashes` holds 8 words a hash, one
 * after the other, which is what makes a million of them take milliseconds: most are given up after two words.
 */
export function findNearHashes(
  hashes: Uint32Array,
  sought: Uint32Array,
  maxDistance: number,
): readonly NearHash[] {
  const near: NearHash[] = [];
  for (let start = 0; start < hashes.length; start += HASH_WORDS) {
    let distance = 0;
    for (let word = 0; word < HASH_WORDS && distance <= maxDistance; word++) {
      distance += countBits((hashes[start + word] ?? 0) ^ (sought[word] ?? 0));
    }
    if (distance <= maxDistance) near.push({ index: start / HASH_WORDS, distance });
  }
  return near;
}

/** Counts the ones of a 32-bit word, adding neighbours in parallel (Warren, Hacker's Delight, section 5-1). */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x5555_5555);
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
