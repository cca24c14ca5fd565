import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scene } from '../../../test/fixtures/pictures';
import { decodePngCorner } from './png-rows';

const ALL = { rows: Number.POSITIVE_INFINITY, columns: Number.POSITIVE_INFINITY };
const PICTURE = scene(1, 90, 70).ensureAlpha(0.4).png().toBuffer();

describe('a PNG', () => {
  it.each([true, false])('gives the file’s own numbers, filtered or not (%s)', async (adaptiveFiltering) => {
    for (const picture of [sharp(await PICTURE), sharp(await PICTURE).removeAlpha()]) {
      const png = await picture.png({ adaptiveFiltering, palette: false }).toBuffer();
      const { data } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      const decoded = decodePngCorner(png, ALL);
      expect(decoded).toMatchObject({ width: 90, height: 70 });
      expect(decoded && Buffer.from(decoded.data).equals(data)).toBe(true);
    }
  });

  it('can be decoded in part', async () => {
    const png = await PICTURE;
    const corner = { left: 0, top: 0, width: 20, height: 10 };
    const expected = await sharp(png).extract(corner).ensureAlpha().raw().toBuffer();
    const decoded = decodePngCorner(png, { rows: 10, columns: 20 });
    expect(decoded && Buffer.from(decoded.data).equals(expected)).toBe(true);
  });

  it('is left to the decoder where it has a palette, 16 bits, grey or interlacing', async () => {
    const picture = sharp(await PICTURE);
    for (const png of [
      picture.clone().png({ palette: true }),
      picture.clone().toColourspace('rgb16').png(),
      picture.clone().removeAlpha().toColourspace('b-w').png(),
      picture.clone().png({ progressive: true }),
    ]) {
      expect(decodePngCorner(await png.toBuffer(), ALL) === null).toBe(true);
    }
  });

  it('is nothing where it is damaged or cut short, but its head can still be read', async () => {
    const png = await PICTURE;
    const cut = png.subarray(0, png.length / 2);
    const huge = Buffer.from(png);
    huge.writeUInt32BE(0x7fff_ffff, 16);
    const broken = Buffer.from(png).fill(0xff, 60, 90);
    expect(decodePngCorner(cut, ALL)).toBeNull();
    expect(decodePngCorner(cut, { rows: 10, columns: 90 })).not.toBeNull();
    expect(decodePngCorner(broken, ALL)).toBeNull();
    expect(decodePngCorner(huge, ALL)).toBeNull();
    expect(decodePngCorner(png.subarray(0, 20), ALL)).toBeNull();
    expect(decodePngCorner(new Uint8Array(), ALL)).toBeNull();
  });
});
