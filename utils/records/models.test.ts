import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KEPT_INPUTS, type KeptInput, type ModelCatalogue } from '../inference/model-store';
import { type ModelPack, writePack } from '../inference/pack';
import { sha256Of } from '../inference/sha256';
import { Records } from './database';
import { createHistory } from './history';
import { type BuiltInModels, createModelCatalogue } from './model-catalogue';
import { createModelStates } from './model-states';
import { StorageError } from './storage-error';

let records: Records;

beforeEach(() => {
  records = new Records(`test-${crypto.randomUUID()}`);
});

function input(key: string, value = 0): KeptInput {
  const tensor = { shape: [2], data: Float32Array.of(value, 1) };
  return { key, version: '1.0.0', input: tensor, outputs: { features: tensor } };
}

describe('the states of models', () => {
  it('are written, replaced and removed, with the inputs', async () => {
    const states = createModelStates(records);
    await states.write({ id: 'a', counts: { uses: 1, failures: 0 }, tests: [] });
    await states.write({ id: 'a', counts: { uses: 2, failures: 0 }, tests: [], active: '1.0.0' });
    await states.keepInput('a', input('x'));
    await states.keepInput('b', input('x'));
    expect(await states.readAll()).toEqual([
      { id: 'a', counts: { uses: 2, failures: 0 }, tests: [], active: '1.0.0' },
    ]);
    await states.remove('a');
    expect(await states.readAll()).toEqual([]);
    expect(await states.lastInputs('a')).toEqual([]);
    expect(await states.lastInputs('b')).toEqual([input('x')]);
  });

  it('keep the last inputs of each model, newest first, and each once', async () => {
    const states = createModelStates(records);
    for (let index = 0; index < KEPT_INPUTS + 3; index++) await states.keepInput('a', input(`${index}`));
    await states.keepInput('b', input('other'));
    await states.keepInput('a', input('5', 9));
    const kept = await states.lastInputs('a');
    expect(kept.map(({ key }) => key)).toEqual(['5', '12', '11', '10', '9', '8', '7', '6', '4', '3']);
    expect(kept[0]?.input.data).toEqual(Float32Array.of(9, 1));
    expect(await states.lastInputs('b')).toHaveLength(1);
  });

  it('lose their inputs with the history', async () => {
    const states = createModelStates(records);
    await states.write({ id: 'a', counts: { uses: 1, failures: 0 }, tests: [] });
    await states.keepInput('a', input('x'));
    await createHistory(records).clear();
    expect(await states.lastInputs('a')).toEqual([]);
    expect(await states.readAll()).toHaveLength(1);
  });

  it('say that the disk is full', async () => {
    vi.spyOn(records.modelInputs, 'add').mockImplementation(() => {
      throw new Dexie.QuotaExceededError('the disk is full');
    });
    const refused = createModelStates(records).keepInput('a', input('x'));
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toMatchObject({ said: { key: 'records.diskFull' } });
  });
});

describe('the catalogue of models', () => {
  it('lists what comes with the product, and reads it', async () => {
    const catalogue = await catalogueWith(await pack());
    expect(await catalogue.list()).toMatchObject([{ origin: 'built-in', manifest: { id: 'tiny' } }]);
    expect(await catalogue.readCard('tiny', '1.0.0')).toBe('# Tiny');
    expect((await catalogue.readGolden('tiny', '1.0.0')).cases).toHaveLength(1);
    expect(await (await catalogue.readFile('tiny', '1.0.0')).text()).toBe('weights of 1.0.0');
    await expect(catalogue.readFile('tiny', '9.9.9')).rejects.toThrow('no tiny 9.9.9');
  });

  it('shows one that comes with the product and cannot be read, and serves the others', async () => {
    const sound = builtIn(await pack());
    const catalogue = createModelCatalogue(records, {
      ids: ['damaged', 'strange', ...sound.ids],
      read: async (id, file) =>
        id === 'damaged' ? new Blob(['{']) : id === 'strange' ? new Blob(['{}']) : sound.read(id, file),
    });
    expect(await catalogue.list()).toMatchObject([
      { origin: 'built-in', manifest: { id: 'damaged' }, broken: expect.stringContaining('JSON') },
      { origin: 'built-in', manifest: { id: 'strange' }, broken: expect.stringContaining('sha256') },
      { origin: 'built-in', manifest: { id: 'tiny' } },
    ]);
    expect(await catalogue.readCard('tiny', '1.0.0')).toBe('# Tiny');
  });

  it('keeps a pack as one more version, writes it again and removes it', async () => {
    const catalogue = await catalogueWith(await pack());
    const saved = await catalogue.savePack(await writePack(await pack('1.1.0')));
    expect(saved).toMatchObject({ origin: 'pack', manifest: { version: '1.1.0' } });
    expect((await catalogue.list()).map(({ manifest }) => manifest.version)).toEqual(['1.0.0', '1.1.0']);
    expect(await (await catalogue.readFile('tiny', '1.1.0')).text()).toBe('weights of 1.1.0');

    const other = await catalogueWith(await pack());
    await other.savePack(await catalogue.writePack('tiny', '1.1.0'));
    expect(await other.list()).toHaveLength(2);
    await other.removePack('tiny', '1.1.0');
    await other.removePack('tiny', '1.0.0');
    expect((await other.list()).map(({ manifest }) => manifest.version)).toEqual(['1.0.0']);
  });

  it('takes the same version again, and refuses it with another file', async () => {
    const catalogue = await catalogueWith(await pack());
    const zip = await writePack(await pack('1.1.0'));
    await catalogue.savePack(zip);
    await catalogue.savePack(zip);
    expect(await catalogue.list()).toHaveLength(2);
    for (const version of ['1.0.0', '1.1.0']) {
      const changed = await writePack(await pack(version, 'other weights'));
      await expect(catalogue.savePack(changed)).rejects.toMatchObject({
        said: { key: 'modelPack.versionTaken', values: { id: 'tiny', version } },
      });
    }
  });

  it('keeps nothing of a pack that is refused, or that the disk has no room for', async () => {
    const catalogue = await catalogueWith(await pack(), records);
    await expect(catalogue.savePack(new Blob(['no zip']))).rejects.toHaveProperty('said');
    vi.spyOn(records.modelPacks, 'add').mockImplementation(() => {
      throw new Dexie.QuotaExceededError('the disk is full');
    });
    await expect(catalogue.savePack(await writePack(await pack('1.1.0')))).rejects.toMatchObject({
      said: { key: 'records.diskFull' },
    });
    expect(await catalogue.list()).toHaveLength(1);
  });
});

async function catalogueWith(
  pack: ModelPack,
  kept = new Records(`test-${crypto.randomUUID()}`),
): Promise<ModelCatalogue> {
  return createModelCatalogue(kept, builtIn(pack));
}

function builtIn({ manifest, file, golden, card }: ModelPack): BuiltInModels {
  const files: Record<string, Blob> = {
    'manifest.json': new Blob([JSON.stringify(manifest)]),
    [manifest.file]: file,
    [manifest.golden]: new Blob([JSON.stringify(golden)]),
    [manifest.card]: new Blob([card]),
  };
  return {
    ids: [manifest.id],
    async read(id, name) {
      const found = files[name];
      if (id !== manifest.id || !found) throw new Error(`There is no ${id}/${name}`);
      return found;
    },
  };
}

async function pack(version = '1.0.0', weights = `weights of ${version}`): Promise<ModelPack> {
  const file = new Blob([weights]);
  return {
    manifest: {
      format: 1,
      id: 'tiny',
      version,
      task: 'ai-image',
      title: 'Tiny',
      file: 'tiny.onnx',
      sha256: await sha256Of(file),
      size: file.size,
      input: { kind: 'features', name: 'features', shape: ['batch', 2] },
      outputs: [{ name: 'logit', shape: ['batch', 1] }],
      calibration: { method: 'none' },
      abstention: [],
      licence: 'CC0-1.0',
      training: [{ source: 'nothing', licence: 'none' }],
      figures: [],
      card: 'card.md',
      golden: 'golden.json',
    },
    file,
    golden: {
      tolerance: { absolute: 0.001, relative: 0 },
      cases: [{ seed: 1, batch: 1, outputs: { logit: { shape: [1, 1], samples: [[0, 1]] } } }],
    },
    card: '# Tiny',
  };
}
