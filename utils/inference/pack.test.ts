import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PLAIN_PICTURE } from '../../test/fixtures/models';
import { type PackContext, packFolder, readPack, writePack } from './pack';
import { PackError } from './pack-error';
import { sha256Of } from './sha256';

const MODEL = strToU8('the weights, '.repeat(1000));

const manifest = {
  format: 1,
  id: 'tiny',
  version: '1.0.0',
  task: 'image-features',
  title: 'Tiny features',
  file: 'tiny.onnx',
  sha256: await sha256Of(new Blob([MODEL])),
  size: MODEL.length,
  input: PLAIN_PICTURE,
  outputs: [{ name: 'features', shape: ['batch', 4] }],
  calibration: { method: 'none' },
  abstention: [],
  licence: 'CC0-1.0',
  training: [{ source: 'nothing', licence: 'none' }],
  figures: [],
  card: 'card.md',
  golden: 'golden.json',
};

const golden = {
  tolerance: { absolute: 0.001, relative: 0.001 },
  cases: [
    {
      seed: 7,
      batch: 2,
      outputs: {
        features: {
          shape: [2, 4],
          samples: [
            [0, 0.5],
            [7, 0.25],
          ],
        },
      },
    },
  ],
};

const FILES: Zippable = {
  'manifest.json': json(manifest),
  'tiny.onnx': MODEL,
  'golden.json': json(golden),
  'card.md': strToU8('# Tiny'),
};

function json(value: unknown): Uint8Array {
  return strToU8(JSON.stringify(value));
}

const blobOf = (bytes: Uint8Array) => new Blob([new Uint8Array(bytes)]);
const zipOf = (files: Zippable, level: 0 | 9 = 9) => blobOf(zipSync(files, { level }));
const without = (name: string) =>
  Object.fromEntries(Object.entries(FILES).filter(([known]) => known !== name));
const withManifest = (changes: object) => ({ ...FILES, 'manifest.json': json({ ...manifest, ...changes }) });
const withGolden = (changes: object) => ({
  ...FILES,
  'golden.json': json({ ...golden, cases: [{ ...golden.cases[0], ...changes }] }),
});

const read = (zip: Blob, context: Partial<PackContext> = {}) =>
  readPack(zip, { hasEncoder: () => false, ...context });

/** Why a pack is refused, by the key of what is said. */
async function refusal(zip: Blob, context: Partial<PackContext> = {}): Promise<string> {
  const error = await read(zip, context).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof PackError)) throw new Error(`Not refused: ${error}`);
  return error.said.key;
}

describe('a model pack', () => {
  it.each([0, 9] as const)('is read, packed at level %d', async (level) => {
    const pack = await read(zipOf(FILES, level));
    expect(pack.manifest).toEqual(manifest);
    expect(pack.golden).toEqual(golden);
    expect(pack.card).toBe('# Tiny');
    expect(new Uint8Array(await pack.file.arrayBuffer())).toEqual(MODEL);
  });

  it('comes back as it was written', async () => {
    const pack = await read(zipOf(FILES));
    const again = await read(await writePack(pack));
    expect({ ...again, file: await sha256Of(again.file) }).toEqual({
      ...pack,
      file: await sha256Of(pack.file),
    });
  });

  it('may stand in a folder of its own, with other files beside it', async () => {
    const inFolder = Object.fromEntries(
      Object.entries(FILES).map(([name, bytes]) => [`tiny/${name}`, bytes]),
    );
    const zip = zipOf({ ...inFolder, 'tiny/notes.txt': strToU8('x'), '__MACOSX/x': strToU8('x') });
    expect((await read(zip)).manifest.id).toBe('tiny');
  });

  it('is made of a chosen folder', async () => {
    const files = Object.entries(FILES).map(([name, bytes]) => ({
      path: `models/tiny/${name}`,
      blob: blobOf(bytes as Uint8Array),
    }));
    const others = [{ path: 'models/tiny/training/manifest.json', blob: new Blob(['{}']) }];
    expect((await read(await packFolder([...others, ...files]))).manifest.id).toBe('tiny');
    await expect(packFolder(files.slice(1))).rejects.toMatchObject({ said: { key: 'modelPack.missing' } });
    await expect(packFolder(files, 1000)).rejects.toMatchObject({ said: { key: 'modelPack.tooLarge' } });
  });

  it('of a head is taken once its encoder is here', async () => {
    const head = zipOf(
      withManifest({
        encoder: { id: 'encoder', version: '1.0.0' },
        input: { kind: 'features', name: 'features', shape: ['batch', 4] },
      }),
    );
    expect(await refusal(head)).toBe('modelPack.noEncoder');
    const here = { hasEncoder: (id: string, version: string) => `${id} ${version}` === 'encoder 1.0.0' };
    expect((await read(head, here)).manifest.encoder?.id).toBe('encoder');
  });
});

describe('refused is', () => {
  it('what is no zip', async () => {
    expect(await refusal(new Blob(['hello']))).toBe('modelPack.notAZip');
    expect(await refusal(new Blob([]))).toBe('modelPack.notAZip');
  });

  it.each(Object.keys(FILES))('a pack without %s', async (name) => {
    expect(await refusal(zipOf(without(name)))).toBe('modelPack.missing');
  });

  it.each<[string, object, string]>([
    ['unknown fields', { surprise: true }, 'modelPack.unknownFields'],
    ['unknown fields further in', { calibration: { method: 'none', x: 1 } }, 'modelPack.unknownFields'],
    ['another task', { task: 'voice' }, 'modelPack.otherTask'],
    ['a file outside', { file: '../tiny.onnx' }, 'modelPack.leavesFolder'],
    ['a card outside', { card: 'C:\\card.md' }, 'modelPack.leavesFolder'],
    ['a version that is none', { version: 'latest' }, 'modelPack.badManifest'],
    ['another size', { size: MODEL.length + 1 }, 'modelPack.wrongSize'],
    ['another hash', { sha256: 'ab'.repeat(32) }, 'modelPack.wrongHash'],
  ])('a manifest with %s', async (_, changes, key) => {
    expect(await refusal(zipOf(withManifest(changes)))).toBe(key);
  });

  it('text that is no JSON', async () => {
    expect(await refusal(zipOf({ ...FILES, 'manifest.json': strToU8('{') }))).toBe('modelPack.notJson');
    expect(await refusal(zipOf({ ...FILES, 'golden.json': strToU8('') }))).toBe('modelPack.notJson');
  });

  it.each<[string, object, string]>([
    ['no outputs', { outputs: {} }, 'modelPack.otherGolden'],
    ['another output', { outputs: { other: { shape: [2, 4], samples: [[0, 1]] } } }, 'modelPack.otherGolden'],
    [
      'another shape',
      { outputs: { features: { shape: [2, 5], samples: [[0, 1]] } } },
      'modelPack.otherGolden',
    ],
    [
      'an index outside',
      { outputs: { features: { shape: [2, 4], samples: [[8, 1]] } } },
      'modelPack.otherGolden',
    ],
    ['no samples', { outputs: { features: { shape: [2, 4], samples: [] } } }, 'modelPack.badGolden'],
  ])('golden vectors with %s', async (_, changes, key) => {
    expect(await refusal(zipOf(withGolden(changes)))).toBe(key);
  });

  it('golden vectors of two at once for a model that takes one', async () => {
    const input = { ...manifest.input, shape: [1, 3, 8, 8] };
    expect(await refusal(zipOf(withManifest({ input })))).toBe('modelPack.otherGolden');
  });

  it('a name in the archive that leads outside, even of a file that is not asked for', async () => {
    expect(await refusal(zipOf({ ...FILES, '../../evil': strToU8('x') }))).toBe('modelPack.leavesFolder');
    expect(await refusal(zipOf({ ...FILES, '/etc/evil': strToU8('x') }))).toBe('modelPack.leavesFolder');
  });

  it('what is larger than allowed, as an archive or unpacked', async () => {
    const zip = zipOf(FILES);
    expect(await refusal(zip, { maxBytes: zip.size - 1 })).toBe('modelPack.tooLarge');
    expect(zip.size).toBeLessThan(MODEL.length);
    expect(await refusal(zip, { maxBytes: MODEL.length })).toBe('modelPack.tooLarge');
    expect(await refusal(zipOf({ ...FILES, 'card.md': new Uint8Array(17_000_000) }))).toBe(
      'modelPack.tooLarge',
    );
  });

  it('an entry that unpacks to more than it declares', async () => {
    const bytes = zipSync({ ...FILES, 'card.md': new Uint8Array(1_000_000) }, { level: 9 });
    declareSize(bytes, 'card.md', 10);
    expect(await refusal(blobOf(bytes))).toBe('modelPack.otherSize');
  });

  it('an archive that was cut or changed on its way', async () => {
    const bytes = zipSync(FILES, { level: 9 });
    expect(await refusal(blobOf(bytes.subarray(0, bytes.length / 2)))).toBe('modelPack.notAZip');
    expect(await refusal(blobOf(bytes.subarray(200)))).toBe('modelPack.damaged');
    const flipped = zipSync(FILES, { level: 0 });
    flipped[flipped.indexOf(MODEL[0] ?? 0, 3000)] = 0;
    expect(await refusal(blobOf(flipped))).toBe('modelPack.wrongHash');
  });
});

/** Makes the central directory lie about the inflated size of a file. */
function declareSize(zip: Uint8Array, name: string, size: number): void {
  const at = new TextDecoder('latin1').decode(zip).lastIndexOf(name);
  new DataView(zip.buffer, zip.byteOffset).setUint32(at - 46 + 24, size, true);
}
