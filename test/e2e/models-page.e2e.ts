import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { glob } from 'tinyglobby';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManifestSchema } from '../../utils/inference/manifest';
import type { Surface } from '../browsers/driver';
import { until } from '../browsers/until';
import { corruptModel, filesOf, type TinyModel, tamperedModel, tinyModel, zipOf } from '../fixtures/models';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();
const TITLE = tinyModel().manifest.title;
const CHOOSE = words('ui.models.import.file');
const PASSED = words('ui.models.actions.testPassed', { backend: words('ui.models.backends.wasm') });

let folder: string;
let page: Surface;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-models-'));
  page = await touchstone.here.driver.openOwnPage('options.html#models');
});

afterAll(() => rm(folder, { recursive: true }));

/** Writes a model as a pack. */
async function packOf(model: TinyModel): Promise<string> {
  const path = join(folder, 'pack.zip');
  await writeFile(path, zipOf(model));
  return path;
}

const on = (action: string) => words('ui.models.actions.named', { action, model: TITLE });

it('lists the models that come with the product', async () => {
  const manifests = await glob('models/*/manifest.json');
  expect(manifests.length).toBeGreaterThan(0);
  for (const path of manifests) {
    const { id, version } = ManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    await page.waitForText(`${id} ${version}`);
  }
  expect(await page.text()).toContain(words('ui.models.facts.builtIn'));
});

it('imports a pack, tests it, and says with what it runs', async () => {
  await page.waitForText(words('ui.models.import.title'));
  await page.chooseFile(await packOf(tinyModel()));
  await page.waitForText(words('ui.models.import.done', { id: 'tiny' }));
  await page.click(on(words('ui.models.actions.test')));
  await page.waitForText(PASSED);
  expect(await page.text()).toContain(
    words('ui.models.state.passed', { backend: words('ui.models.backends.wasm') }),
  );
});

it('suspends a model, which a reload does not forget, and resumes it', async () => {
  await page.click(on(words('ui.models.actions.suspend')));
  await page.waitForText(/Suspended by hand, /);
  await page.reload();
  await page.waitForText(/Suspended by hand, /);
  await page.click(on(words('ui.models.actions.resume')));
  await page.waitForText(words('ui.models.actions.resumed'));
  await until('the model to be in service', async () => !(await page.text()).includes('Suspended by hand'), {
    describe: page.text,
  });
});

it('puts another version into its place, and rolls back', async () => {
  await page.chooseFile(await packOf(tinyModel({ version: '1.1.0' })));
  await page.waitForText('tiny 1.1.0');
  await page.click(on(words('ui.models.actions.rollBack', { version: '1.0.0' })));
  await page.waitForText(words('ui.models.actions.rolledBack'));
  expect(await page.waitForText('tiny 1.0.0')).not.toContain('tiny 1.1.0');
});

it('refuses what is damaged or was changed, with the reason, and keeps what serves', async () => {
  await page.chooseFile(await packOf(tamperedModel({ version: '2.0.0' })));
  await page.waitForText(words('modelPack.wrongHash', { name: 'tiny.onnx' }));
  await page.chooseFile(await packOf(corruptModel({ version: '2.0.0' })));
  await page.waitForText(words('models.broken', { model: 'tiny' }));
  const text = await page.text();
  expect(text).toContain(words('ui.models.import.unchanged'));
  expect(text).toContain('tiny 1.0.0');
  expect(text).not.toContain('tiny 2.0.0');
});

it('exports a model as a pack, and takes that pack again after the model was removed', async () => {
  const { driver } = touchstone.here;
  const { name, bytes } = await driver.download(() => page.click(on(words('ui.models.actions.export'))));
  expect(name).toBe('tiny-1.0.0.zip');
  expect(Object.keys(unzipSync(bytes)).sort()).toEqual([...filesOf(tinyModel()).keys()].sort());
  await page.click(on(words('ui.models.actions.remove')));
  await page.click(words('ui.models.actions.remove'));
  await page.waitForText(CHOOSE);
  await page.run(waitUntilGone, TITLE);
  const exported = join(folder, name);
  await writeFile(exported, bytes);
  await page.chooseFile(exported);
  await page.waitForText('tiny 1.0.0');
});

/** Resolves once no article has that title. */
function waitUntilGone(title: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const there = [...document.querySelectorAll('article')].some((one) => one.textContent?.includes(title));
      if (!there) return resolve();
      requestAnimationFrame(look);
    };
    look();
  });
}
