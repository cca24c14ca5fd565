import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { NO_LIBRARY } from '../../../test/fixtures/no-library';
import { scene } from '../../../test/fixtures/pictures';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import type { LibraryLookUp, LibraryMatch } from '../check';
import { fingerprint } from '.';
import { hammingDistance, packHash } from './hamming';

const ORIGINAL = scene(3).png().toBuffer();

describe('a copy', () => {
  it.each<[string, (picture: Sharp) => Sharp]>([
    ['a quarter of the size', (picture) => picture.resize(160)],
    ['twice the size', (picture) => picture.resize(1280)],
    ['as a JPEG of quality 40', (picture) => picture.jpeg({ quality: 40 })],
    ['as a WebP', (picture) => picture.webp({ quality: 60 })],
    ['brighter', (picture) => picture.modulate({ brightness: 1.15 })],
    ['with less contrast', (picture) => picture.linear(0.8, 25)],
    ['more colourful', (picture) => picture.modulate({ saturation: 1.3 })],
    ['cropped by one percent', (picture) => picture.extract({ left: 6, top: 5, width: 628, height: 470 })],
  ])('%s is found', async (_, change) => {
    const original = await ORIGINAL;
    const library = libraryOf([entry(await hashOf(original), { name: 'hills.png' })]);
    const [signal] = await check(await change(sharp(original)).toBuffer(), library);
    expect(signal).toMatchObject({
      finding: 'known-copy',
      basis: 'declared',
      evidence: { algorithm: 'blockhash-256', librarySize: 1, matches: [{ name: 'hills.png' }] },
    });
  });

  it('is named with its distance and its date', async () => {
    const original = await ORIGINAL;
    const library = libraryOf([entry(await hashOf(original), { name: 'hills.png' })]);
    const [signal] = await check(original, library);
    expect(signal && say(signal.summary, englishLanguage)).toMatch(
      /^a copy of “hills.png”, distance 0 of 256, added March 2, 2026/,
    );
  });

  it('shows the nearest of many first, and ten at most', async () => {
    const original = await ORIGINAL;
    const hash = await hashOf(original);
    const others = Array.from({ length: 12 }, (_, index) =>
      entry(differBy(hash, 12 - index), { name: `${12 - index}` }),
    );
    const [signal] = await check(original, libraryOf(others));
    const distances = Array.from({ length: 10 }, (_, index) => ({ distance: index + 1 }));
    expect(signal).toMatchObject({
      finding: 'known-copy',
      evidence: { librarySize: 12, matches: distances },
    });
  });
});

describe('another picture', () => {
  it('is none of the library, which is said with its size', async () => {
    const library = libraryOf(
      await Promise.all(
        [1, 2, 4, 5].map(async (seed) => entry(await hashOf(await scene(seed, 320, 240).png().toBuffer()))),
      ),
    );
    const [signal] = await check(await ORIGINAL, library);
    expect(signal).toMatchObject({ finding: 'none', evidence: { librarySize: 4, matches: [] } });
    expect(signal && say(signal.summary, englishLanguage)).toBe('not in your library (4)');
  });

  it('still gets its hash where the library is empty, so that it can be added', async () => {
    const [signal] = await check(await ORIGINAL);
    expect(signal).toMatchObject({
      finding: 'none',
      summary: { key: 'checks.fingerprint.emptyLibrary' },
      evidence: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), matches: [] },
    });
  });
});

describe('a plain picture', () => {
  it.each([
    ['one colour', flat()],
    ['one colour with noise', grain()],
    ['a line of text on white', drawn('<text x="40" y="90" font-size="40">Sign in</text>')],
    ['half dark, half light', drawn('<rect width="320" height="480" fill="#222"/>')],
    ['a disc on white', drawn('<circle cx="320" cy="240" r="90" fill="#c00"/>')],
    ['a gradient', drawn(GRADIENT)],
  ])('gets no fingerprint: %s', async (_, picture) => {
    const [signal] = await check(await picture.png().toBuffer());
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'too-flat' });
  });

  it('gets none either where it is very small', async () => {
    const [signal] = await check(await scene(3).resize(24, 24).png().toBuffer());
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'too-small' });
  });
});

it('sees a transparent picture as its copy flattened on white', async () => {
  const vignette = Buffer.from(
    `<svg width="640" height="480"><radialGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-opacity="0"/></radialGradient><ellipse cx="320" cy="240" rx="300" ry="230" fill="url(#g)"/></svg>`,
  );
  const picture = await scene(3)
    .composite([{ input: vignette, blend: 'dest-in' }])
    .png()
    .toBuffer();
  const flattened = await sharp(picture).flatten({ background: '#fff' }).jpeg().toBuffer();
  const distance = hammingDistance(packHash(await hashOf(picture)), packHash(await hashOf(flattened)));
  expect(distance).toBeLessThanOrEqual(4);
});

const GRADIENT =
  '<linearGradient id="g"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient><rect width="640" height="480" fill="url(#g)"/>';

function flat(): Sharp {
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#88aacc' } });
}

function grain(): Sharp {
  const noise = { type: 'gaussian', mean: 128, sigma: 12 } as const;
  return sharp({ create: { width: 640, height: 480, channels: 3, background: '#808080', noise } });
}

function drawn(shapes: string): Sharp {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#fff"/>${shapes}</svg>`;
  return sharp(Buffer.from(svg));
}

async function check(bytes: Uint8Array, library?: LibraryLookUp) {
  const subject = await subjectOf(bytes);
  return fingerprint.run(subject, contextFor(subject, library));
}

async function hashOf(bytes: Uint8Array): Promise<string> {
  const [signal] = await check(bytes);
  return String(signal && Reflect.get(signal.evidence, 'hash'));
}

interface Kept extends Omit<LibraryMatch, 'distance'> {
  readonly hash: string;
}

function entry(hash: string, { name = 'kept.png' } = {}): Kept {
  return { id: name, name, label: 'own', note: '', added: '2026-03-02T10:00:00Z', hash };
}

function libraryOf(entries: readonly Kept[]): LibraryLookUp {
  return {
    ...NO_LIBRARY,
    size: () => Promise.resolve(entries.length),
    find: (hash, maxDistance) =>
      Promise.resolve(
        entries
          .map(({ hash: kept, ...match }) => ({
            ...match,
            distance: hammingDistance(packHash(hash), packHash(kept)),
          }))
          .filter(({ distance }) => distance <= maxDistance)
          .toSorted((one, other) => one.distance - other.distance),
      ),
  };
}

/** The hash with its first `bits` bits turned over. */
function differBy(hash: string, bits: number): string {
  const mask = (2n ** BigInt(bits) - 1n) << BigInt(256 - bits);
  return (BigInt(`0x${hash}`) ^ mask).toString(16).padStart(64, '0');
}
