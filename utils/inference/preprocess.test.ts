import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PLAIN_PICTURE } from '../../test/fixtures/models';
import { seededRandom } from '../../test/fixtures/pictures';
import type { Pixels } from '../subject/subject';
import type { ImageInputSpec } from './manifest';
import { pictureTensor, placePicture } from './preprocess';

/*
 * The checksums are of Pillow 11's `crop`, `resize(size, Image.BILINEAR)` and `paste` on the same pictures: bytes of red,
 * green and blue in rows.
 */
describe('resizing', () => {
  it.each([
    { from: [50, 37], to: [16, 16], start: [86, 93, 158, 111, 126, 84], checksum: 1366781600 },
    { from: [7, 5], to: [16, 16], start: [2, 15, 250, 30, 33, 227], checksum: 4205515594 },
    { from: [200, 16], to: [16, 16], start: [172, 136, 182, 151, 148, 155], checksum: 2688669805 },
    { from: [16, 31], to: [16, 16], start: [86, 55, 138, 95, 117, 49], checksum: 759542010 },
    { from: [33, 64], to: [24, 20], start: [159, 177, 119, 162, 105, 140], checksum: 2298339339 },
  ])('squashes $from into $to as Pillow does', ({ from, to, start, checksum }) => {
    const [width = 0, height = 0] = to;
    const bytes = bytesOf(noise(from), { ...PLAIN_PICTURE, shape: ['batch', height, width, 3] });
    expect([...bytes.subarray(0, 6)]).toEqual(start);
    expect(crc32(bytes)).toBe(checksum);
  });

  it.each([
    { from: [50, 37], to: [16, 16], checksum: 2712758395 },
    { from: [31, 64], to: [16, 16], checksum: 362715767 },
    { from: [50, 37], to: [24, 20], checksum: 1727742478 },
  ])('cuts the largest middle of $from out and resizes it to $to', ({ from, to, checksum }) => {
    const [width = 0, height = 0] = to;
    const spec: ImageInputSpec = {
      ...PLAIN_PICTURE,
      resize: 'centre-crop',
      shape: ['batch', height, width, 3],
    };
    expect(crc32(bytesOf(noise(from), spec))).toBe(checksum);
  });

  it('says where the whole picture lies when its middle was cut out', () => {
    const spec: ImageInputSpec = { ...PLAIN_PICTURE, resize: 'centre-crop' };
    expect(placePicture({ width: 64, height: 32 }, spec)).toEqual({
      left: -8,
      top: 0,
      width: 32,
      height: 16,
    });
  });

  it('fits the whole picture in, on black, and says where it lies', () => {
    const spec: ImageInputSpec = { ...PLAIN_PICTURE, resize: 'letterbox' };
    const bytes = bytesOf(noise([50, 37]), spec);
    expect(crc32(bytes)).toBe(3910978100);
    expect(placePicture(noise([50, 37]), spec)).toEqual({ left: 0, top: 2, width: 16, height: 12 });
    expect(placePicture(noise([37, 50]), spec)).toEqual({ left: 2, top: 0, width: 12, height: 16 });
    expect(placePicture({ width: 4000, height: 3 }, spec)).toMatchObject({ width: 16, height: 1 });
  });

  it('leaves a picture of the right size as it is', () => {
    const picture = noise([16, 16]);
    const kept = Uint8Array.from(picture.data.filter((_, index) => index % 4 !== 3));
    for (const resize of ['squash', 'letterbox', 'centre-crop'] as const) {
      expect(bytesOf(picture, { ...PLAIN_PICTURE, resize })).toEqual(kept);
    }
  });

  it('enlarges a picture that is smaller than the input', () => {
    const tiny = flat([1, 1], [10, 20, 30, 255]);
    for (const resize of ['squash', 'letterbox', 'centre-crop'] as const) {
      expect(bytesOf(tiny, { ...PLAIN_PICTURE, resize })).toEqual(
        bytesOf(flat([16, 16], [10, 20, 30, 255]), PLAIN_PICTURE),
      );
    }
  });
});

describe('the tensor', () => {
  it('has the colours in the order, layout and range that the model wants', () => {
    const picture = flat([2, 1], [255, 51, 0, 255]);
    picture.data.set([0, 0, 255], 4);
    const spec: ImageInputSpec = { ...PLAIN_PICTURE, mean: [0.5, 0, 1], scale: [0.5, 1, 2] };
    const planes = pictureTensor([picture], { ...spec, layout: 'NCHW', shape: ['batch', 3, 1, 2] });
    expect(planes.shape).toEqual([1, 3, 1, 2]);
    expect([...planes.data].map((value) => Math.fround(value))).toEqual(
      [1, -1, 0.2, 0, -0.5, 0].map(Math.fround),
    );
    const blueFirst = pictureTensor([picture], { ...spec, colourOrder: 'BGR', shape: ['batch', 1, 2, 3] });
    expect([...blueFirst.data]).toEqual([-1, 0.2, 0, 1, 0, -0.5].map(Math.fround));
  });

  it('shows what is transparent on white', () => {
    const picture = flat([16, 16], [0, 100, 255, 0]);
    picture.data.set([0, 100, 255, 51], 4);
    expect([...bytesOf(picture, PLAIN_PICTURE).subarray(0, 6)]).toEqual([255, 255, 255, 204, 224, 255]);
  });

  it('holds one picture after the other', () => {
    const pictures = [noise([50, 37]), noise([7, 5])];
    const both = pictureTensor(pictures, PLAIN_PICTURE);
    expect(both.shape).toEqual([2, 16, 16, 3]);
    const apart = pictures.flatMap((picture) => [...pictureTensor([picture], PLAIN_PICTURE).data]);
    expect([...both.data]).toEqual(apart);
  });
});

/** Random bytes; the width is the seed. */
function noise([width = 0, height = 0]: readonly number[]): Pixels {
  const random = seededRandom(width);
  const picture = flat([width, height], [0, 0, 0, 255]);
  for (let index = 0; index < picture.data.length; index++) {
    if (index % 4 !== 3) picture.data[index] = Math.floor(256 * random());
  }
  return picture;
}

function flat([width = 0, height = 0]: readonly number[], colour: readonly number[]): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 4) data.set(colour, at);
  return { width, height, data };
}

function bytesOf(picture: Pixels, spec: ImageInputSpec): Uint8Array {
  return Uint8Array.from(pictureTensor([picture], spec).data, Math.round);
}
