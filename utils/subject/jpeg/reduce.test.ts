import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { scene } from '../../../test/fixtures/pictures';
import { type Sampling, sampledJpeg } from '../../../test/fixtures/sampled-jpeg';
import { hashBlocks } from '../../checks/fingerprint/block-hash';
import { hammingDistance, packHash } from '../../checks/fingerprint/hamming';
import type { Pixels } from '../subject';
import { reduceJpeg } from './reduce';

const WIDTH = 3200;
const HEIGHT = 2400;

/**
 * Bits of 256 that may differ from the means of the same blocks, taken of libjpeg's pixels, and that was measured between
 * libjpeg's own pixels at 500 and at 512: blocks as bright as the median that they are compared with, which rounding decides.
 * The scenes' skies are full of them.
 */
const MOST_OF_MEANS = 6;

/** From what the shell reads: half of what still counts as a copy. */
const MOST_OF_SHELL = 10;

/** Grey levels, of 255, in the mean of all pixels. */
const MOST_LEVELS = 2;

const KINDS: readonly (readonly [string, number, (picture: Sharp) => Sharp])[] = [
  ['4:2:0', 1, (picture) => picture.jpeg({ chromaSubsampling: '4:2:0' })],
  ['4:4:4', 2, (picture) => picture.jpeg({ chromaSubsampling: '4:4:4', quality: 97 })],
  ['of little quality', 3, (picture) => picture.jpeg({ quality: 20 })],
  ['greyscale', 4, (picture) => picture.greyscale().jpeg()],
  ['progressive', 5, (picture) => picture.jpeg({ progressive: true })],
  ['progressive, 4:4:4', 6, (picture) => picture.jpeg({ progressive: true, chromaSubsampling: '4:4:4' })],
  ['with codes of its own', 7, (picture) => picture.jpeg({ optimiseCoding: true })],
  ['of odd sides', 8, (picture) => picture.resize(3181, 2389, { fit: 'fill' }).jpeg()],
  ['upright', 9, (picture) => picture.resize(2400, 3200, { fit: 'fill' }).jpeg()],
  ['12 megapixels', 10, (picture) => picture.resize(4000, 3000).jpeg()],
  ['12 megapixels, 4:4:4', 11, (picture) => picture.resize(4000, 3000).jpeg({ chromaSubsampling: '4:4:4' })],
  ['a camera of 4032 pixels', 12, (picture) => picture.resize(4032, 3024).jpeg({ quality: 92 })],
];

it.each(KINDS)('has the fingerprint that libjpeg gives it: %s', async (_, seed, encode) => {
  const file = await encode(scene(seed, WIDTH / 4, HEIGHT / 4).resize(WIDTH, HEIGHT)).toBuffer();
  const reduced = reduceJpeg(file)?.pixels;
  const means = meansOfBlocks(await decodeWithSharp(file));
  expect(reduced).toMatchObject({ width: means.width, height: means.height });
  expect(meanDifference(reduced, means)).toBeLessThan(MOST_LEVELS);
  expect(distance(reduced, means)).toBeLessThanOrEqual(MOST_OF_MEANS);
  expect(distance(reduced, await decodeWithSharp(file, 512))).toBeLessThanOrEqual(MOST_OF_SHELL);
});

/** Odd, so that the last units reach beyond the picture. */
const BLOCKS = { across: 201, down: 151 };

const SAMPLINGS: readonly (readonly [string, Sampling])[] = [
  ['4:2:2', { across: 2, down: 1, restartInterval: 0 }],
  ['4:4:0', { across: 1, down: 2, restartInterval: 0 }],
  ['4:1:1', { across: 4, down: 1, restartInterval: 0 }],
  ['4:2:2, a restart after each row', { across: 2, down: 1, restartInterval: Math.ceil(BLOCKS.across / 2) }],
  ['4:4:4, restarts within rows', { across: 1, down: 1, restartInterval: 7 }],
  ['4:2:0, restarts across rows', { across: 2, down: 2, restartInterval: 301 }],
];

it.each(SAMPLINGS)('has the fingerprint that libjpeg gives it: %s', async (_, sampling) => {
  const file = sampledJpeg(await sceneOfBlocks(), sampling);
  const reduced = reduceJpeg(file)?.pixels;
  const decoded = await decodeWithSharp(file);
  expect(decoded).toMatchObject({ width: BLOCKS.across * 8, height: BLOCKS.down * 8 });
  expect(meanDifference(reduced, meansOfBlocks(decoded))).toBeLessThan(MOST_LEVELS);
  expect(distance(reduced, meansOfBlocks(decoded))).toBeLessThanOrEqual(MOST_OF_MEANS);
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])('is turned as EXIF says: orientation %i', async (orientation) => {
  const file = await scene(5, 640, 480).jpeg().withMetadata({ orientation }).toBuffer();
  const reduced = reduceJpeg(file)?.pixels;
  expect(reduced?.width).toBe(orientation >= 5 ? 60 : 80);
  expect(meanDifference(reduced, meansOfBlocks(await decodeWithSharp(file)))).toBeLessThan(MOST_LEVELS);
});

it('tells of a colour profile, since it applies none', async () => {
  const file = await scene(5, 320, 240).jpeg().withIccProfile('p3').toBuffer();
  expect(reduceJpeg(file)).toMatchObject({ hasProfile: true });
});

describe('is left to another decoder', () => {
  it('where the file is cut off, wherever that is', async () => {
    const file = await scene(5, 320, 240).jpeg().toBuffer();
    for (let length = 0; length < file.length - 1; length += 97) {
      expect(reduceJpeg(file.subarray(0, length))).toBeNull();
    }
  });

  it('where it has four colours', async () => {
    expect(reduceJpeg(await scene(5, 320, 240).toColourspace('cmyk').jpeg().toBuffer())).toBeNull();
  });

  it('where it is something else', async () => {
    expect(reduceJpeg(await scene(5, 320, 240).png().toBuffer())).toBeNull();
    expect(reduceJpeg(new Uint8Array())).toBeNull();
  });

  it('where a restart marker is missing', async () => {
    const file = sampledJpeg(await sceneOfBlocks(), { across: 2, down: 1, restartInterval: 50 });
    const marker = file.indexOf(Buffer.from([0xff, 0xd3]));
    expect(reduceJpeg(file)).not.toBeNull();
    expect(reduceJpeg(Buffer.concat([file.subarray(0, marker), file.subarray(marker + 2)]))).toBeNull();
  });

  it('where its header promises more rows than there are', async () => {
    const file = await scene(5, 320, 240).jpeg().toBuffer();
    const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
    file.writeUInt16BE(60_000, frame + 5);
    expect(reduceJpeg(file)).toBeNull();
  });
});

it('ends with an answer, whatever is damaged', async () => {
  const file = await scene(5, 320, 240).jpeg().toBuffer();
  for (let at = 2; at < file.length; at += 31) {
    const damaged = Buffer.from(file);
    damaged.writeUInt8((damaged.readUInt8(at) + 77) & 0xff, at);
    const reduced = reduceJpeg(damaged);
    if (reduced) expect(reduced.pixels.data).toHaveLength(reduced.pixels.width * reduced.pixels.height * 4);
  }
});

/** A scene of as many pixels as a picture is to have blocks. */
async function sceneOfBlocks(): Promise<Pixels> {
  return decodeWithSharp(await scene(13, BLOCKS.across, BLOCKS.down).png().toBuffer());
}

/** Decoded by libjpeg, upright; smaller where a longer side is given. */
async function decodeWithSharp(file: Uint8Array, longer?: number): Promise<Pixels> {
  const picture = sharp(file).autoOrient();
  if (longer !== undefined) picture.resize(longer, longer, { fit: 'inside' });
  const { data, info } = await picture
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: Uint8ClampedArray.from(data) };
}

/** Each block of 8 × 8 as one pixel. */
function meansOfBlocks({ width, height, data }: Pixels): Pixels {
  const size = { width: Math.ceil(width / 8), height: Math.ceil(height / 8) };
  const sums = new Float64Array(size.width * size.height * 4);
  const counts = new Float64Array(sums.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mean = ((y >> 3) * size.width + (x >> 3)) * 4;
      for (let channel = 0; channel < 4; channel++) {
        sums[mean + channel] = (sums[mean + channel] ?? 0) + (data[(y * width + x) * 4 + channel] ?? 0);
        counts[mean + channel] = (counts[mean + channel] ?? 0) + 1;
      }
    }
  }
  return { ...size, data: Uint8ClampedArray.from(sums, (sum, mean) => sum / (counts[mean] ?? 1)) };
}

function distance(one: Pixels | undefined, other: Pixels): number {
  if (!one) return Number.POSITIVE_INFINITY;
  return hammingDistance(packHash(hashBlocks(one).hash), packHash(hashBlocks(other).hash));
}

function meanDifference(one: Pixels | undefined, other: Pixels): number {
  if (!one) return Number.POSITIVE_INFINITY;
  const sum = one.data.reduce((total, level, at) => total + Math.abs(level - (other.data[at] ?? 0)), 0);
  return sum / one.data.length;
}
