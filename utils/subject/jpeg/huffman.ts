import { Unreadable } from './unreadable';

/** A code of a Huffman table: its length in bits and what it stands for. */
export interface HuffmanCodes {
  /** By the next 16 bits of the data: the length of the code that they begin with, 0 where there is none. */
  readonly lengths: Uint8Array;
  /** By the same: the code's value. */
  readonly values: Uint8Array;
}

/** Bits of the longest code, and so what is looked up at once (ITU-T T.81, annex C). */
export const LOOK_AHEAD = 16;

/**
 * Spreads the table of a DHT segment over all 16-bit beginnings. `counts` says how many codes there are of each length from
 * 1 to 16 bits, `symbols` are their values in the order of the codes.
 */
export function spreadCodes(counts: Uint8Array, symbols: Uint8Array): HuffmanCodes {
  const lengths = new Uint8Array(1 << LOOK_AHEAD);
  const values = new Uint8Array(1 << LOOK_AHEAD);
  let start = 0;
  let symbol = 0;
  for (let length = 1; length <= LOOK_AHEAD; length++) {
    const reach = 1 << (LOOK_AHEAD - length);
    for (let count = counts[length - 1] ?? 0; count > 0; count--) {
      if (start + reach > 1 << LOOK_AHEAD) throw new Unreadable('a Huffman table with too many codes');
      lengths.fill(length, start, start + reach);
      values.fill(symbols[symbol] ?? 0, start, start + reach);
      start += reach;
      symbol += 1;
    }
  }
  return { lengths, values };
}

/** How to go over a block's AC coefficients where they are not needed. */
export interface Steps {
  /**
   * By the next 12 bits of the data: a step over as many coefficients as begin in them, the bits of their values included, and
   * above it the step over the first one alone. 0 where the code is longer or is none. A step is laid out as below.
   */
  readonly short: Uint32Array;
  /** For all others. */
  readonly codes: HuffmanCodes;
}

/** Makes the steps over the coefficients of an AC table. Several at once make a picture twice as quick to read. */
export function stepsOver(codes: HuffmanCodes): Steps {
  const short = new Uint32Array(1 << SHORT);
  for (let ahead = 0; ahead < short.length; ahead++) {
    let bits = 0;
    let advance = 0;
    let first = 0;
    while (bits < SHORT) {
      // The bits behind the 12 are not known: a code that reaches into them is looked up the next time.
      const index = (ahead << (LOOK_AHEAD - SHORT + bits)) & 0xffff;
      const one = stepOver(codes, index);
      const length = codes.lengths[index] ?? 0;
      if (one === 0 || length > SHORT - bits || bits + (one & BITS_MASK) > BITS_MASK) break;
      bits += one & BITS_MASK;
      advance += (one >>> ADVANCE_AT) & ADVANCE_MASK;
      if (advance > BLOCK) break;
      first ||= one;
      short[ahead] = (first << FIRST_AT) | (one & LAST) | (advance << ADVANCE_AT) | bits;
      if ((one & LAST) !== 0) break;
    }
  }
  return { short, codes };
}

/** The step over one coefficient, by the next 16 bits; 0 where no code begins so. */
export function stepOver({ lengths, values }: HuffmanCodes, ahead: number): number {
  const length = lengths[ahead] ?? 0;
  if (length === 0) return 0;
  const value = values[ahead] ?? 0;
  const size = value & 15;
  if (size === 0 && value !== SIXTEEN_ZEROS) return LAST | (1 << ADVANCE_AT) | length;
  return (((value >> 4) + 1) << ADVANCE_AT) | (length + size);
}

/* How a step is laid out: bits to go on, coefficients to go on, and whether the block's last code is among them. */
export const BITS_MASK = 0x1f;
export const ADVANCE_AT = 5;
export const ADVANCE_MASK = 0x7f;
export const LAST = 1 << 12;
export const STEP_MASK = 0x1fff;

/** Where an entry of `short` has the step over its first coefficient alone. */
export const FIRST_AT = 13;

/** Coefficients of a block. */
export const BLOCK = 64;

/** Bits of which most codes are; a table of more leaves the processor's nearest cache. */
export const SHORT = 12;

/** The one value without bits of its own that does not end the block (ITU-T T.81, F.1.2.2.1). */
const SIXTEEN_ZEROS = 0xf0;
