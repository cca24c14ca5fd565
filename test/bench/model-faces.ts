import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { detectFaces, MOST_FACES } from '../../utils/inference/faces/detect-faces';
import type { Face } from '../../utils/inference/faces/face';
import { MOST_USEFUL_SIDE } from '../../utils/inference/faces/views';
import type { ModelRunner } from '../../utils/inference/model-runner';
import type { Pixels } from '../../utils/subject/subject';
import { faceDetectorRunner } from '../fixtures/faces/runner';
import { pixelsOf } from '../fixtures/faces/scenes';
import { describeShare } from './wilson';

/**
 * How many portraits the face detector finds, alone and ever smaller on sheets of many, and how often it finds a face
 * where none is.
 *
 *     npx vite-node test/bench/model-faces.ts -- DATA [SPLIT]
 *
 * DATA holds face-swap/ and ai-image/, each with an index.jsonl of {path, label, source, split}; SPLIT is `dev`.
 */
async function main(data: string, split: string): Promise<void> {
  const runner = await faceDetectorRunner();
  const portraits = await rowsOf(
    join(data, 'face-swap'),
    (row) => row.split === split && row.label === 'real',
  );
  const [objects, graphics] = await Promise.all(
    [OBJECTS, GRAPHICS].map((sources) =>
      rowsOf(
        join(data, 'ai-image'),
        (row) =>
          row.split === split &&
          row.label === 'real' &&
          sources.has(row.source) &&
          !WITH_PEOPLE.has(basename(row.path, '.jpg')),
      ),
    ),
  );
  await printPortraits(runner, portraits);
  for (const along of SHEETS) await printSheets(runner, portraits, along);
  await printFaceless(runner, 'pages, charts, logos, receipts and renderings', graphics ?? []);
  await printFaceless(runner, 'things and animals', objects ?? []);
}

interface Row {
  readonly path: string;
  readonly label: string;
  readonly source: string;
  readonly split: string;
}

const GRAPHICS: ReadonlySet<string> = new Set([
  'web-graphics',
  'screenshots',
  'zzzDavid/ICDAR-2019-SROIE',
  'SaschaWillems/Vulkan',
]);

const OBJECTS: ReadonlySet<string> = new Set(['dreambooth-real']);

/** The pictures of these sources in `dev` that show people or drawn figures: looked through by eye, before any was measured. */
const WITH_PEOPLE: ReadonlySet<string> = new Set(
  `13bd66949f226234 1ff9893edc27cb62 275c6e6e78f7a4c4 3ec7efb4ff3defaf 4d3c0670dac5de30 647491c15ff6f379
   664a15d23a465614 76de187b377eaeac 8455cd24b3892db2 b52ab5ce0651decc bc13f0674bb3416f cef3b5f92884a474
   d9142d777307884d dc3e59f2d2efcbf8 ef5d2365771f430c f00ab4c4f9250c1e f8eca58ca98cbf3c`.split(/\s+/),
);

/** Pictures along a side of a sheet. */
const SHEETS = [4, 8, 12, 16, 20, 26] as const;

async function rowsOf(folder: string, wanted: (row: Row) => boolean): Promise<readonly Row[]> {
  const lines = (await readFile(join(folder, 'index.jsonl'), 'utf8')).trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Row)
    .filter(wanted)
    .map((row) => ({ ...row, path: join(folder, row.path) }));
}

async function printPortraits(runner: ModelRunner, rows: readonly Row[]): Promise<void> {
  const widths: number[] = [];
  for (const { path } of rows) {
    const [face] = await facesIn(runner, await decode(path));
    if (face) widths.push(face.box.width);
    else console.log('not found', path);
  }
  console.log(
    `portraits found: ${describeShare(widths.length, rows.length)}; median face ${median(widths)} px wide`,
  );
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

/** A sheet is as large as the detector can use; portraits lie on it in squares, no more than it would name. */
async function printSheets(runner: ModelRunner, rows: readonly Row[], along: number): Promise<void> {
  const side = Math.floor(MOST_USEFUL_SIDE / along);
  const placed = Math.min(along * along, MOST_FACES);
  let found = 0;
  let wrong = 0;
  const widths: number[] = [];
  for (let first = 0; first < rows.length; first += placed) {
    const faces = await facesIn(runner, await sheet(rows.slice(first, first + placed), along, side));
    const hit = new Set(faces.map(({ box }) => squareOf(box, along, side)));
    found += hit.size;
    wrong += faces.length - hit.size;
    widths.push(...faces.map(({ box }) => box.width));
  }
  console.log(
    `${along} to a row of a sheet: ${describeShare(found, rows.length)}, ${wrong} more; median face ${median(widths)} px wide`,
  );
}

async function sheet(rows: readonly Row[], along: number, side: number): Promise<Pixels> {
  const tiles = await Promise.all(
    rows.map(async ({ path }, index) => ({
      input: await sharp(path).resize(side, side, { fit: 'fill' }).png().toBuffer(),
      left: (index % along) * side,
      top: Math.floor(index / along) * side,
    })),
  );
  const blank = sharp({
    create: { width: MOST_USEFUL_SIDE, height: MOST_USEFUL_SIDE, channels: 3, background: '#777' },
  });
  return pixelsOf(blank.composite(tiles));
}

function squareOf({ x, y, width, height }: Face['box'], along: number, side: number): number {
  return Math.floor((y + height / 2) / side) * along + Math.floor((x + width / 2) / side);
}

async function printFaceless(runner: ModelRunner, name: string, rows: readonly Row[]): Promise<void> {
  let wrong = 0;
  for (const { path } of rows) {
    const faces = await facesIn(runner, await decode(path));
    if (faces.length === 0) continue;
    wrong += 1;
    console.log('found in', path, faces.map(({ score }) => score.toFixed(2)).join(' '));
  }
  console.log(`${name}, a face found: ${describeShare(wrong, rows.length)}`);
}

async function facesIn(runner: ModelRunner, pixels: Pixels): Promise<readonly Face[]> {
  return detectFaces(runner, pixels, crypto.randomUUID());
}

async function decode(path: string): Promise<Pixels> {
  return pixelsOf(sharp(path));
}

const [folder, split] = process.argv.slice(2).filter((argument) => argument !== '--');
if (folder === undefined) throw new Error('Usage: model-faces.ts DATA [SPLIT]');
await main(folder, split ?? 'dev');
