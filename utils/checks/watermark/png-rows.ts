import { Unzlib } from 'fflate';
import type { Pixels } from '../../subject/subject';

/** The part of a PNG to decode, from its top left corner. More than the picture has is cut to what it has. */
export interface Corner {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Decodes the top left corner of a PNG to exactly the numbers that the file holds. A canvas would not give them:
 * it multiplies colours with their alpha, converts to the screen's profile and, in some browsers, adds noise
 * against fingerprinting. Inflating stops at the last row asked for.
 *
 * Returns null where the picture is not one of 8-bit RGB or RGBA without interlacing, or is damaged.
 * Follows the PNG specification, third edition, sections 7 (chunks), 9 (filters) and 11.2 (IHDR).
 */
export function decodePngCorner(bytes: Uint8Array, corner: Corner): Pixels | null {
  const header = readHeader(bytes);
  if (header === null) return null;
  const rows = Math.min(corner.rows, header.height);
  const columns = Math.min(corner.columns, header.width);
  const pixels = new Uint8ClampedArray(rows * columns * 4).fill(255);
  const unfilter = createUnfilter(header, rows, (row, y) => {
    for (let x = 0; x < columns; x++) {
      const from = x * header.channels;
      pixels.set(row.subarray(from, from + header.channels), (y * columns + x) * 4);
    }
  });
  try {
    if (!inflateUntil(imageData(bytes), unfilter)) return null;
  } catch {
    // fflate and the unfilter throw at data that breaks the format.
    return null;
  }
  return { width: columns, height: rows, data: pixels };
}

/** Bytes that are inflated at a time: deflate grows data by 1,032 at most, so that no step takes over 17 MB. */
const SLICE = 16_384;

/** Pixels: a header that announces more is not believed, since it would decide how much memory is taken. */
const MAX_SIDE = 100_000;

const SIGNATURE_LENGTH = 8;
const COLOUR_TYPES: ReadonlyMap<number, 3 | 4> = new Map([
  [2, 3],
  [6, 4],
]);

interface Header {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

function readHeader(bytes: Uint8Array): Header | null {
  const first = chunks(bytes).next();
  if (first.done || first.value.type !== 'IHDR' || first.value.data.length !== 13) return null;
  const view = viewOf(first.value.data);
  const channels = COLOUR_TYPES.get(view.getUint8(9));
  const [depth, interlace] = [view.getUint8(8), view.getUint8(12)];
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  if (channels === undefined || depth !== 8 || interlace !== 0) return null;
  if (width === 0 || height === 0 || Math.max(width, height) > MAX_SIDE) return null;
  return { width, height, channels };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** The chunks in their order, without checking their sums. A chunk that is cut short ends the list. */
function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const view = viewOf(bytes);
  let at = SIGNATURE_LENGTH;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

function* imageData(bytes: Uint8Array): Generator<Uint8Array> {
  for (const { type, data } of chunks(bytes)) {
    if (type !== 'IDAT') continue;
    for (let at = 0; at < data.length; at += SLICE) yield data.subarray(at, at + SLICE);
  }
}

/** Inflates slice by slice until `take` says that it has enough; false where the data ends before. */
function inflateUntil(slices: Iterable<Uint8Array>, take: (inflated: Uint8Array) => boolean): boolean {
  let enough = false;
  const inflate = new Unzlib((inflated) => {
    enough ||= take(inflated);
  });
  for (const slice of slices) {
    inflate.push(slice);
    if (enough) return true;
  }
  return false;
}

/** Cuts inflated bytes into rows, undoes each row's filter and hands it on. Returns true once `rows` are done. */
function createUnfilter(
  { width, channels }: Header,
  rows: number,
  onRow: (row: Uint8Array, y: number) => void,
): (inflated: Uint8Array) => boolean {
  let current = new Uint8Array(1 + width * channels);
  let above = new Uint8Array(1 + width * channels);
  let filled = 0;
  let y = 0;
  return (inflated) => {
    for (let at = 0; at < inflated.length && y < rows; ) {
      const piece = inflated.subarray(at, at + current.length - filled);
      current.set(piece, filled);
      filled += piece.length;
      at += piece.length;
      if (filled < current.length) break;
      unfilterRow(current[0] ?? 0, current.subarray(1), above.subarray(1), channels);
      onRow(current.subarray(1), y++);
      [above, current, filled] = [current, above, 0];
    }
    return y >= rows;
  };
}

function unfilterRow(filter: number, row: Uint8Array, above: Uint8Array, channels: number): void {
  for (let index = 0; index < row.length; index++) {
    const left = index < channels ? 0 : (row[index - channels] ?? 0);
    const up = above[index] ?? 0;
    const upLeft = index < channels ? 0 : (above[index - channels] ?? 0);
    row[index] = (row[index] ?? 0) + predict(filter, left, up, upLeft);
  }
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      throw new RangeError(`PNG has no filter ${filter}`);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const toLeft = Math.abs(up - upLeft);
  const toUp = Math.abs(left - upLeft);
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
