import type { Pixels } from '../subject';

/** EXIF's Orientation, 1 to 8, of an APP1 segment; undefined where the segment is none of EXIF's or does not say. */
export function readOrientation(segment: DataView): number | undefined {
  const isExif = segment.byteLength > TIFF + 8 && segment.getUint32(0) === EXIF;
  if (!isExif) return undefined;
  try {
    const little = segment.getUint16(TIFF) === LITTLE_ENDIAN;
    const directory = TIFF + segment.getUint32(TIFF + 4, little);
    const count = segment.getUint16(directory, little);
    for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
      if (segment.getUint16(entry, little) !== ORIENTATION) continue;
      const value = segment.getUint16(entry + 8, little);
      return value >= 1 && value <= 8 ? value : undefined;
    }
  } catch {
    // EXIF that points beyond its end says nothing.
  }
  return undefined;
}

/** The picture as it is to be seen, of EXIF's orientation. */
export function turn(pixels: Pixels, orientation: number): Pixels {
  if (orientation === 1) return pixels;
  const { width, height } = pixels;
  const sideways = orientation >= 5;
  const turned = { width: sideways ? height : width, height: sideways ? width : height };
  const from = new Uint32Array(pixels.data.buffer);
  const to = new Uint32Array(from.length);
  const [flipX, flipY] = FLIPS[orientation - 1] ?? [false, false];
  for (let y = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++) {
      const [across, down] = sideways ? [y, x] : [x, y];
      const source = (flipY ? height - 1 - down : down) * width + (flipX ? width - 1 - across : across);
      to[y * turned.width + x] = from[source] ?? 0;
    }
  }
  return { ...turned, data: new Uint8ClampedArray(to.buffer) };
}

/** Whether the file's columns and rows run backwards, for the orientations from 1 on (EXIF 2.32, tag 274). */
const FLIPS: readonly (readonly [boolean, boolean])[] = [
  [false, false],
  [true, false],
  [true, true],
  [false, true],
  [false, false],
  [false, true],
  [true, true],
  [true, false],
];

/** "Exif", which two zeros follow, and then a TIFF file. */
const EXIF = 0x45786966;
const TIFF = 6;
const LITTLE_ENDIAN = 0x4949;
const ORIENTATION = 0x0112;
