import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scene } from '../test/fixtures/pictures';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import { loadSubject } from '../utils/subject/load';
import type { PixelSize, Pixels } from '../utils/subject/subject';
import { decoderFor } from './decode';

describe('decoding', () => {
  it('keeps every pixel and its alpha as stored', async () => {
    const data = Buffer.from([1, 2, 3, 0, 250, 251, 252, 255, 7, 8, 9, 128, 0, 0, 0, 1]);
    const png = await sharp(data, { raw: { width: 2, height: 2, channels: 4 } })
      .png()
      .toBuffer();
    const pixels = await decode(png, 'native');
    expect([...pixels.data]).toEqual([...data]);
  });

  it('turns the picture as its EXIF says', async () => {
    const wide = await solid(40, 20)
      .composite([{ input: await red(20, 20), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const turned = await sharp(wide).withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const pixels = await decode(turned, 'native');
    expect([pixels.width, pixels.height]).toEqual([20, 40]);
    expect(at(pixels, 10, 5)[0]).toBeGreaterThan(200);
    expect(at(pixels, 10, 35)[0]).toBeLessThan(50);
  });

  it('bounds the longer side and never enlarges', async () => {
    const jpeg = await scene(1, 400, 300).jpeg().toBuffer();
    const smaller = await decode(jpeg, 100);
    expect([smaller.width, smaller.height, smaller.data.length]).toEqual([100, 75, 100 * 75 * 4]);
    const same = await decode(jpeg, 1000);
    expect([same.width, same.height]).toEqual([400, 300]);
  });

  it.each([
    ['grey', solid(8, 8).toColourspace('b-w').png()],
    ['16 bits', solid(8, 8).toColourspace('rgb16').png()],
    ['CMYK', solid(8, 8).toColourspace('cmyk').jpeg()],
    ['a palette', solid(8, 8).png({ palette: true })],
  ])('gives four channels of 8 bits for %s', async (_, picture) => {
    const pixels = await decode(await picture.toBuffer(), 'native');
    expect(pixels.data.length).toBe(8 * 8 * 4);
    expect(at(pixels, 4, 4)[3]).toBe(255);
  });

  it('shows the first frame of an animation', async () => {
    const frames = await sharp([await red(8, 8), await solid(8, 8).png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    const pixels = await decode(frames, 'native');
    expect([pixels.width, pixels.height]).toEqual([8, 8]);
    expect(at(pixels, 4, 4)[0]).toBeGreaterThan(200);
  });

  it('opens no file that an SVG points at', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-'));
    const secret = join(folder, 'red.png');
    await writeFile(secret, await red(50, 50));
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50"><script>for(;;);</script>
      <rect width="50" height="50" fill="#00f"/><image href="file://${secret}" width="50" height="50"/></svg>`;
    const pixels = await decode(Buffer.from(svg), 'native');
    await rm(folder, { recursive: true });
    expect(at(pixels, 25, 25)).toEqual([0, 0, 255, 255]);
  });

  it('says that a picture is cut short', async () => {
    const jpeg = await scene(1, 400, 300).jpeg().toBuffer();
    const cut = decode(jpeg.subarray(0, jpeg.length / 2), 'native');
    await expect(cut).rejects.toMatchObject({ code: 'cannot-decode', said: { key: 'subject.damaged' } });
  });

  it('says which kind of picture this machine cannot show', async () => {
    const bitmap = Buffer.alloc(100);
    bitmap.write('BM');
    await expect(decode(bitmap, 'native')).rejects.toMatchObject({
      code: 'cannot-decode',
      said: { key: 'subject.cannotDecode', values: { mediaType: 'image/bmp' } },
    });
  });

  it('refuses more pixels than the limits allow', async () => {
    const subject = await loadSubject(Uint8Array.from(await solid(100, 100).png().toBuffer()));
    const decoding = decoderFor(subject, { ...DEFAULT_LIMITS, maxPixels: 5000 })('native');
    await expect(decoding).rejects.toMatchObject({ code: 'too-many-pixels' });
  });
});

async function decode(bytes: Uint8Array, size: PixelSize): Promise<Pixels> {
  const subject = await loadSubject(Uint8Array.from(bytes));
  return decoderFor(subject, DEFAULT_LIMITS)(size);
}

function solid(width: number, height: number) {
  return sharp({ create: { width, height, channels: 3, background: '#000080' } });
}

function red(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer();
}

function at({ data, width }: Pixels, x: number, y: number): number[] {
  const offset = (y * width + x) * 4;
  return [...data.subarray(offset, offset + 4)];
}
