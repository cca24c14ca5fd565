import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ChromiumDriver } from '../browsers/chromium';
import { startChromium } from '../browsers/chromium';
import { ensureBrowser } from '../browsers/find.mjs';
import { until } from '../browsers/until';
import { manyTurnsModel, steppingModel, tinyModel, wrongModel } from '../fixtures/models';
import { ModelsEngine } from './models-engine';
import { words } from './touchstone';

// Only here: Firefox has no WebGPU on Linux. Chromium's adapter is made of software: never faster than the processor
// itself, so the journey has the processor's time told as longer.

const [BLACK, WHITE] = [0, 255];
const LOGITS = [-1.5, 1.5].map((logit) => expect.closeTo(logit, 3));

let driver: ChromiumDriver;
let engine: ModelsEngine;

beforeAll(async () => {
  driver = await startChromium(ensureBrowser('chromium'), inject('extension').path, { webgpu: true });
  engine = await ModelsEngine.of(driver);
  await engine.slowDownProcessor();
});

afterAll(() => driver?.close());

const passed = (backend: string) => expect.objectContaining({ backend, passed: true });

describe('a GPU', () => {
  it('serves where it gives the same numbers as the processor, and is faster', async () => {
    await engine.import(tinyModel());
    const { test } = await engine.status('tiny');
    expect(test?.backends).toEqual([passed('webgpu'), passed('wasm')]);
    expect(await engine.run('tiny', BLACK, WHITE)).toMatchObject({ backend: 'webgpu', logits: LOGITS });
  });

  it('is remembered as the one that serves, also by the next engine page', async () => {
    const { test } = await engine.status('tiny');
    await driver.closeEnginePage();
    engine = await ModelsEngine.of(driver);
    expect(await engine.run('tiny', BLACK, WHITE)).toMatchObject({ backend: 'webgpu', logits: LOGITS });
    expect(await engine.started('tiny')).toEqual([
      { model: 'tiny', backend: 'webgpu', tasks: ['open', 'run'] },
    ]);
    expect((await engine.status('tiny')).test).toEqual(test);
    await engine.slowDownProcessor();
  });

  it('is never used where it computes something else, and the page says so', async () => {
    await engine.import(manyTurnsModel({ id: 'turns' }));
    expect((await engine.status('turns')).test).toMatchObject({
      backends: [{ backend: 'webgpu', passed: false }, passed('wasm')],
      chosen: 'wasm',
    });
    expect(await engine.run('turns', BLACK)).toMatchObject({ backend: 'wasm' });
    const workers = await engine.started('turns');
    expect(workers).toContainEqual({ model: 'turns', backend: 'webgpu', tasks: ['open', 'prove'] });
    const wrong = words('ui.models.tests.wrong', { backend: words('ui.models.backends.webgpu') });
    await until('the page to say so', async () => {
      await engine.page.run(openDetails);
      return (await engine.page.text()).includes(wrong);
    });
  });

  it('does not help a model that is wrong on the processor too', async () => {
    await expect(engine.import(wrongModel({ id: 'wrong' }))).rejects.toThrow(
      words('models.wrong', { model: 'wrong' }),
    );
    expect((await engine.started('wrong')).map(({ backend }) => backend)).toEqual(['webgpu', 'wasm']);
  });
});

describe('a GPU that is lost', () => {
  it('in the middle of a run leaves it to the processor', async () => {
    await engine.import(steppingModel(STEPS, { id: 'steps' }));
    const running = engine.run('steps', WHITE);
    await until('the run to begin on the GPU', async () =>
      (await engine.started('steps')).some(
        ({ backend, tasks }) => backend === 'webgpu' && tasks.includes('run'),
      ),
    );
    await crashGpu();
    expect(await running).toMatchObject({ backend: 'wasm', logits: [LOGITS[1]] });
    expect(await engine.run('steps', BLACK)).toMatchObject({ backend: 'wasm', logits: [LOGITS[0]] });
    expect(await engine.status('steps')).toMatchObject({ state: { is: 'ready' }, counts: { failures: 1 } });
  });

  it('leaves the next run of another model to the processor too', async () => {
    expect(await engine.run('tiny', BLACK, WHITE)).toMatchObject({ backend: 'wasm', logits: LOGITS });
    expect(await engine.status('tiny')).toMatchObject({ state: { is: 'ready' }, counts: { failures: 1 } });
  });
});

/** More than a second on the GPU, with a wait for it at each; a moment on the processor. */
const STEPS = 1000;

/** Kills the process that talks to the GPU; Chromium starts another one. */
const crashGpu = () => driver.devtools.send('Browser.crashGpuProcess');

/** In the Models page. */
function openDetails(): void {
  for (const details of document.querySelectorAll('details')) details.open = true;
}
