import type { EntropyData } from './entropy-data';
import {
  ADVANCE_AT,
  ADVANCE_MASK,
  BITS_MASK,
  BLOCK,
  FIRST_AT,
  type HuffmanCodes,
  LAST,
  LOOK_AHEAD,
  SHORT,
  STEP_MASK,
  type Steps,
  stepOver,
} from './huffman';
import { Unreadable } from './unreadable';

/**
 * Reads a scan's data bit by bit. Throws Unreadable for codes that are in no table. A picture has hundreds of thousands
 * of blocks, and more than a million steps over their coefficients: the loop keeps all that it needs in variables.
 */
export class BitReader {
  /** In bits from the beginning. */
  private position = 0;

  constructor(private readonly data: EntropyData) {}

  bit(): number {
    const bit = ahead(this.data.bytes, this.position) >>> 31;
    this.position += 1;
    return bit;
  }

  /**
   * The difference of a block's DC coefficient from the one before (ITU-T T.81, F.2.2.1). With `steps` it goes on behind the
   * block's AC coefficients.
   */
  difference({ lengths, values }: HuffmanCodes, steps?: Steps): number {
    const { bytes } = this.data;
    let position = this.position;
    const bits = ahead(bytes, position);
    const index = bits >>> (32 - LOOK_AHEAD);
    const length = lengths[index] ?? 0;
    const size = values[index] ?? 0;
    if (length === 0 || size > MOST_BITS) throw new Unreadable('a code that is in no table');
    position += length;
    const value = size === 0 ? 0 : ahead(bytes, position) >>> (32 - size);
    position += size;
    const difference = size > 0 && value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    this.position = steps ? skipCoefficients(bytes, position, steps) : position;
    return difference;
  }

  /** Goes on with a restart interval; everything before it must have been read. */
  restart(interval: number): void {
    const start = this.data.restarts[interval - 1];
    if (start === undefined) throw new Unreadable('a restart that is missing');
    this.expectEnd(start);
    this.position = start * 8;
  }

  /** Throws where more was read than there is. */
  expectMore(end: number): void {
    if (this.position > end * 8) throw new Unreadable('a scan that is too short');
  }

  /** Throws where anything is left over, or more was read than there is. */
  expectEnd(end: number): void {
    const left = end * 8 - this.position;
    if (left < 0 || left >= 8) throw new Unreadable('a scan of another length');
  }
}

/** Returns where the next block begins. */
function skipCoefficients(bytes: DataView, start: number, { short, codes }: Steps): number {
  let position = start;
  let coefficient = 1;
  while (coefficient < BLOCK) {
    const bits = ahead(bytes, position);
    const entry = short[bits >>> (32 - SHORT)] ?? 0;
    let step = entry & STEP_MASK;
    let next = coefficient + ((step >>> ADVANCE_AT) & ADVANCE_MASK);
    if (step === 0 || next > BLOCK) {
      // A long code, or a block that ends among these: what follows belongs to the next one.
      step = entry >>> FIRST_AT || stepOver(codes, bits >>> (32 - LOOK_AHEAD));
      next = coefficient + ((step >>> ADVANCE_AT) & ADVANCE_MASK);
      if (step === 0 || next > BLOCK) throw new Unreadable('a code that is in no table, or in no block');
    }
    position += step & BITS_MASK;
    if ((step & LAST) !== 0) break;
    coefficient = next;
  }
  return position;
}

/** The next 25 bits at least, the first of them the highest. Throws RangeError behind the data. */
function ahead(bytes: DataView, position: number): number {
  return bytes.getUint32(position >>> 3) << (position & 7);
}

/** Bits of the largest difference. */
const MOST_BITS = 11;
