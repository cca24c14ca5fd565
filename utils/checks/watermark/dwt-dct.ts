import type { Pixels } from '../../subject/subject';
import { type Frame, PAYLOADS, type Payload } from './payloads';

/** How near a picture's pixels come to one payload. */
export interface MarkReading {
  readonly payload: Payload;
  readonly frame: Frame;
  /** Bits that differ from the payload. Pixels without a mark differ in about half of them. */
  readonly wrongBits: number;
  /** Blocks of 8 x 8 pixels that voted. */
  readonly blocks: number;
  /** Share of the blocks that voted as the payload says, 0 to 1. Pixels without a mark give about one half. */
  readonly agreement: number;
}

/** The reference encoder refuses pictures with fewer pixels: 256 x 256. */
export const MIN_PIXELS = 65_536;

/** Reading stays under some 30 ms however large the picture is: beyond this, every n-th row of blocks is read. */
const MAX_BLOCKS = 16_384;

/** Pixels a block is wide and high: 4 x 4 coefficients of one Haar level. */
const BLOCK = 8;

/** The encoder's quantisation step on U. */
const STEP = 36;

/**
 * Reads the invisible-watermark library's `dwtDct` marks (its EmbedMaxDct, which despite its name applies no
 * DCT) and returns the reading of each payload, the nearest first. A reading within the payload's tolerance is
 * a hit. Expects native pixels: the mark is bound to the block grid and does not survive resizing or cropping.
 */
export function readMarks(pixels: Pixels): readonly MarkReading[] {
  const scores = new Map<string, BlockScores>();
  const readings = PAYLOADS.flatMap((payload) =>
    payload.frames.map((frame) => {
      const key = `${frame.numbers} ${frame.channels}`;
      const known = scores.get(key) ?? scoreBlocks(pixels, frame);
      scores.set(key, known);
      return vote(known, payload, frame);
    }),
  );
  return readings.toSorted((one, other) => share(one) - share(other));
}

/** Whether a reading is near enough to its payload to be one. */
export function isHit(reading: MarkReading): boolean {
  return reading.wrongBits <= reading.payload.tolerance;
}

function share({ wrongBits, payload }: MarkReading): number {
  return wrongBits / payload.bits.length;
}

interface BlockScores {
  readonly columns: number;
  /** Rows of blocks that were read; the row number counts for which bit a block carries. */
  readonly rows: readonly number[];
  /** What each block reads, 0 or 1, row by row of those that were read. */
  readonly scores: Uint8Array;
}

function scoreBlocks(pixels: Pixels, frame: Frame): BlockScores {
  const columns = Math.floor(pixels.width / BLOCK);
  const allRows = Math.floor(pixels.height / BLOCK);
  const every = Math.max(1, Math.ceil((columns * allRows) / MAX_BLOCKS));
  const rows = Array.from({ length: Math.ceil(allRows / every) }, (_, index) => index * every);
  const scores = new Uint8Array(rows.length * columns);
  const bytes = frame.numbers === 'bytes';
  const blue = frame.channels === 'bgr' ? 2 : 0;
  const coefficients = new Float64Array(16);
  rows.forEach((row, index) => {
    for (let column = 0; column < columns; column++) {
      readBlock(pixels, { left: column * BLOCK, top: row * BLOCK, blue, bytes }, coefficients);
      scores[index * columns + column] = scoreBlock(coefficients);
    }
  });
  return { columns, rows, scores };
}

/** The bit is which half of the quantisation step the strongest coefficient, the first one left out, lies in. */
function scoreBlock(coefficients: Float64Array): 0 | 1 {
  let strongest = 0;
  for (let index = 1; index < coefficients.length; index++) {
    strongest = Math.max(strongest, Math.abs(coefficients[index] ?? 0));
  }
  return strongest % STEP > STEP / 2 ? 1 : 0;
}

/**
 * The 16 approximation coefficients (Haar: half the sum of 2 x 2) of U in one block. `blue` is the offset of the
 * channel that the encoder took for blue.
 */
function readBlock(
  { data, width }: Pixels,
  { left, top, blue, bytes }: { left: number; top: number; blue: number; bytes: boolean },
  into: Float64Array,
): void {
  into.fill(0);
  for (let y = 0; y < BLOCK; y++) {
    let offset = ((top + y) * width + left) * 4;
    for (let x = 0; x < BLOCK; x++, offset += 4) {
      const b = data[offset + blue] ?? 0;
      const g = data[offset + 1] ?? 0;
      const r = data[offset + 2 - blue] ?? 0;
      // Chosen here and not by a function that is handed in: that call, once a pixel, takes as long as all the rest.
      const u = bytes ? byteChroma(r, g, b) : floatChroma(r, g, b);
      const index = (y >> 1) * 4 + (x >> 1);
      into[index] = (into[index] ?? 0) + u / 2;
    }
  }
}

/** U as OpenCV computes it for bytes: fixed point with 14 bits. */
function byteChroma(red: number, green: number, blue: number): number {
  const luma = (blue * 1868 + green * 9617 + red * 4899 + 8192) >> 14;
  return ((blue - luma) * 8061 + (128 << 14) + 8192) >> 14;
}

/** The same for floats, which OpenCV neither rounds nor centres on 128 but on 0.5. */
function floatChroma(red: number, green: number, blue: number): number {
  const luma = blue * 0.114 + green * 0.587 + red * 0.299;
  return (blue - luma) * 0.492 + 0.5;
}

/**
 * Block number n, counted row by row over the whole picture, carries bit n modulo the payload's length. A bit is
 * a one where its blocks vote one more often than all blocks do. (The reference decoder asks for more than half,
 * which the colour of the picture alone can decide: see the README.)
 */
function vote({ columns, rows, scores }: BlockScores, payload: Payload, frame: Frame): MarkReading {
  const length = payload.bits.length;
  const votes = new Uint32Array(length);
  const ones = new Uint32Array(length);
  const usual = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  rows.forEach((row, index) => {
    for (let column = 0; column < columns; column++) {
      const bit = (row * columns + column) % length;
      votes[bit] = (votes[bit] ?? 0) + 1;
      ones[bit] = (ones[bit] ?? 0) + (scores[index * columns + column] ?? 0);
    }
  });
  let wrongBits = 0;
  let agreeing = 0;
  payload.bits.forEach((wanted, bit) => {
    const all = votes[bit] ?? 0;
    const one = ones[bit] ?? 0;
    // A bit that no block carries is a wrong one: nothing is known about it.
    const read = all === 0 ? null : one / all > usual ? 1 : 0;
    if (read !== wanted) wrongBits++;
    agreeing += wanted === 1 ? one : all - one;
  });
  return {
    payload,
    frame,
    wrongBits,
    blocks: scores.length,
    agreement: agreeing / Math.max(1, scores.length),
  };
}
