import { beforeEach, describe, expect, it, vi } from 'vitest';
import { tinyModel } from '../../test/fixtures/models';
import type { ModelService } from './model-service';
import { FakeBrowser, greys, packOf, proofOf } from './testing/fake-models';

let browser: FakeBrowser;
let service: ModelService;

beforeEach(() => {
  browser = new FakeBrowser(tinyModel());
  service = browser.service();
});

const status = async () => (await service.list())[0];
const wrongProof: FakeBrowser['script'] = ({ task }, { backend }) =>
  task === 'prove' ? proofOf(backend, { passed: false, difference: 3 }) : undefined;
/** Adds to every answer, so that a version no longer says what it said. */
const offBy =
  (bias: number): FakeBrowser['script'] =>
  (request) =>
    request.task === 'run'
      ? {
          outputs: { logit: { shape: [1, 1], data: new Float32Array([mean(request.input.data) + bias]) } },
          ms: 1,
          memory: 1,
        }
      : undefined;
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Runs a few pictures one by one and waits until they are kept. */
async function run(...values: readonly number[]) {
  for (const value of values) await service.run('tiny', greys(value));
  await vi.waitFor(() => expect(browser.store.inputs.get('tiny')?.[0]?.key).toBe(`grey ${values.at(-1)}`));
}

describe('suspending by hand', () => {
  it('takes effect at once, also for the run under way, and gives the memory back', async () => {
    await run(1);
    browser.script = ({ task }) => (task === 'run' ? 'hang' : undefined);
    const hanging = service.run('tiny', greys(2));
    await vi.waitFor(() => expect(browser.count('tiny wasm run')).toBe(2));
    await service.suspend('tiny');
    await expect(hanging).rejects.toMatchObject({ code: 'suspended', said: { key: 'models.byPerson' } });
    expect(browser.alive).toBe(0);
    expect(await status()).toMatchObject({
      state: { is: 'suspended', by: 'person', why: { key: 'models.why.person' } },
      running: null,
    });
  });
});

describe('resuming', () => {
  it('tests first, compares the last answers, and only then serves', async () => {
    await run(0, 128, 255);
    await service.suspend('tiny');
    await service.resume('tiny');
    expect(browser.count('tiny wasm prove')).toBe(2);
    expect(await status()).toMatchObject({
      state: { is: 'ready' },
      differential: { inputs: 3, largest: 0, flipped: 0, passed: true },
    });
    expect((await service.run('tiny', greys(1))).outputs).toHaveLength(1);
  });

  it('is refused while the golden answers are wrong; the model stays suspended', async () => {
    await run(1);
    await service.suspend('tiny');
    browser.script = wrongProof;
    await expect(service.resume('tiny')).rejects.toMatchObject({
      code: 'wrong',
      said: { key: 'models.refused.trial', values: { why: { key: 'models.wrong' } } },
    });
    expect(await status()).toMatchObject({
      state: { is: 'suspended', by: 'person' },
      test: { chosen: null, backends: [{ passed: false, difference: 3 }] },
    });
    expect(browser.alive).toBe(0);
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({ code: 'suspended' });
  });

  it('is refused when the same version no longer answers as it did', async () => {
    await run(255);
    await service.suspend('tiny');
    browser.script = offBy(0.5);
    await expect(service.resume('tiny')).rejects.toMatchObject({
      said: { key: 'models.refused.trial' },
      detail: 'differs by up to 0.5',
    });
    expect(await status()).toMatchObject({
      state: { is: 'suspended' },
      differential: { inputs: 1, largest: 0.5, passed: false },
    });
  });

  it('is refused when it crashes on a kept input', async () => {
    await run(0);
    await service.suspend('tiny');
    browser.script = ({ task }) => (task === 'run' ? 'die' : undefined);
    await expect(service.resume('tiny')).rejects.toMatchObject({ code: 'crashed' });
    expect((await status())?.state).toMatchObject({ is: 'suspended', by: 'person' });
  });

  it('gives way to somebody who suspends the model meanwhile', async () => {
    await service.suspend('tiny');
    browser.script = ({ task }) => (task === 'prove' ? 'hang' : undefined);
    const resuming = service.resume('tiny');
    await vi.waitFor(() => expect(browser.count('tiny wasm prove')).toBe(1));
    await service.suspend('tiny');
    await expect(resuming).rejects.toMatchObject({ code: 'cancelled' });
    expect((await status())?.state).toMatchObject({ is: 'suspended' });
  });

  it('works without inputs, and where the store cannot be read', async () => {
    browser.store.lastInputs = () => Promise.reject(new Error('damaged'));
    await service.suspend('tiny');
    await service.resume('tiny');
    expect(await status()).toMatchObject({ state: { is: 'ready' }, differential: { inputs: 0 } });
  });
});

describe('an imported version', () => {
  const next = tinyModel({ version: '1.0.2' });

  it('serves once it has passed, and can be rolled back and forth with the flips counted', async () => {
    // The newer version adds 2 to every logit: a black picture goes from -1 to 1; only above 2.2 is over 1 %.
    await run(0, 255);
    expect(await service.importPack(packOf(next))).toBe('tiny');
    expect(await status()).toMatchObject({
      manifest: { version: '1.0.2' },
      origin: 'pack',
      previous: '1.0.0',
      differential: { inputs: 2, largest: 2, flipped: 1, passed: true },
    });
    expect((await service.run('tiny', greys(255))).manifest.version).toBe('1.0.2');
    await service.rollBack('tiny');
    expect(await status()).toMatchObject({ manifest: { version: '1.0.0' }, previous: '1.0.2' });
    expect((await service.run('tiny', greys(255))).outputs[0]?.logit?.data[0]).toBe(1);
    await service.rollBack('tiny');
    expect((await status())?.manifest.version).toBe('1.0.2');
  });

  it('is thrown out again when it fails, and the one before goes on', async () => {
    await run(1);
    browser.script = wrongProof;
    await expect(service.importPack(packOf(next))).rejects.toMatchObject({ code: 'wrong' });
    browser.script = () => undefined;
    expect(await service.list()).toMatchObject([
      { manifest: { version: '1.0.0' }, state: { is: 'ready' }, previous: null },
    ]);
    expect((await service.run('tiny', greys(1))).manifest.version).toBe('1.0.0');
    expect((await browser.catalogue.list()).length).toBe(1);
  });

  it('can bring a model that was not there; one that fails leaves nothing behind', async () => {
    const fresh = tinyModel({ id: 'fresh' });
    browser.script = wrongProof;
    await expect(service.importPack(packOf(fresh))).rejects.toMatchObject({ modelId: 'fresh' });
    expect(await service.list()).toHaveLength(1);
    await vi.waitFor(() => expect([...browser.store.records.keys()]).not.toContain('fresh'));
    browser.script = () => undefined;
    expect(await service.importPack(packOf(fresh))).toBe('fresh');
    expect((await service.run('fresh', greys(1))).outputs).toHaveLength(1);
    await service.remove('fresh');
    await expect(service.run('fresh', greys(1))).rejects.toMatchObject({ code: 'missing' });
    expect(browser.store.records.has('fresh')).toBe(false);
  });

  it('brings a model back that suspended itself, but not one that a person suspended', async () => {
    browser.script = ({ task }) => (task === 'run' ? 'die' : undefined);
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({ code: 'crashed' });
    browser.script = () => undefined;
    await service.importPack(packOf(next));
    expect((await status())?.state).toEqual({ is: 'ready' });
    await service.suspend('tiny');
    await service.importPack(packOf(tinyModel({ version: '1.0.3' })));
    expect(await status()).toMatchObject({ manifest: { version: '1.0.3' }, state: { by: 'person' } });
  });

  it('is exported as a pack that can be imported', async () => {
    await service.importPack(packOf(next));
    const pack = await service.exportPack('tiny');
    const elsewhere = new FakeBrowser().service();
    expect(await elsewhere.importPack(pack)).toBe('tiny');
    expect((await elsewhere.list())[0]?.manifest.version).toBe('1.0.2');
  });

  it('is removed with its failures, and the built-in one serves again', async () => {
    await service.importPack(packOf(next));
    browser.script = ({ task }) => (task === 'run' ? 'die' : undefined);
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({ code: 'crashed' });
    browser.script = () => undefined;
    await service.remove('tiny');
    expect(await status()).toMatchObject({
      manifest: { version: '1.0.0' },
      origin: 'built-in',
      state: { is: 'ready' },
      previous: null,
    });
    await expect(service.remove('tiny')).rejects.toMatchObject({ said: { key: 'models.refused.builtIn' } });
  });
});

describe('rolling back', () => {
  it('says when there is nothing to go back to', async () => {
    await expect(service.rollBack('tiny')).rejects.toMatchObject({
      said: { key: 'models.refused.noPrevious' },
    });
  });

  it('is refused when the earlier version fails; the later one goes on serving', async () => {
    await service.importPack(packOf(tinyModel({ version: '1.0.2' })));
    browser.script = wrongProof;
    await expect(service.rollBack('tiny')).rejects.toMatchObject({ said: { key: 'models.refused.trial' } });
    browser.script = () => undefined;
    expect((await service.run('tiny', greys(1))).manifest.version).toBe('1.0.2');
  });

  it('brings a suspended model back with the version that was sound', async () => {
    await service.importPack(packOf(tinyModel({ version: '1.0.2' })));
    browser.script = ({ task }) => (task === 'run' ? 'die' : undefined);
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({ code: 'crashed' });
    browser.script = () => undefined;
    await service.rollBack('tiny');
    expect(await status()).toMatchObject({ manifest: { version: '1.0.0' }, state: { is: 'ready' } });
  });
});

describe('a test by hand', () => {
  it('says what every backend gave, and suspends a model that fails', async () => {
    browser.backends = ['webgpu', 'wasm'];
    expect(await service.test('tiny')).toMatchObject({
      chosen: 'webgpu',
      version: '1.0.0',
      device: 'Testbrowser 1',
      backends: [{ backend: 'webgpu' }, { backend: 'wasm' }],
    });
    browser.script = wrongProof;
    expect((await service.test('tiny')).chosen).toBeNull();
    expect((await status())?.state).toMatchObject({ by: 'self', why: { key: 'models.why.wrong' } });
  });

  it('waits for the run before it', async () => {
    const [answer, test] = await Promise.all([service.run('tiny', greys(1)), service.test('tiny')]);
    expect([answer.outputs.length, test.chosen]).toEqual([1, 'wasm']);
  });
});
