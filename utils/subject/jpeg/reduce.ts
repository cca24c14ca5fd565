import type { Pixels } from '../subject';
import { type Frame, type Plane, readFrame } from './frame';
import { spreadCodes, stepsOver } from './huffman';
import { readOrientation, turn } from './orientation';
import { readScan, type Tables } from './scan';
import { Unreadable } from './unreadable';

/** A JPEG at an eighth of its sides. */
export interface ReducedJpeg {
  /** Each pixel is the mean of a block of 8 × 8. EXIF orientation applied. */
  readonly pixels: Pixels;
  /** Whether the colours are of an ICC profile, which has not been applied. */
  readonly hasProfile: boolean;
}

/**
 * Decodes a JPEG at an eighth of its sides: the DC coefficients, which are its blocks' means, and nothing else, in a
 * fraction of the time that all pixels take. Null for the kinds that are not supported (arithmetic coding, 12 bits, CMYK,
 * lossless) and for files with anything damaged: those are another decoder's.
 */
export function reduceJpeg(file: Uint8Array): ReducedJpeg | null {
  try {
    const { frame, transform, orientation, hasProfile } = readFile(file);
    return { pixels: turn(colour(frame, transform), orientation), hasProfile };
  } catch (error) {
    // A RangeError is what reading beyond the data gives.
    if (error instanceof Unreadable || error instanceof RangeError) return null;
    throw error;
  }
}

interface JpegFile {
  readonly frame: Frame;
  /** Whether the components are YCbCr. */
  readonly transform: boolean;
  readonly orientation: number;
  readonly hasProfile: boolean;
}

/** Walks the file's segments (ITU-T T.81, B.1.1) to its end. */
function readFile(file: Uint8Array): JpegFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint16(0) !== START) throw new Unreadable('no JPEG');
  const tables: Tables = { factors: [], dc: [], ac: [], restartInterval: 0 };
  let frame: Frame | undefined;
  let orientation: number | undefined;
  let hasProfile = false;
  let adobe: number | undefined;
  let at = 2;
  for (;;) {
    const marker = view.getUint16(at) & 0xff;
    if (view.getUint8(at) !== 0xff) throw new Unreadable('no marker where one belongs');
    at += 1;
    if (marker === FILL) continue;
    at += 1;
    if (marker === END) break;
    const length = view.getUint16(at);
    const segment = new DataView(file.buffer, file.byteOffset + at + 2, length - 2);
    at += length;
    if (marker === HUFFMAN_TABLES) readHuffmanTables(segment, tables);
    else if (marker === QUANTIZATION_TABLES) readQuantizationTables(segment, tables);
    else if (marker === RESTART_INTERVAL) tables.restartInterval = segment.getUint16(0);
    else if (marker === APP1) orientation ??= readOrientation(segment);
    else if (marker === APP2) hasProfile ||= beginsWith(segment, 'ICC_PROFILE\0');
    else if (marker === APP14 && beginsWith(segment, 'Adobe')) adobe = segment.getUint8(11);
    else if (marker === SCAN) {
      if (!frame) throw new Unreadable('a scan before its frame');
      at = readScan(file, at, segment, frame, tables);
    } else if (isFrame(marker)) {
      if (frame) throw new Unreadable('a second frame');
      frame = readFrame(marker, segment);
    }
  }
  if (!frame) throw new Unreadable('no frame');
  return { frame, transform: isYCbCr(frame, adobe), orientation: orientation ?? UPRIGHT, hasProfile };
}

/** DHT (B.2.4.2). */
function readHuffmanTables(segment: DataView, tables: Tables): void {
  for (let at = 0; at < segment.byteLength; ) {
    const target = segment.getUint8(at);
    const counts = bytesOf(segment, at + 1, 16);
    const symbols = bytesOf(
      segment,
      at + 17,
      counts.reduce((sum, count) => sum + count, 0),
    );
    const codes = spreadCodes(counts, symbols);
    if (target >> 4 === 0) tables.dc[target & 15] = codes;
    else tables.ac[target & 15] = stepsOver(codes);
    at += 17 + symbols.length;
  }
}

/** DQT (B.2.4.1). */
function readQuantizationTables(segment: DataView, tables: Tables): void {
  for (let at = 0; at < segment.byteLength; ) {
    const target = segment.getUint8(at);
    const wide = target >> 4 > 0;
    tables.factors[target & 15] = wide ? segment.getUint16(at + 1) : segment.getUint8(at + 1);
    at += 1 + (wide ? 128 : 64);
  }
}

/** As libjpeg tells: Adobe's marker says it, the components' names may, and YCbCr is the rule. */
function isYCbCr({ planes }: Frame, adobe: number | undefined): boolean {
  if (planes.length === 1) return false;
  if (adobe !== undefined) return adobe !== 0;
  return String.fromCharCode(...planes.map(({ id }) => id)) !== 'RGB';
}

function colour(frame: Frame, transform: boolean): Pixels {
  const width = Math.ceil(frame.width / 8);
  const height = Math.ceil(frame.height / 8);
  const data = new Uint8ClampedArray(width * height * 4);
  const readers = frame.planes.map((plane) => rowReader(frame, plane, width, height));
  let at = 0;
  for (let y = 0; y < height; y++) {
    const [first, second = first, third = first] = readers.map((read) => read(y));
    if (!first || !second || !third) throw new Unreadable('no component');
    for (let x = 0; x < width; x++, at += 4) {
      const one = first[x] ?? 0;
      const two = second[x] ?? 0;
      const three = third[x] ?? 0;
      // JFIF: blue and red lie around 128.
      data[at] = transform ? one + 1.402 * (three - 128) : one;
      data[at + 1] = transform ? one - 0.344136 * (two - 128) - 0.714136 * (three - 128) : two;
      data[at + 2] = transform ? one + 1.772 * (two - 128) : three;
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/**
 * Reads a component's levels, 0 to 255, for each pixel of a row of the picture; the array is the next row's too. Where the
 * component has fewer blocks than the picture has pixels, those between are interpolated, as decoders do: means that jump
 * would move the edges of colours.
 */
function rowReader(frame: Frame, plane: Plane, width: number, height: number): (y: number) => Float32Array {
  const { coefficients, stride, factor } = plane;
  if (factor === 0) throw new Unreadable('a component without a scan or a table');
  const columns = placesOf(width, plane.columns, plane.across / frame.most.across);
  const rows = placesOf(height, plane.rows, plane.down / frame.most.down);
  const between = new Float32Array(plane.columns);
  const levels = new Float32Array(width);
  // A DC coefficient is eight times the mean, around 128 (A.3.3).
  const scale = factor / 8;
  return (y) => {
    const above = (rows.before[y] ?? 0) * stride;
    const below = (rows.after[y] ?? 0) * stride;
    const down = rows.weight[y] ?? 0;
    for (let x = 0; x < plane.columns; x++) {
      const level = coefficients[above + x] ?? 0;
      between[x] = (level + ((coefficients[below + x] ?? 0) - level) * down) * scale + 128;
    }
    if (plane.columns === width) return between;
    for (let x = 0; x < width; x++) {
      const level = between[columns.before[x] ?? 0] ?? 0;
      const next = between[columns.after[x] ?? 0] ?? 0;
      levels[x] = level + (next - level) * (columns.weight[x] ?? 0);
    }
    return levels;
  };
}

/** Between which two of `count` blocks the centre of each pixel lies, and how near to the second one, from 0 to 1. */
function placesOf(pixels: number, count: number, perPixel: number) {
  const before = new Uint16Array(pixels);
  const after = new Uint16Array(pixels);
  const weight = new Float32Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const place = Math.min(count - 1, Math.max(0, (pixel + 0.5) * perPixel - 0.5));
    before[pixel] = Math.floor(place);
    after[pixel] = Math.min(count - 1, Math.floor(place) + 1);
    weight[pixel] = place - Math.floor(place);
  }
  return { before, after, weight };
}

function bytesOf(segment: DataView, start: number, length: number): Uint8Array {
  return new Uint8Array(segment.buffer, segment.byteOffset + start, length);
}

function beginsWith(segment: DataView, text: string): boolean {
  if (segment.byteLength < text.length) return false;
  return String.fromCharCode(...bytesOf(segment, 0, text.length)) === text;
}

/** SOF0 to SOF15, among which are DHT, DAC and a reserved one. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== HUFFMAN_TABLES && marker !== 0xc8 && marker !== 0xcc;
}

/** Markers (ITU-T T.81, table B.1). */
const START = 0xffd8;
const END = 0xd9;
const FILL = 0xff;
const HUFFMAN_TABLES = 0xc4;
const QUANTIZATION_TABLES = 0xdb;
const RESTART_INTERVAL = 0xdd;
const SCAN = 0xda;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;

/** EXIF's number for a picture that need not be turned. */
const UPRIGHT = 1;
