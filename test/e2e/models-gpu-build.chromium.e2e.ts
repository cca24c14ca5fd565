import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Driver } from '../browsers/driver';
import { until } from '../browsers/until';
import { tinyModel } from '../fixtures/models';
import { breakExtension, GPU_BUILD } from './broken-extension';
import { ModelsEngine } from './models-engine';
import { startTested, words } from './touchstone';

// Only here: Firefox has no WebGPU on Linux.

const broken = await breakExtension(GPU_BUILD);

let driver: Driver;
let engine: ModelsEngine;

beforeAll(async () => {
  driver = await startTested({ extension: broken.path, webgpu: true });
  engine = await ModelsEngine.of(driver);
});

afterAll(async () => {
  await driver?.close();
  await broken.remove();
});

describe('with a GPU, an extension that lacks the runtime for GPUs', () => {
  it('serves on the processor', async () => {
    await engine.import(tinyModel());
    expect(await engine.run('tiny', 0, 255)).toMatchObject({
      backend: 'wasm',
      logits: [expect.closeTo(-1.5, 4), expect.closeTo(1.5, 4)],
    });
    expect((await engine.started('tiny')).map(({ backend }) => backend)).toContain('webgpu');
    expect(await engine.status('tiny')).toMatchObject({ state: { is: 'ready' } });
  });

  it('says on the page that the GPU could not be used, and why', async () => {
    const text = await until('the page to say so', async () => {
      await engine.page.run(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      const text = await engine.page.text();
      return text.includes('the runtime for webgpu cannot be loaded') && text;
    });
    const webgpu = words('ui.models.backends.webgpu');
    expect(text).toContain(words('ui.models.tests.notAvailable', { backend: webgpu }));
    expect(text).toContain(words('ui.models.state.passed', { backend: words('ui.models.backends.wasm') }));
  });
});
