import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { hashBlocks, isTooFlat } from '../../utils/checks/fingerprint/block-hash';
import {
  findNearHashes,
  HASH_WORDS,
  hammingDistance,
  packHash,
} from '../../utils/checks/fingerprint/hamming';

/**
 * How far copies of pictures are from them, and how near different pictures come to each other.
 *
 *     npx vite-node test/bench/fingerprint-distances.ts -- DIR [COPIED]
 *
 * DIR holds an index.jsonl of {path, source}. COPIED pictures (400) are copied in every way below; all of them
 * are compared with each other. Pairs of one source are counted apart: there the same picture, the same page
 * template or the next frame of a video often comes twice.
 */
async function main(folder: string, copied: number): Promise<void> {
  const lines = (await readFile(join(folder, 'index.jsonl'), 'utf8')).trim().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as { path: string; source: string });
  const kept: Kept[] = [];
  for (const { path, source } of rows) {
    const blockHash = await hashOf(sharp(join(folder, path)));
    if (!isTooFlat(blockHash)) kept.push({ path, source, hash: packHash(blockHash.hash) });
  }
  console.log(`${rows.length} pictures, ${rows.length - kept.length} of them too flat`);
  await printCopies(folder, spread(kept, copied));
  printNeighbours(kept);
}

interface Kept {
  readonly path: string;
  readonly source: string;
  readonly hash: Uint32Array;
}

const DECODED_SIZE = 512;
const DISTANCES = [8, 12, 16, 20, 24, 28] as const;

type Change = (picture: Sharp, width: number, height: number) => Sharp;

const COPIES: Readonly<Record<string, Change>> = {
  'scale 0.25': scaled(0.25),
  'scale 0.5': scaled(0.5),
  'scale 0.77': scaled(0.77),
  'scale 2': scaled(2),
  'JPEG 40': (picture) => picture.jpeg({ quality: 40 }),
  'JPEG 70': (picture) => picture.jpeg({ quality: 70 }),
  'JPEG 95': (picture) => picture.jpeg({ quality: 95 }),
  'WebP 50': (picture) => picture.webp({ quality: 50 }),
  'WebP 80': (picture) => picture.webp({ quality: 80 }),
  'scale 0.5, JPEG 60': (picture, width, height) => scaled(0.5)(picture, width, height).jpeg({ quality: 60 }),
  'brightness +15 %': (picture) => picture.modulate({ brightness: 1.15 }),
  'brightness -15 %': (picture) => picture.modulate({ brightness: 0.85 }),
  'contrast +20 %': (picture) => picture.linear(1.2, -25),
  'contrast -20 %': (picture) => picture.linear(0.8, 25),
  'saturation +30 %': (picture) => picture.modulate({ saturation: 1.3 }),
  'saturation -30 %': (picture) => picture.modulate({ saturation: 0.7 }),
  'hue +10 degrees': (picture) => picture.modulate({ hue: 10 }),
  grey: (picture) => picture.grayscale(),
  'crop 1 % a side': cropped(0.01),
  'crop 2 % a side': cropped(0.02),
  'crop 5 % a side': cropped(0.05),
  'border 1 % a side': bordered(0.01),
  'border 2 % a side': bordered(0.02),
};

function scaled(scale: number): Change {
  return (picture, width, height) => picture.resize(Math.round(width * scale), Math.round(height * scale));
}

function cropped(share: number): Change {
  return (picture, width, height) => {
    const [left, top] = [Math.round(width * share), Math.round(height * share)];
    return picture.extract({ left, top, width: width - 2 * left, height: height - 2 * top });
  };
}

function bordered(share: number): Change {
  return (picture, width, height) => {
    const [across, down] = [Math.round(width * share), Math.round(height * share)];
    return picture.extend({ left: across, right: across, top: down, bottom: down, background: '#000' });
  };
}

async function printCopies(folder: string, pictures: readonly Kept[]): Promise<void> {
  const distances = new Map<string, number[]>(Object.keys(COPIES).map((name) => [name, []]));
  for (const { path, hash } of pictures) {
    const bytes = await readFile(join(folder, path));
    const { width, height } = await sharp(bytes).metadata();
    for (const [name, change] of Object.entries(COPIES)) {
      const changed = await change(sharp(bytes), width, height).toBuffer();
      distances.get(name)?.push(hammingDistance(hash, packHash((await hashOf(sharp(changed))).hash)));
    }
  }
  console.log(
    `\ncopies of ${pictures.length} pictures: median, 95th percentile, largest; share within`,
    DISTANCES,
  );
  for (const [name, list] of distances) console.log(name.padEnd(20), describe(list));
}

function describe(distances: number[]): string {
  const sorted = distances.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const within = DISTANCES.map(
    (most) => sorted.filter((distance) => distance <= most).length / sorted.length,
  );
  return `${at(0.5)}, ${at(0.95)}, ${at(1)}; ${within.map((share) => share.toFixed(3)).join(' ')}`;
}

function printNeighbours(kept: readonly Kept[]): void {
  const hashes = new Uint32Array(kept.length * HASH_WORDS);
  kept.forEach(({ hash }, index) => {
    hashes.set(hash, index * HASH_WORDS);
  });
  const pairs = kept.flatMap((one, index) =>
    findNearHashes(hashes, one.hash, Math.max(...DISTANCES)).flatMap((near) => {
      const other = kept[near.index];
      return other && near.index > index ? [{ one, other, distance: near.distance }] : [];
    }),
  );
  const all = (kept.length * (kept.length - 1)) / 2;
  console.log(`\n${all} pairs of pictures`);
  for (const most of DISTANCES) {
    const near = pairs.filter(({ distance }) => distance <= most);
    const apart = near.filter(({ one, other }) => one.source !== other.source).length;
    const rate = (apart / all).toExponential(1);
    console.log(`within ${most}: ${near.length}, ${apart} of them of two sources (${rate} of all pairs)`);
  }
  for (const { one, other, distance } of pairs) {
    if (distance > 20 || one.source === other.source) continue;
    console.log(distance, one.source, one.path, other.source, other.path);
  }
}

async function hashOf(picture: Sharp) {
  const { data, info } = await picture
    .resize({ width: DECODED_SIZE, height: DECODED_SIZE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return hashBlocks({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) });
}

/** `count` items from the whole length of the list, evenly. */
function spread<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

const [folder, copied] = process.argv.slice(2).filter((argument) => argument !== '--');
if (folder === undefined) throw new Error('Usage: fingerprint-distances.ts DIR [COPIED]');
await main(folder, copied === undefined ? 400 : Number(copied));
