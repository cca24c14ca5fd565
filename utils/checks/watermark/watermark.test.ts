import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { MADE } from '../../../test/fixtures/make';
import { scene } from '../../../test/fixtures/pictures';
import { NOVELAI_DATA, WEB_UI_DATA } from '../../../test/fixtures/watermark/make-stealth';
import type { Pixels } from '../../subject/subject';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import { watermark } from '.';

const ENCODED = new URL('../../../test/fixtures/watermark/encoded/', import.meta.url).pathname;

describe('invisible-watermark, made by the reference encoder', () => {
  it.each([
    ['sd1.png', 'StableDiffusionV1', 'Stable Diffusion 1', 136],
    ['sd2.png', 'SDV2', 'Stable Diffusion 2', 32],
    ['sdxl.png', 'SDXL', 'Stable Diffusion XL', 48],
    ['sdxl-swapped.png', 'SDXL', 'Stable Diffusion XL', 48],
    ['flux.png', 'FLUX', 'FLUX', 46],
    ['flux-q95.jpg', 'FLUX', 'FLUX', 46],
    ['sd2-q90.jpg', 'SDV2', 'Stable Diffusion 2', 32],
  ])('reads %s', async (file, payload, generator, bits) => {
    const [signal] = await check(await readFile(join(ENCODED, file)));
    expect(signal).toMatchObject({
      finding: 'ai-generated',
      basis: 'declared',
      evidence: { mark: 'invisible-watermark', payload, generator, wrongBits: 0, bits, blocks: 1440 },
    });
  });

  it('says which mark it is and how many bits differ', async () => {
    const [signal] = await check(await readFile(join(ENCODED, 'sdxl.png')));
    expect(signal && say(signal.summary, englishLanguage)).toBe(
      'carries the invisible watermark of Stable Diffusion XL: 0 of 48 bits differ',
    );
  });

  it('does not see it any more after chroma subsampling or resizing', async () => {
    const smaller = await sharp(join(ENCODED, 'sdxl.png')).resize(300).png().toBuffer();
    expect(await findings(await readFile(join(ENCODED, 'flux-q95-subsampled.jpg')))).toEqual(['none']);
    expect(await findings(smaller)).toEqual(['none']);
  });

  it('reads a large picture by a sample of its rows', async () => {
    const [signal] = await check(await readFile(join(ENCODED, 'flux-large.png')));
    expect(signal?.evidence).toMatchObject({ payload: 'FLUX', wrongBits: 0, blocks: 16_384 });
  });

  it('takes no unmarked picture for a marked one, turned by EXIF or not', async () => {
    for (let seed = 1; seed <= 8; seed++) {
      const picture = await scene(seed, 320, 256).jpeg().withMetadata({ orientation: seed }).toBuffer();
      expect(await findings(picture)).toEqual(['none']);
    }
    const turned = await sharp(join(ENCODED, 'sdxl.png')).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await findings(turned)).toEqual(['none']);
  });

  it.each(['white', 'black', '#3355aa'])('takes no %s area for a mark', async (background) => {
    const flat = sharp({ create: { width: 512, height: 512, channels: 3, background } });
    expect(await findings(await flat.png().toBuffer())).toEqual(['none']);
  });
});

describe('stealth PNG info', () => {
  it.each([
    ['stealth-pngcomp.png', 'stealth_pngcomp'],
    ['stealth-rgbinfo.png', 'stealth_rgbinfo'],
    ['stealth-rgbcomp.png', 'stealth_rgbcomp'],
    ['stealth-translucent.png', 'stealth_rgbcomp'],
    ['stealth-interlaced.png', 'stealth_pngcomp'],
    ['lossless.webp', 'stealth_rgbcomp'],
  ])('reads %s', async (file, signature) => {
    const [signal] = await check(await made(file));
    expect(signal).toMatchObject({
      finding: 'ai-generated',
      basis: 'declared',
      evidence: {
        mark: 'stealth-png-info',
        signature,
        software: 'NovelAI',
        model: 'NovelAI Diffusion V4 4F49EC75',
        prompt: NOVELAI_DATA.Description,
        seed: '1234567',
        text: JSON.stringify(NOVELAI_DATA),
      },
    });
  });

  it('reads the parameters of a web UI', async () => {
    const [signal] = await check(await made('stealth-pnginfo.png'));
    expect(signal?.evidence).toMatchObject({
      signature: 'stealth_pnginfo',
      prompt: 'a fox in the snow, (detailed:1.2)',
      seed: '42',
      model: 'dreamshaper_8',
      text: WEB_UI_DATA,
    });
    expect(signal && say(signal.summary, englishLanguage)).toBe(
      'carries hidden generation data of dreamshaper_8 in its pixels',
    );
  });

  it('reads PNGs from their bytes, since a canvas does not give colours under alpha back', async () => {
    const subject = await subjectOf(await made('stealth-translucent.png'));
    const context = contextFor(subject);
    const { decode } = context.tools;
    const likeACanvas = {
      ...context.tools,
      decode: async (size: 'native' | number) => premultiply(await decode(size)),
    };
    const [signal] = await watermark.run(subject, { ...context, tools: likeACanvas });
    expect(signal?.evidence).toMatchObject({ signature: 'stealth_rgbcomp', seed: '1234567' });
  });

  it.each([
    ['stealth-cropped.png', 'length'],
    ['stealth-long.png', 'length'],
    ['stealth-damaged.png', 'damaged'],
    ['stealth-bomb.png', 'too-large'],
  ])('names the mark in %s although its data cannot be read', async (file, problem) => {
    const [signal] = await check(await made(file));
    expect(signal).toMatchObject({
      finding: 'ai-generated',
      summary: { key: 'checks.watermark.stealthUnreadable' },
      evidence: { mark: 'stealth-png-info', problem },
    });
    expect(signal?.evidence).not.toHaveProperty('text');
  });

  it('is not looked for in a screen crop, nor in a JPEG', async () => {
    const subject = await subjectOf(await made('stealth-pngcomp.png'));
    const crop = { ...subject, coverage: 'pixels' } as const;
    const [cropped] = await watermark.run(crop, contextFor(crop));
    const [jpeg] = await check(await scene(1).jpeg().toBuffer());
    expect(cropped?.evidence).toMatchObject({ lookedFor: [{ looked: false, notLooked: 'screen-crop' }, {}] });
    expect(jpeg?.evidence).toMatchObject({ lookedFor: [{ looked: false, notLooked: 'lossy' }, {}] });
  });
});

describe('what was looked for', () => {
  it('is listed where nothing was found, with the nearest payload', async () => {
    const [signal] = await check(await scene(1).png().toBuffer());
    expect(signal).toMatchObject({
      finding: 'none',
      evidence: {
        lookedFor: [
          { mark: 'stealth-png-info', looked: true },
          { mark: 'invisible-watermark', looked: true, nearest: { bits: expect.any(Number) } },
        ],
      },
    });
  });

  it('is nothing in a small JPEG', async () => {
    const [signal] = await check(await scene(1, 200, 200).jpeg().toBuffer());
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'too-small' });
  });

  it('is stealth info alone in a small PNG, without decoding it', async () => {
    const subject = await subjectOf(await scene(1, 64, 64).png().toBuffer());
    const context = contextFor(subject);
    const decode = () => Promise.reject(new Error('not needed'));
    const [signal] = await watermark.run(subject, { ...context, tools: { ...context.tools, decode } });
    expect(signal).toMatchObject({
      finding: 'none',
      evidence: { lookedFor: [{ looked: true }, { looked: false, notLooked: 'too-small' }] },
    });
  });

  it('is nothing in a drawing', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600"><circle r="200"/></svg>';
    const [signal] = await check(new TextEncoder().encode(svg));
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'vector' });
  });
});

async function check(bytes: Uint8Array) {
  const subject = await subjectOf(bytes);
  return watermark.run(subject, contextFor(subject));
}

async function findings(bytes: Uint8Array): Promise<readonly string[]> {
  return (await check(bytes)).map((signal) => signal.finding);
}

function made(file: string): Promise<Uint8Array> {
  return readFile(join(MADE, 'watermark', file));
}

/** What a canvas does: colours are multiplied with alpha, stored as bytes and divided again. */
function premultiply(pixels: Pixels): Pixels {
  const data = new Uint8ClampedArray(pixels.data);
  for (let offset = 0; offset < data.length; offset += 4) {
    const alpha = (data[offset + 3] ?? 0) / 255;
    for (let channel = offset; channel < offset + 3; channel++) {
      const stored = Math.round((data[channel] ?? 0) * alpha);
      data[channel] = alpha === 0 ? 0 : stored / alpha;
    }
  }
  return { ...pixels, data };
}
