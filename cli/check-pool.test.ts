import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scene } from '../test/fixtures/pictures';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import { CheckPool } from './check-pool';
import type { Outcome } from './outcome';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const TIMEOUT_MS = 1000;

let folder: string;
let pool: CheckPool;

beforeAll(async () => {
  // Inside the project, so that the worker finds its packages.
  await mkdir(join(ROOT, '.output'), { recursive: true });
  folder = await mkdtemp(join(ROOT, '.output/pool-test-'));
  await build({
    entryPoints: [join(ROOT, 'cli/testing/troubled-worker.ts')],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfigRaw: {},
  });
  pool = openPool();
});

afterAll(async () => {
  await pool.stop();
  await rm(folder, { recursive: true });
});

describe('a pool of workers', () => {
  it('loses only the check that blocks its worker', async () => {
    const outcome = await check('blocks.png', (picture) => picture.png());
    expect(briefly(outcome)).toEqual([
      'before: none',
      'blocks: check-failed timeout',
      'waits: none',
      'dies: none',
      'throws: none',
      'after: none',
    ]);
    expect(outcome.subject?.mediaType).toBe('image/png');
  });

  it('loses only the check that ends its worker', async () => {
    const outcome = await check('dies.gif', (picture) => picture.gif());
    expect(briefly(outcome)).toContain('dies: check-failed crashed');
    expect(briefly(outcome)).toContain('after: none');
  });

  it('stops a check that waits for ever', async () => {
    const outcome = await check('waits.webp', (picture) => picture.webp());
    expect(briefly(outcome)).toContain('waits: check-failed timeout');
    expect(briefly(outcome)).toContain('after: none');
  });

  it('keeps the detail of a check that throws', async () => {
    const outcome = await check('throws.tiff', (picture) => picture.tiff());
    const failed = outcome.signals.find((signal) => signal.check === 'throws');
    expect(failed).toMatchObject({ finding: 'check-failed', reason: 'crashed' });
    expect(failed?.detail).toContain('the reason');
  });

  it('checks the others unharmed beside one that blocks', async () => {
    const bytes = Uint8Array.from(await scene(2, 32, 32).jpeg().toBuffer());
    const blocked = check('blocks.png', (picture) => picture.png());
    const others = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        pool.check({ name: `${index}.jpg`, source: { bytes }, asked: 'image' }),
      ),
    );
    expect(others.flatMap(briefly).filter((line) => !line.endsWith(': none'))).toEqual([]);
    expect(briefly(await blocked)).toContain('blocks: check-failed timeout');
  });

  it('runs only the checks that are asked for', async () => {
    const few = openPool(['after', 'before']);
    const bytes = Uint8Array.from(await scene(2, 32, 32).png().toBuffer());
    expect(briefly(await few.check({ name: 'a.png', source: { bytes }, asked: 'image' }))).toEqual([
      'before: none',
      'after: none',
    ]);
    await few.stop();
  });

  it('answers for a file that is gone', async () => {
    const outcome = await pool.check({
      name: 'gone.jpg',
      source: { path: join(folder, 'gone.jpg') },
      asked: 'image',
    });
    expect(outcome).toMatchObject({
      subject: null,
      sha256: null,
      signals: [],
      failure: { code: 'not-found' },
    });
  });
});

function openPool(only?: readonly string[]): CheckPool {
  const setup = {
    ...{ limits: DEFAULT_LIMITS, trust: { anchors: [] } },
    ...{ timeoutMs: TIMEOUT_MS, quick: false, thumbnails: false },
  };
  return new CheckPool({
    script: pathToFileURL(join(folder, 'worker.mjs')),
    size: 2,
    setup: { ...setup, ...(only && { only }) },
    services: {
      loadWasm: () => Promise.reject(new Error('not wanted')),
      librarySize: async () => 0,
      libraryFind: async () => [],
      librarySizeOfTexts: async () => 0,
      libraryFindTexts: async () => [],
      runModel: () => Promise.reject(new Error('not wanted')),
    },
  });
}

async function check(name: string, encode: (picture: Sharp) => Sharp): Promise<Outcome> {
  const path = join(folder, name);
  await writeFile(path, await encode(scene(1, 32, 32)).toBuffer());
  return pool.check({ name, source: { path }, asked: 'image' });
}

function briefly({ signals }: Outcome): string[] {
  return signals.map(({ check, finding, reason }) => `${check}: ${finding}${reason ? ` ${reason}` : ''}`);
}
