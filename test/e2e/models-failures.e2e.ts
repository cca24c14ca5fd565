import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Driver } from '../browsers/driver';
import { until } from '../browsers/until';
import {
  filesOf,
  hangingModel,
  hungryModel,
  tinyModel,
  unknownOperatorModel,
  wrongModel,
} from '../fixtures/models';
import { ModelsEngine } from './models-engine';
import { startTested, words } from './touchstone';

/** What the tiny models answer for a black, a grey and a white picture. */
const [BLACK, GREY, WHITE] = [0, 51, 255];
const LOGITS = [-1.5, -0.9, 1.5].map((logit) => expect.closeTo(logit, 4));

const WHITE_BYTES = 8e9;

let driver: Driver;
let engine: ModelsEngine;

beforeAll(async () => {
  driver = await startTested();
  engine = await ModelsEngine.of(driver);
  await engine.import(tinyModel({ id: 'sound' }));
});

afterAll(() => driver?.close());

/** Whatever happens to another model. */
const soundModelAnswers = async () =>
  expect(await engine.run('sound', BLACK, GREY, WHITE)).toMatchObject({ logits: LOGITS });

describe('a sound model', () => {
  it('is served by the processor where there is no GPU', async () => {
    await soundModelAnswers();
    expect((await engine.status('sound')).test).toMatchObject({
      device: expect.stringContaining('no WebGPU'),
      backends: [{ backend: 'wasm', passed: true }],
      chosen: 'wasm',
    });
    expect((await engine.started('sound')).map(({ backend }) => backend)).toEqual(['wasm']);
  });

  it('is proven once, and gives its memory back when nobody uses it', async () => {
    await engine.change({ idleSeconds: 1 });
    await soundModelAnswers();
    await until('its worker to end', async () => (await engine.status('sound')).running === null);
    await engine.page.waitForText(words('ui.models.facts.notRunning'));
    await engine.change({ idleSeconds: 60 });
    await soundModelAnswers();
    const [first, second, ...more] = (await engine.started('sound')).map(({ tasks }) => tasks);
    expect(first?.slice(0, 2)).toEqual(['open', 'prove']);
    expect([second, more]).toEqual([['open', 'run'], []]);
  });
});

describe('an import is refused, and says why,', () => {
  const { manifest, ...rest } = tinyModel({ id: 'refused' });
  const manifestWith = (changes: object) =>
    Object.fromEntries(filesOf({ ...rest, manifest: { ...manifest, ...changes } }));

  it.each([
    ['that computes wrong numbers', () => engine.import(wrongModel({ id: 'refused' })), 'right numbers'],
    [
      'with an operator that the runtime lacks',
      () => engine.import(unknownOperatorModel({ id: 'refused' })),
      'Divine',
    ],
    [
      'whose manifest says more',
      () => engine.importFiles(manifestWith({ colour: 'blue' })),
      'not known here: colour',
    ],
    [
      'whose model lies elsewhere',
      () => engine.importFiles(manifestWith({ file: '../tiny.onnx' })),
      'leads out of',
    ],
    [
      'with a file that leaves its folder',
      () => engine.importFiles({ ...manifestWith({}), '../more.txt': new Uint8Array(1) }),
      'leads out of',
    ],
  ])('%s', async (_, importing, why) => {
    await expect(importing()).rejects.toThrow(why);
    expect((await engine.list()).map(({ id }) => id)).not.toContain('refused');
  });
});

describe('a model that hangs', () => {
  beforeAll(async () => {
    await engine.import(hangingModel({ id: 'hangs' }));
    await engine.limit('hangs', { timeoutSeconds: 1 });
  });

  it('is stopped, while others go on, and answers the next picture', async () => {
    const [hung] = await Promise.all([engine.run('hangs', WHITE), soundModelAnswers()]);
    expect(hung).toMatchObject({ code: 'timeout', said: words('models.timeout', { model: 'hangs' }) });
    expect((await engine.status('hangs')).running).toBeNull();
    expect(await engine.run('hangs', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });

  it('suspends itself after three time-outs in a row, and no other model', async () => {
    for (const suspended of [false, false, true]) {
      expect(await engine.run('hangs', WHITE)).toMatchObject({ code: 'timeout' });
      expect((await engine.status('hangs')).state.is).toBe(suspended ? 'suspended' : 'ready');
    }
    expect(await engine.run('hangs', BLACK)).toMatchObject({ code: 'suspended' });
    await engine.page.waitForText(words('models.why.timeout', { times: 3 }));
    await soundModelAnswers();
  });

  it('can be resumed', async () => {
    await engine.resume('hangs');
    expect(await engine.run('hangs', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });
});

describe('a model that takes memory', () => {
  it('is ended above its limit, and serves again once it may have more', async () => {
    await engine.import(tinyModel({ id: 'small' }));
    await engine.limit('small', { memoryMegabytes: 4 });
    expect(await engine.run('small', BLACK)).toMatchObject({
      code: 'memory',
      said: words('models.memory', { model: 'small', limit: 4 }),
    });
    expect(await engine.status('small')).toMatchObject({ state: { is: 'ready' }, running: null });
    await soundModelAnswers();
    await engine.limit('small', { memoryMegabytes: 64 });
    expect(await engine.run('small', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });

  it('gets no more than its limit, and takes the next picture', async () => {
    await engine.import(hungryModel(WHITE_BYTES / 16, { id: 'greedy' }));
    await engine.limit('greedy', { memoryMegabytes: 128 });
    // Not noticed afterwards: it never got it.
    const refused = await engine.run('greedy', WHITE);
    expect(refused).toMatchObject({ code: 'memory', detail: expect.not.stringContaining('are allowed') });
    expect(await engine.run('greedy', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });

  it('is answered for when there is no such memory, and takes the next picture', async () => {
    await engine.import(hungryModel(WHITE_BYTES, { id: 'hungry' }));
    const [refused] = await Promise.all([engine.run('hungry', WHITE), soundModelAnswers()]);
    expect(refused).toMatchObject({ code: 'memory' });
    expect(await engine.run('hungry', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });
});

describe('a model that was changed on the disk', () => {
  beforeEach(async () => {
    await engine.import(tinyModel({ id: 'stored' }));
  });

  it.each([
    ['cut short', 'half', /bytes, and its manifest says/],
    ['exchanged', 'zeros', /SHA-256/],
  ] as const)('is refused where it was %s, and suspends itself when it serves', async (_, how, detail) => {
    await engine.page.run(changeStored, 'stored', how);
    await expect(engine.test('stored')).resolves.toMatchObject({ chosen: null });
    expect(await engine.status('stored')).toMatchObject({
      state: { by: 'self', why: { key: 'models.why.broken' }, detail: expect.stringMatching(detail) },
      running: null,
    });
    expect(await engine.run('stored', BLACK)).toMatchObject({ code: 'suspended' });
    await expect(engine.resume('stored')).rejects.toThrow(words('models.broken', { model: 'stored' }));
    await soundModelAnswers();
    await engine.remove('stored');
  });
});

describe('a worker that dies', () => {
  it('without a word is answered for by the time-out, and the next run gets another one', async () => {
    await engine.limit('sound', { timeoutSeconds: 1 });
    await soundModelAnswers();
    await engine.kill('sound', 'silently');
    expect(await engine.run('sound', BLACK)).toMatchObject({ code: 'timeout' });
    await soundModelAnswers();
  });

  it('of an error in the middle of a run suspends its model, and no other', async () => {
    await engine.limit('hangs', { timeoutSeconds: 60 });
    const running = engine.run('hangs', WHITE);
    await until(
      'the run to begin',
      async () => (await engine.started('hangs')).at(-1)?.tasks.at(-1) === 'run',
    );
    await engine.kill('hangs', 'with an error');
    const what = words('models.crashed', { model: 'hangs' });
    expect(await running).toMatchObject({ code: 'crashed', said: words('models.nowSuspended', { what }) });
    expect(await engine.status('hangs')).toMatchObject({
      state: { by: 'self', why: { key: 'models.why.crashed' }, detail: 'it is gone' },
      running: null,
    });
    await soundModelAnswers();
    await engine.resume('hangs');
    expect(await engine.run('hangs', BLACK)).toMatchObject({ logits: [LOGITS[0]] });
  });
});

/** In a page of ours: what a failing disk, or somebody else, does to the weights of an imported model. */
async function changeStored(id: string, how: 'half' | 'zeros'): Promise<void> {
  const settled = <Result>(request: IDBRequest<Result>) =>
    new Promise<Result>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await settled(indexedDB.open('touchstone'));
  const open = () => database.transaction('modelPacks', 'readwrite').objectStore('modelPacks');
  const row = (await settled(open().getAll())).find((row) => row.id === id);
  // A copy: Firefox keeps the whole of a file of which a slice is put back.
  const weights = new Uint8Array(await row.pack.file.arrayBuffer());
  row.pack.file = new Blob([how === 'half' ? weights.slice(weights.length / 2) : weights.fill(0)]);
  const { transaction } = open().put(row);
  await new Promise((resolve) => transaction?.addEventListener('complete', resolve));
  database.close();
}
