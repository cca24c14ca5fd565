/** A hash of 64 hex digits as eight 32-bit words, so that two can be compared word by word. */
export function packHash(hex: string): Uint32Array {
  const words = new Uint32Array(Math.ceil(hex.length / DIGITS));
  for (let word = 0; word < words.length; word++) {
    words[word] = Number.parseInt(hex.slice(word * DIGITS, (word + 1) * DIGITS), 16);
  }
  return words;
}

/** The number of bits in which two packed hashes of the same length differ. */
export function hammingDistance(one: Uint32Array, other: Uint32Array): number {
  let distance = 0;
  for (let word = 0; word < one.length; word++) distance += bitCount((one[word] ?? 0) ^ (other[word] ?? 0));
  return distance;
}

/** Hex digits in a 32-bit word. */
const DIGITS = 8;

/** Set bits of a 32-bit word, counted in parallel (Warren, Hacker's Delight, 5-1). */
function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
