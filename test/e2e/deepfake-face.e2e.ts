import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManifestSchema } from '../../utils/inference/manifest';
import { answerTo, type ShownJob } from '../browsers/panel';
import { portraitFile, sceneWith } from '../fixtures/faces/scenes';
import { scene } from '../fixtures/pictures';
import { BROWSER, RESULTS, startTouchstone, words } from './touchstone';

/* What the model says of a face is its own affair: these journeys ask whether and how it is said. */

const touchstone = startTouchstone({ estimates: true });
const TITLE = words('checks.deepfakeFace.title');
const ESTIMATE = new RegExp(`^${TITLE}: 0\\.\\d\\d`);

let folder: string;
let modelTitle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-faces-'));
  const crowd = await sceneWith(
    [
      { left: 20, top: 40, side: 300 },
      { left: 420, top: 60, side: 240 },
    ],
    { width: 760, height: 420 },
  );
  await writeFile(join(folder, 'portrait.jpg'), await portraitFile());
  await writeFile(join(folder, 'two.jpg'), await crowd.jpeg().toBuffer());
  await writeFile(join(folder, 'hills.jpg'), await scene(31, 900, 600).jpeg().toBuffer());
  modelTitle = ManifestSchema.parse(
    JSON.parse(await readFile('models/deepfake-face/manifest.json', 'utf8')),
  ).title;
});

afterAll(() => rm(folder, { recursive: true }));

it('gives each face of a picture its number, outlined on the picture', async () => {
  const { driver, panel } = touchstone.here;
  expect(rowOf(await drop('two.jpg'))).toMatch(ESTIMATE);
  await panel.click(new RegExp(`^${TITLE}`));
  const text = await panel.waitForText(words('ui.evidence.deepfakeFace.face', { number: 2 }));
  expect(text).toMatch(/Model deepfake-face \d+\.\d+\.\d+, computed with/);
  expect(await panel.run(readOutlines)).toEqual(['1', '2']);
  for (const theme of ['light', 'dark'] as const) {
    await driver.setTheme(theme);
    await panel.screenshot(join(RESULTS, `deepfake-face ${BROWSER} ${theme}.png`));
  }
});

it('says that there is no face where there is none', async () => {
  const { rows } = await drop('hills.jpg');
  expect(rows).toContain(`${TITLE}: ${words('checks.deepfakeFace.noFace')}`);
});

it('draws the faces in the report too', async () => {
  const { driver, panel } = touchstone.here;
  await drop('two.jpg');
  const { bytes } = await driver.download(async () => {
    await panel.click(words('ui.actions.save'));
    await panel.click(words('ui.actions.saveHtml'));
  });
  const page = new TextDecoder().decode(bytes);
  expect(
    page.match(/<figure class="faces">[\s\S]*?<\/figure>/)?.[0].match(/<span style="left:/g),
  ).toHaveLength(2);
});

it('is missed and named while its model is suspended, and the others answer', async () => {
  const { driver } = touchstone.here;
  const page = await driver.openOwnPage('options.html#models');
  const press = (action: string) =>
    page.click(words('ui.models.actions.named', { action, model: modelTitle }));
  await page.waitForText(modelTitle);
  await press(words('ui.models.actions.suspend'));
  await page.waitForText(/Suspended by hand, /);
  const { rows } = await drop('portrait.jpg');
  expect(rows.find((row) => row.startsWith(TITLE))).toContain('was suspended by hand');
  expect(rows.find((row) => row.startsWith(words('checks.aiImage.title')))).toMatch(/: 0\.\d\d/);
  await page.bringToFront();
  await press(words('ui.models.actions.resume'));
  await page.waitForText(words('ui.models.actions.resumed'));
  await page.close();
  expect(rowOf(await drop('portrait.jpg'))).toMatch(ESTIMATE);
});

function drop(name: string): Promise<ShownJob> {
  const { panel } = touchstone.here;
  return answerTo(panel, () => panel.dropFile(join(folder, name)));
}

function rowOf({ rows }: ShownJob): string | undefined {
  return rows.find((row) => row.startsWith(TITLE));
}

/** Runs in the panel: the numbers of the outlined faces. */
function readOutlines() {
  return [...document.querySelectorAll('figure img ~ span')].map(({ textContent }) => textContent);
}
