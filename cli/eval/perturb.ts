import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { seededRandom } from '../../utils/inference/seeded-random';
import { DEFAULT_LIMITS } from '../../utils/subject/limits';
import type { Perturbation } from './perturbations';

/**
 * The picture after one of them. What is chosen at random follows from the seed and the name alone, so that the same
 * picture always becomes the same bytes. Rejects what sharp cannot decode.
 */
export async function perturb(
  picture: Uint8Array,
  perturbation: Perturbation,
  seed: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chance = chanceFrom(`${perturbation}:${seed}`);
  const upright = sharp(picture, { limitInputPixels: DEFAULT_LIMITS.maxPixels })
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha();
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const changed = await CHANGES[perturbation]({
    image: () => sharp(data, { raw: { width, height, channels } }),
    width,
    height,
    chance,
  });
  return Uint8Array.from(changed);
}

interface Given {
  /** The decoded picture, anew for each use. */
  readonly image: () => Sharp;
  readonly width: number;
  readonly height: number;
  readonly chance: Chance;
}

const CHANGES: Readonly<Record<Perturbation, (given: Given) => Promise<Buffer>>> = {
  social: (given) =>
    reduced(given, 0.5)
      .jpeg({ quality: hard(given.chance) })
      .toBuffer(),
  jpeg: ({ image, chance }) =>
    image()
      .jpeg({ quality: hard(chance) })
      .toBuffer(),
  webp: ({ image, chance }) =>
    image()
      .webp({ quality: hard(chance) })
      .toBuffer(),
  screenshot: async ({ image, width, height, chance }) => {
    const factor = chance.between(0.7, 1.3);
    const background = chance.oneOf(PAGES);
    const side = (of: number) => Math.max(1, Math.round(of * factor * chance.between(0.04, 0.12)));
    return image()
      .resize(atLeast(width * factor), atLeast(height * factor), { kernel: 'linear', fit: 'fill' })
      .extend({ left: side(width), right: side(width), top: side(height), bottom: side(height), background })
      .png()
      .toBuffer();
  },
  crop: ({ image, width, height, chance }) => {
    const [w, h] = [width, height].map((of) => Math.max(1, Math.round(of * chance.between(0.6, 0.9))));
    const size = { width: w ?? width, height: h ?? height };
    const left = chance.whole(0, width - size.width);
    return image()
      .extract({ left, top: chance.whole(0, height - size.height), ...size })
      .png()
      .toBuffer();
  },
  overlay: async ({ image, width, height, chance }) =>
    image()
      .composite([{ input: Buffer.from(caption(width, height, chance)), left: 0, top: 0 }])
      .removeAlpha()
      .png()
      .toBuffer(),
  twice: async (given) => {
    const { chance } = given;
    const first = await given
      .image()
      .jpeg({ quality: chance.whole(70, 90) })
      .toBuffer();
    const second = reduced({ ...given, image: () => sharp(first) }, 0.6);
    const quality = hard(chance);
    return chance.between(0, 1) < 0.5
      ? second.webp({ quality }).toBuffer()
      : second.jpeg({ quality }).toBuffer();
  },
};

/** What social networks code pictures with. */
function hard(chance: Chance): number {
  return chance.whole(60, 80);
}

/** The colours of pages: light, grey, dark. */
const PAGES = ['#ffffff', '#f2f3f5', '#17181a'] as const;

/** Of a reduced picture, in pixels. */
const SHORTEST_SIDE = 32;

function atLeast(side: number): number {
  return Math.max(SHORTEST_SIDE, Math.round(side));
}

function reduced({ image, width, height, chance }: Given, least: number): Sharp {
  const factor = chance.between(least, 1);
  return image().resize(atLeast(width * factor), atLeast(height * factor), { kernel: 'linear', fit: 'fill' });
}

/** A band with a few letters, drawn in strokes: fonts differ from machine to machine. */
function caption(width: number, height: number, chance: Chance): string {
  const band = height * chance.between(0.12, 0.22);
  const top = Math.min(height - band, height * chance.between(0.6, 0.85));
  const [ground, ink] = chance.oneOf(BANDS);
  const letters = chance.oneOf(CAPTIONS);
  const unit = (band * 0.6) / 6;
  const strokes = [...letters].map((letter, index) => {
    const left = width * 0.05 + index * unit * 5.5;
    return `<path transform="translate(${left} ${top + band * 0.2}) scale(${unit})" d="${LETTERS[letter] ?? ''}"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<rect y="${top}" width="${width}" height="${band}" fill="${ground}" fill-opacity="0.85"/>
<g fill="none" stroke="${ink}" stroke-width="0.9">${strokes.join('')}</g></svg>`;
}

/** Colours of a band and of what is written on it. */
const BANDS: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['#000000', '#ffffff'],
  ['#ffffff', '#111111'],
  ['#b3261e', '#ffffff'],
];

const CAPTIONS = ['LIVE NEWS', 'SALE', 'WAIT FOR IT', 'FINAL'] as const;

/** Capitals in strokes, 4 wide and 6 high. */
const LETTERS: Readonly<Record<string, string>> = {
  A: 'M0 6 2 0 4 6M1 4H3',
  E: 'M4 0H0V6H4M0 3H3',
  F: 'M4 0H0V6M0 3H3',
  I: 'M2 0V6',
  L: 'M0 0V6H4',
  N: 'M0 6V0L4 6V0',
  O: 'M0 0H4V6H0Z',
  R: 'M0 6V0H4V3H0L4 6',
  S: 'M4 0H0V3H4V6H0',
  T: 'M0 0H4M2 0V6',
  V: 'M0 0 2 6 4 0',
  W: 'M0 0 1 6 2 2 3 6 4 0',
};

interface Chance {
  readonly between: (least: number, most: number) => number;
  /** Both ends may be drawn. */
  readonly whole: (least: number, most: number) => number;
  readonly oneOf: <Choice>(choices: readonly [Choice, ...Choice[]]) => Choice;
}

function chanceFrom(seed: string): Chance {
  const random = seededRandom(createHash('sha256').update(seed).digest().readUInt32BE());
  return {
    between: (least, most) => least + (most - least) * random(),
    whole: (least, most) => least + Math.floor((most - least + 1) * random()),
    oneOf: (choices) => choices[Math.floor(choices.length * random())] ?? choices[0],
  };
}
