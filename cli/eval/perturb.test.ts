import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scene } from '../../test/fixtures/pictures';
import { perturb } from './perturb';
import { PERTURBATIONS } from './perturbations';

const PICTURE = scene(3, 300, 200).png().toBuffer();

describe.each(PERTURBATIONS)('the perturbation %s', (name) => {
  it('gives the same bytes for the same picture and seed', async () => {
    const [one, same, other] = await Promise.all(
      ['a', 'a', 'b'].map(async (seed) => perturb(await PICTURE, name, seed)),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it('gives a picture of much the same size', async () => {
    const { width, height } = await sharp(await perturb(await PICTURE, name, 'a')).metadata();
    expect(width / 300).toBeGreaterThan(0.45);
    expect(width / 300).toBeLessThan(1.7);
    expect(height / 200).toBeGreaterThan(0.45);
    expect(height / 200).toBeLessThan(1.7);
  });

  it('takes pictures of one pixel, with transparency, in greys and in CMYK', async () => {
    const odd = [
      sharp({ create: { width: 1, height: 1, channels: 4, background: '#f008' } }).png(),
      scene(1, 40, 30).ensureAlpha(0.5).webp(),
      scene(1, 40, 30).greyscale().toColourspace('b-w').png(),
      scene(1, 40, 30).toColourspace('cmyk').jpeg(),
    ];
    for (const picture of odd) {
      const bytes = await perturb(await picture.toBuffer(), name, 'a');
      expect((await sharp(bytes).metadata()).width).toBeGreaterThan(0);
    }
  });
});

it('codes as JPEG or WebP, as its name says', async () => {
  const formatOf = async (name: (typeof PERTURBATIONS)[number]) =>
    (await sharp(await perturb(await PICTURE, name, 'a')).metadata()).format;
  expect(await Promise.all([formatOf('social'), formatOf('jpeg'), formatOf('webp')])).toEqual([
    'jpeg',
    'jpeg',
    'webp',
  ]);
});

it('writes on the lower part alone', async () => {
  const after = await sharp(await perturb(await PICTURE, 'overlay', 'a'))
    .raw()
    .toBuffer();
  const before = await sharp(await PICTURE)
    .removeAlpha()
    .raw()
    .toBuffer();
  const half = before.length / 2;
  expect(after.subarray(0, half)).toEqual(before.subarray(0, half));
  expect(after.subarray(half)).not.toEqual(before.subarray(half));
});

it('refuses what is no picture', async () => {
  await expect(perturb(new TextEncoder().encode('a list'), 'jpeg', 'a')).rejects.toThrow();
});
