import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tinyEncoder, tinyHead, tinyModel } from '../../test/fixtures/models';
import type { BackendId, ModelFailure } from './model-runner';
import type { ModelService } from './model-service';
import { DEFAULT_MODEL_LIMITS } from './model-status';
import { FakeBrowser, greys, proofOf } from './testing/fake-models';

const failing = (code: ModelFailure) => ({ failure: { code, detail: `${code} in the worker` } });

async function statusOf(service: ModelService, id: string) {
  const status = (await service.list()).find((one) => one.id === id);
  if (!status) throw new Error(`${id} is not listed`);
  return status;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a run', () => {
  it('answers every picture in order, at once, and names version and backend', async () => {
    const browser = new FakeBrowser(tinyModel());
    const answer = await browser.service().run('tiny', greys(0, 255, 0));
    expect(answer).toMatchObject({ backend: 'wasm', manifest: { id: 'tiny', version: '1.0.0' } });
    expect(answer.outputs.map(({ logit }) => [logit?.shape, logit?.data[0]])).toEqual([
      [[1], -1],
      [[1], 1],
      [[1], -1],
    ]);
    expect(browser.count('tiny wasm run')).toBe(1);
  });

  it('gives a model that takes one picture at a time one at a time', async () => {
    const model = tinyModel();
    const manifest = {
      ...model.manifest,
      input: { ...model.manifest.input, shape: [1, 3, 8, 8] },
      outputs: [{ name: 'logit', shape: [1, 1] }],
    };
    const browser = new FakeBrowser({ ...model, manifest });
    const { outputs } = await browser.service().run('tiny', greys(0, 255));
    expect(outputs.map(({ logit }) => logit?.data[0])).toEqual([-1, 1]);
    expect(browser.count('tiny wasm run')).toBe(2);
  });

  it('tells everybody who waits while the model or its encoder is tested, once a device', async () => {
    const browser = new FakeBrowser(tinyEncoder(), tinyHead());
    const service = browser.service();
    const told: string[] = [];
    const run = (name: string, value: number) =>
      service.run('tiny-head', greys(value), (testing) => told.push(`${name} ${testing}`));
    await Promise.all([run('first', 1), run('second', 1)]);
    expect(told.filter((one) => one.startsWith('first')).slice(0, 2)).toEqual(['first true', 'first false']);
    expect(told.filter((one) => one.startsWith('second')).slice(0, 2)).toEqual([
      'second true',
      'second false',
    ]);
    told.length = 0;
    await run('third', 2);
    expect(told).toEqual([]);
  });

  it('says that a model is not there', async () => {
    await expect(new FakeBrowser().service().run('tiny', greys(1))).rejects.toMatchObject({
      code: 'missing',
      said: { key: 'models.missing', values: { model: 'tiny' } },
    });
  });

  it('opens a model once, and ends its worker when nobody uses it', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.settings = { ...browser.settings, idleSeconds: 20 };
    const service = browser.service();
    await service.run('tiny', greys(1));
    await vi.advanceTimersByTimeAsync(15_000);
    await service.run('tiny', greys(2));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(browser.alive).toBe(1);
    expect((await statusOf(service, 'tiny')).running).toEqual({ memory: 1000 });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(browser.alive).toBe(0);
    expect((await statusOf(service, 'tiny')).running).toBeNull();
    await service.run('tiny', greys(3));
    expect(browser.count('tiny wasm open')).toBe(2);
  });

  it('answers although the disk is full and cannot be read either', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.store.full = true;
    browser.store.readAll = () => Promise.reject(new Error('damaged'));
    const service = browser.service();
    expect((await service.run('tiny', greys(0))).outputs).toHaveLength(1);
    expect((await statusOf(service, 'tiny')).counts).toMatchObject({ uses: 1, failures: 0 });
  });

  it('answers while the disk does not', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.store.write = () => new Promise(() => undefined);
    browser.store.keepInput = () => new Promise(() => undefined);
    const service = browser.service();
    await service.run('tiny', greys(0));
    expect((await service.run('tiny', greys(1))).outputs).toHaveLength(1);
  });

  it('keeps counts and limits over a new start', async () => {
    const browser = new FakeBrowser(tinyModel());
    const before = browser.service();
    await before.run('tiny', greys(1));
    await before.setLimits('tiny', { ...DEFAULT_MODEL_LIMITS, timeoutSeconds: 3 });
    await vi.advanceTimersByTimeAsync(0);
    expect(await statusOf(browser.service(), 'tiny')).toMatchObject({
      counts: { uses: 1, failures: 0 },
      limits: { timeoutSeconds: 3 },
    });
  });

  it('keeps the last inputs with what was answered, unless nothing is to be kept', async () => {
    const browser = new FakeBrowser(tinyModel());
    const service = browser.service();
    await service.run('tiny', greys(0));
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.store.inputs.get('tiny')).toMatchObject([
      { key: 'grey 0', version: '1.0.0', input: { shape: [3, 8, 8] }, outputs: { logit: { shape: [1] } } },
    ]);
    browser.settings = { ...browser.settings, keepInputs: false };
    await service.run('tiny', greys(9));
    await vi.advanceTimersByTimeAsync(0);
    expect(browser.store.inputs.get('tiny')).toHaveLength(1);
  });
});

describe('the backend', () => {
  it('is the fastest that gives the golden answers; the others are ended', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    const service = browser.service();
    expect((await service.run('tiny', greys(1))).backend).toBe('webgpu');
    expect(browser.alive).toBe(1);
    browser.speed = { webgpu: 90, wasm: 50 };
    await service.test('tiny');
    expect((await service.run('tiny', greys(1))).backend).toBe('wasm');
    expect(browser.alive).toBe(1);
  });

  it('is never one with wrong numbers, however fast, and the page is told', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend }) =>
      task === 'prove' && backend === 'webgpu'
        ? proofOf(backend, { passed: false, difference: 40, warmRunMs: 1, problem: 'logit[0] is off' })
        : undefined;
    const service = browser.service();
    expect((await service.run('tiny', greys(1))).backend).toBe('wasm');
    expect(browser.count('tiny webgpu run')).toBe(0);
    expect((await statusOf(service, 'tiny')).test).toMatchObject({
      chosen: 'wasm',
      backends: [{ backend: 'webgpu', passed: false, problem: 'logit[0] is off' }, { passed: true }],
    });
  });

  it('is the other one where the first cannot load the model at all', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend }) =>
      task === 'open' && backend === 'webgpu' ? failing('broken') : undefined;
    const service = browser.service();
    expect((await service.run('tiny', greys(1))).backend).toBe('wasm');
    expect((await statusOf(service, 'tiny')).test?.backends[0]).toMatchObject({
      problem: 'broken: broken in the worker',
    });
  });

  it('is the processor where a GPU takes for ever, and nobody waits for ever', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend }) =>
      task === 'prove' && backend === 'webgpu' ? 'hang' : undefined;
    const service = browser.service();
    const run = service.run('tiny', greys(1));
    await vi.advanceTimersByTimeAsync(15_000);
    expect((await run).backend).toBe('wasm');
    expect(browser.alive).toBe(1);
    expect(await statusOf(service, 'tiny')).toMatchObject({
      state: { is: 'ready' },
      counts: { failures: 0 },
      test: { chosen: 'wasm', backends: [{ problem: expect.stringContaining('timeout') }, {}] },
    });
  });

  it('is remembered for the device: a new start tests nothing, another device tests anew', async () => {
    const browser = new FakeBrowser(tinyModel());
    await browser.service().run('tiny', greys(1));
    await vi.advanceTimersByTimeAsync(0);
    await browser.service().run('tiny', greys(1));
    expect(browser.count('tiny wasm prove')).toBe(1);
    const elsewhere = { device: 'Testbrowser 2', backends: ['wasm'] as const };
    await browser.service({ describeDevice: async () => elsewhere }).run('tiny', greys(1));
    expect(browser.count('tiny wasm prove')).toBe(2);
  });

  it.each<ModelFailure>(['crashed', 'broken', 'memory'])(
    'gives way to the next one when the GPU fails in the middle of a run, as %s',
    async (code) => {
      const browser = new FakeBrowser(tinyModel());
      browser.backends = ['webgpu', 'wasm'];
      browser.script = ({ task }, { backend }) =>
        task === 'run' && backend === 'webgpu' ? failing(code) : undefined;
      const service = browser.service();
      expect(await service.run('tiny', greys(0))).toMatchObject({ backend: 'wasm' });
      expect(await statusOf(service, 'tiny')).toMatchObject({
        state: { is: 'ready' },
        counts: { uses: 1, failures: 1, last: { code } },
      });
      await service.run('tiny', greys(1));
      expect(browser.count('tiny webgpu run')).toBe(1);
      expect(browser.alive).toBe(1);
    },
  );

  it('is another one for the next run when the GPU hangs in this one', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend }) => (task === 'run' && backend === 'webgpu' ? 'hang' : undefined);
    const service = browser.service();
    const hung = expect(service.run('tiny', greys(0))).rejects.toMatchObject({ code: 'timeout' });
    await vi.advanceTimersByTimeAsync(DEFAULT_MODEL_LIMITS.timeoutSeconds * 1000);
    await hung;
    expect(await service.run('tiny', greys(0))).toMatchObject({ backend: 'wasm' });
  });

  it('is looked for again when the GPU fails that was the only one', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend }) =>
      task === 'open' && backend === 'wasm' ? failing('memory') : undefined;
    const service = browser.service();
    await service.run('tiny', greys(0));
    browser.script = (_, { backend }) => (backend === 'webgpu' ? failing('broken') : undefined);
    expect(await service.run('tiny', greys(1))).toMatchObject({ backend: 'wasm' });
    expect((await statusOf(service, 'tiny')).state).toEqual({ is: 'ready' });
  });

  it('that gave no numbers is tried again a day later, once nobody uses the model; a wrong one is not', async () => {
    const browser = new FakeBrowser(tinyModel(), tinyModel({ id: 'other' }));
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }, { backend, model }) => {
      if (backend !== 'webgpu' || task !== 'prove') return undefined;
      return model === 'tiny' ? 'hang' : proofOf(backend, { passed: false, difference: 3 });
    };
    const service = browser.service();
    const both = Promise.all(['tiny', 'other'].map((id) => service.run(id, greys(1))));
    await vi.advanceTimersByTimeAsync(15_000);
    await both;
    browser.script = () => undefined;
    await vi.advanceTimersByTimeAsync(DAY_MS);
    for (const id of ['tiny', 'other'])
      expect(await service.run(id, greys(2))).toMatchObject({ backend: 'wasm' });
    await vi.advanceTimersByTimeAsync(browser.settings.idleSeconds * 1000);
    expect(browser.count('tiny webgpu prove')).toBe(2);
    expect(browser.count('other webgpu prove')).toBe(1);
    expect(await service.run('tiny', greys(3))).toMatchObject({ backend: 'webgpu' });
    expect(await service.run('other', greys(3))).toMatchObject({ backend: 'wasm' });
    await vi.advanceTimersByTimeAsync(2 * browser.settings.idleSeconds * 1000);
    expect(browser.alive).toBe(0);
    expect(browser.count('tiny webgpu prove')).toBe(2);
  });

  it('is none where WebAssembly has no vector instructions, which is what the answer says', async () => {
    const browser = new FakeBrowser(tinyModel());
    const device = 'Testbrowser 1; no WebAssembly vector instructions';
    const service = browser.service({ describeDevice: async () => ({ device, backends: [] }) });
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({
      ...{ code: 'missing', detail: device },
      said: { key: 'models.noBackend', values: { model: 'tiny' } },
    });
    expect((await statusOf(service, 'tiny')).state).toEqual({ is: 'ready' });
    expect(browser.started).toBe(0);
  });

  it('is given up with the model when the next one crashes as well', async () => {
    const browser = new FakeBrowser(tinyModel());
    browser.backends = ['webgpu', 'wasm'];
    browser.script = ({ task }) => (task === 'run' ? 'die' : undefined);
    const service = browser.service();
    await expect(service.run('tiny', greys(0))).rejects.toMatchObject({ code: 'crashed' });
    expect((await statusOf(service, 'tiny')).state).toMatchObject({ is: 'suspended', by: 'self' });
  });
});

const DAY_MS = 24 * 60 * 60 * 1000;

describe('a model whose manifest cannot be read', () => {
  it('is shown as broken and gives no answer, until it is whole again', async () => {
    const browser = new FakeBrowser(tinyModel(), tinyModel({ id: 'other' }));
    const { list } = browser.catalogue;
    const withBroken = async () =>
      (await list()).map((one) => (one.manifest.id === 'tiny' ? { ...one, broken: 'no JSON' } : one));
    const service = browser.service({ catalogue: { ...browser.catalogue, list: withBroken } });
    const refused = { code: 'broken', detail: 'no JSON', said: { key: 'models.broken' } };
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject(refused);
    await expect(service.test('tiny')).rejects.toMatchObject(refused);
    await expect(service.resume('tiny')).rejects.toMatchObject(refused);
    expect((await statusOf(service, 'tiny')).state).toMatchObject({
      ...{ is: 'suspended', by: 'self', detail: 'no JSON', why: { key: 'models.why.broken' } },
    });
    expect((await service.run('other', greys(1))).outputs).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(0);
    expect((await browser.service().run('tiny', greys(1))).outputs).toHaveLength(1);
  });
});

describe('a model suspends itself', () => {
  const runs = (service: ModelService) => service.run('tiny', greys(1));

  it.each<[string, Parameters<typeof withScript>[0], ModelFailure, string]>([
    [
      'that is wrong everywhere',
      (task, backend) => (task === 'prove' ? proofOf(backend, { passed: false, difference: 7 }) : undefined),
      'wrong',
      'models.why.wrong',
    ],
    [
      'whose file is damaged',
      (task) => (task === 'open' ? failing('broken') : undefined),
      'broken',
      'models.why.broken',
    ],
    ['whose worker dies', (task) => (task === 'run' ? 'die' : undefined), 'crashed', 'models.why.crashed'],
    [
      'whose runtime collapses',
      (task) => (task === 'run' ? failing('crashed') : undefined),
      'crashed',
      'models.why.crashed',
    ],
    [
      'that answers what is no number',
      (task) => (task === 'run' ? { outputs: NAN, ms: 1, memory: 1 } : undefined),
      'wrong',
      'models.why.wrong',
    ],
  ])('%s', async (_, script, code, why) => {
    const browser = withScript(script);
    const service = browser.service();
    const told = vi.fn();
    service.watch(told);
    await expect(runs(service)).rejects.toMatchObject({
      code,
      said: { key: 'models.nowSuspended', values: { what: { values: { model: 'tiny' } } } },
    });
    expect(told).toHaveBeenCalled();
    expect((await statusOf(service, 'tiny')).state).toMatchObject({
      is: 'suspended',
      by: 'self',
      why: { key: why },
    });
    expect(browser.alive).toBe(0);
    const asked = browser.asked.length;
    await expect(runs(service)).rejects.toMatchObject({
      code: 'suspended',
      said: {
        key: 'models.bySelf',
        values: { why: { key: why }, since: { date: new Date().toISOString() } },
      },
    });
    expect(browser.asked.length).toBe(asked);
  });

  const withScript = (
    script: (task: string, backend: BackendId) => ReturnType<FakeBrowser['script']>,
  ): FakeBrowser => {
    const browser = new FakeBrowser(tinyModel());
    browser.script = ({ task }, { backend }) => script(task, backend);
    return browser;
  };
  const NAN = { logit: { shape: [1, 1], data: new Float32Array([Number.NaN]) } };

  it('where its files cannot be read', async () => {
    const browser = new FakeBrowser(tinyModel());
    const catalogue = { ...browser.catalogue, readFile: () => Promise.reject(new Error('404')) };
    const service = browser.service({ catalogue });
    await expect(runs(service)).rejects.toMatchObject({ code: 'broken', detail: '404' });
    expect((await statusOf(service, 'tiny')).state).toMatchObject({ is: 'suspended', detail: '404' });
  });

  it('after three time-outs in a row, but not after two and an answer', async () => {
    const browser = new FakeBrowser(tinyModel());
    const service = browser.service();
    await runs(service);
    const hang = async () => {
      browser.script = ({ task }) => (task === 'run' ? 'hang' : undefined);
      const run = runs(service);
      const rejected = expect(run).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(DEFAULT_MODEL_LIMITS.timeoutSeconds * 1000);
      await rejected;
      expect(browser.alive).toBe(0);
      browser.script = () => undefined;
    };
    await hang();
    await hang();
    await runs(service);
    await hang();
    await hang();
    expect((await statusOf(service, 'tiny')).state).toEqual({ is: 'ready' });
    await hang();
    expect(await statusOf(service, 'tiny')).toMatchObject({
      state: { is: 'suspended', by: 'self', why: { key: 'models.why.timeout', values: { times: 3 } } },
      counts: { uses: 2, failures: 5, last: { code: 'timeout' } },
    });
  });

  it('and stays suspended over a new start, while the others go on', async () => {
    const browser = new FakeBrowser(tinyModel(), tinyModel({ id: 'other' }));
    browser.script = ({ task }, { model }) => (task === 'run' && model === 'tiny' ? 'die' : undefined);
    const service = browser.service();
    const [failed, other] = await Promise.allSettled([runs(service), service.run('other', greys(1))]);
    expect([failed.status, other.status]).toEqual(['rejected', 'fulfilled']);
    await vi.advanceTimersByTimeAsync(0);
    browser.script = () => undefined;
    const later = browser.service();
    await expect(runs(later)).rejects.toMatchObject({ code: 'suspended' });
    await later.run('other', greys(2));
  });

  it('and what waits behind the run that failed is told so', async () => {
    const browser = withScript((task) => (task === 'run' ? 'die' : undefined));
    const service = browser.service();
    const [first, second] = await Promise.allSettled([runs(service), runs(service)]);
    expect([first, second]).toMatchObject([
      { reason: { code: 'crashed' } },
      { reason: { code: 'suspended' } },
    ]);
    expect(browser.count('tiny wasm run')).toBe(1);
  });
});

describe('limits', () => {
  const limited = async (changes: object) => {
    const browser = new FakeBrowser(tinyModel());
    const service = browser.service();
    await service.setLimits('tiny', { ...DEFAULT_MODEL_LIMITS, ...changes });
    return { browser, service };
  };

  it('refuse what waits beyond the queue', async () => {
    const { service } = await limited({ queueLength: 1 });
    const runs = await Promise.allSettled([1, 2, 3].map((value) => service.run('tiny', greys(value))));
    expect(runs).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'busy', said: { key: 'models.busy' } } },
    ]);
    expect((await statusOf(service, 'tiny')).counts).toMatchObject({ uses: 2, failures: 1 });
  });

  it('refuse more runs a minute, until a minute has gone by', async () => {
    const { service } = await limited({ runsPerMinute: 2 });
    await service.run('tiny', greys(1));
    await service.run('tiny', greys(2));
    await expect(service.run('tiny', greys(3))).rejects.toMatchObject({ code: 'busy' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await service.run('tiny', greys(3))).outputs).toHaveLength(1);
  });

  it('end a worker that holds too much memory', async () => {
    const { browser, service } = await limited({ memoryMegabytes: 1 });
    browser.script = ({ task }) =>
      task === 'run' ? { outputs: {}, ms: 1, memory: 2 * 1_048_576 } : undefined;
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({
      code: 'memory',
      said: { key: 'models.memory', values: { limit: 1 } },
    });
    expect(browser.alive).toBe(0);
    browser.script = () => undefined;
    expect((await service.run('tiny', greys(1))).outputs).toHaveLength(1);
  });

  it('end a worker that holds too much as soon as the model is loaded', async () => {
    const { browser, service } = await limited({ memoryMegabytes: 1 });
    browser.script = ({ task }) =>
      task === 'open' ? { opened: { loadMs: 1, memory: 2 * 1_048_576 } } : undefined;
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({ code: 'memory' });
    expect([browser.alive, browser.count('tiny wasm prove')]).toEqual([0, 0]);
    expect((await statusOf(service, 'tiny')).state).toEqual({ is: 'ready' });
  });
});

describe('heads', () => {
  const headed = (...more: Parameters<typeof tinyHead>[0][]) =>
    new FakeBrowser(tinyEncoder(), tinyHead(), ...more.map((options) => tinyHead(options)));

  it('share the features of a picture: the encoder runs once, also when both ask at once', async () => {
    const browser = headed({ id: 'second-head' });
    const service = browser.service();
    const [one, other] = await Promise.all([
      service.run('tiny-head', greys(255)),
      service.run('second-head', greys(255)),
    ]);
    expect(one.outputs[0]?.logit?.data[0]).toBe(1);
    expect(other.outputs[0]?.logit?.data[0]).toBe(1);
    await service.run('tiny-head', greys(255, 0));
    expect(browser.count('tiny-encoder wasm run')).toBe(2);
    service.dropFeatures();
    await service.run('tiny-head', greys(255));
    expect(browser.count('tiny-encoder wasm run')).toBe(3);
  });

  it('name the encoder that is suspended, and stay in service themselves', async () => {
    const service = headed().service();
    await service.run('tiny-head', greys(1));
    await service.suspend('tiny-encoder');
    await expect(service.run('tiny-head', greys(1))).rejects.toMatchObject({
      code: 'suspended',
      modelId: 'tiny-head',
      said: {
        key: 'models.encoder',
        values: { encoder: 'tiny-encoder', why: { key: 'models.byPerson' } },
      },
    });
    expect((await statusOf(service, 'tiny-head')).state).toEqual({ is: 'ready' });
  });

  it('name the encoder that crashes', async () => {
    const browser = headed();
    browser.script = ({ task }, { model }) =>
      task === 'run' && model === 'tiny-encoder' ? 'die' : undefined;
    const service = browser.service();
    await expect(service.run('tiny-head', greys(1))).rejects.toMatchObject({
      code: 'crashed',
      said: { values: { encoder: 'tiny-encoder' } },
    });
    expect((await statusOf(service, 'tiny-encoder')).state).toMatchObject({ is: 'suspended' });
    expect((await statusOf(service, 'tiny-head')).state).toEqual({ is: 'ready' });
  });

  it('are broken with another version of the encoder, or none', async () => {
    const other = new FakeBrowser(tinyEncoder({ version: '1.0.1' }), tinyHead());
    await expect(other.service().run('tiny-head', greys(1))).rejects.toMatchObject({
      code: 'broken',
      said: { key: 'models.encoderVersion', values: { needed: '1.0.0', serving: '1.0.1' } },
    });
    await expect(new FakeBrowser(tinyHead()).service().run('tiny-head', greys(1))).rejects.toMatchObject({
      code: 'missing',
      said: { values: { encoder: 'tiny-encoder' } },
    });
  });

  it('leave what their encoder made of a picture at hand, until it is dropped', async () => {
    const tokens = { name: 'features', shape: ['batch' as const, 3, 2] };
    const [encoder, head] = [tinyEncoder(), tinyHead()];
    const service = new FakeBrowser(
      { ...encoder, manifest: { ...encoder.manifest, outputs: [tokens] } },
      { ...head, manifest: { ...head.manifest, input: { kind: 'features', ...tokens } } },
    ).service();
    const [{ key } = { key: '' }] = greys(255);
    expect(await service.pooledFeatures('tiny-head', key)).toBeUndefined();
    const under = service.run('tiny-head', greys(255));
    expect(await service.pooledFeatures('tiny-head', key)).toBeUndefined();
    await under;
    expect(await service.pooledFeatures('tiny-head', key)).toMatchObject({
      encoder: { id: 'tiny-encoder', version: '1.0.0', sha256: encoder.manifest.sha256 },
      // Two ones, as every feature of a white picture is here.
      classToken: 'ADwAPA==',
    });
    service.dropFeatures();
    expect(await service.pooledFeatures('tiny-head', key)).toBeUndefined();
  });

  it('give no memory away: features go with the worker that is idle', async () => {
    const browser = headed();
    const service = browser.service();
    await service.run('tiny-head', greys(1));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(browser.alive).toBe(0);
    await service.run('tiny-head', greys(1));
    expect(browser.count('tiny-encoder wasm run')).toBe(2);
  });
});
