import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { until } from '../browsers/until';
import { scene } from '../fixtures/pictures';
import { breakExtension, GPU_BUILD } from './broken-extension';
import { ModelsEngine } from './models-engine';
import { startTouchstone, words } from './touchstone';

// Whoever loaded any of the missing files would fail, and be reported: so nobody does.

const broken = await breakExtension(GPU_BUILD);
const touchstone = startTouchstone({ estimates: true, extension: broken.path });
const WEBASSEMBLY = words('ui.models.backends.wasm');

/** The largest model's test, on a machine with much else to do. */
const TEST_MS = 80_000;

let folder: string;
let engine: ModelsEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-gpu-build-'));
  engine = await ModelsEngine.of(touchstone.here.driver);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await broken.remove();
});

describe('without a GPU, an extension that lacks the runtime for GPUs', () => {
  it('lacks all of it', () => {
    expect(broken.missing).toEqual([
      expect.stringMatching(/^assets\/ort\.webgpu\..*\.js$/),
      'onnxruntime/ort-wasm-simd-threaded.asyncify.mjs',
      'onnxruntime/ort-wasm-simd-threaded.asyncify.wasm',
    ]);
  });

  it('passes the test of every model on the processor, and tells of no failure', async () => {
    const models = await engine.list();
    expect(models.length).toBeGreaterThan(0);
    for (const { id, manifest } of models) {
      const action = words('ui.models.actions.test');
      await engine.page.click(words('ui.models.actions.named', { action, model: manifest.title }));
      await until('the test to end', async () => (await engine.status(id)).test !== null, {
        patienceMs: TEST_MS,
      });
      expect(await engine.status(id)).toMatchObject({
        test: { backends: [{ backend: 'wasm', passed: true }] },
        state: { is: 'ready' },
        counts: { failures: 0 },
      });
    }
    const passed = words('ui.models.state.passed', { backend: WEBASSEMBLY });
    const text = await engine.page.waitForText(new RegExp(`(${passed}[^]*){${models.length}}`));
    expect(text).not.toContain(words('ui.models.state.suspended'));
  });

  it('estimates a picture on the processor', async () => {
    await engine.change({ checksOff: [] });
    const { panel } = touchstone.here;
    const path = join(folder, 'hills.jpg');
    await writeFile(path, await scene(31, 900, 600).jpeg().toBuffer());
    const { rows } = await answerTo(panel, () => panel.dropFile(path));
    expect(rows.join('\n')).toMatch(new RegExp(`^${words('checks.aiImage.title')}: 0\\.\\d\\d`, 'm'));
    await panel.click(new RegExp(`^${words('checks.aiImage.title')}`));
    await panel.waitForText(new RegExp(`computed with ${WEBASSEMBLY}`));
  });
});
