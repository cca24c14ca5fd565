import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ManifestSchema } from '../../utils/inference/manifest';
import { answerTo, type ShownJob } from '../browsers/panel';
import { scene } from '../fixtures/pictures';
import { BROWSER, NOTHING_KNOWN, RESULTS, startTouchstone, words } from './touchstone';

/* What the model says of a drawn picture is its own affair: these journeys ask only whether and how it is said. */

const touchstone = startTouchstone({ estimates: true });
const TITLE = words('checks.aiImage.title');
const ESTIMATE = new RegExp(`^${TITLE}: 0\\.\\d\\d`);

let folder: string;
let modelTitle: string;
let firstLookTitle: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-ai-image-'));
  await writeFile(join(folder, 'hills.jpg'), await scene(31, 900, 600).jpeg().toBuffer());
  await writeFile(join(folder, 'grey.png'), await scene(1, 400, 300).linear(0, 128).png().toBuffer());
  [modelTitle, firstLookTitle] = await Promise.all([titleOf('ai-image'), titleOf('ai-image-first-look')]);
});

afterAll(() => rm(folder, { recursive: true }));

it('tests its models once, which costs no check its time, and shows every other answer meanwhile', async () => {
  const { panel } = touchstone.here;
  const job = await answerTo(panel, async () => {
    await panel.dropFile(join(folder, 'hills.jpg'));
    const text = await panel.waitForText(words('ui.row.testing'));
    expect(text).toContain(words('checks.metadata.none'));
    expect(text).toContain(words('checks.fingerprint.emptyLibrary'));
  });
  expect(rowOf(job)).toMatch(ESTIMATE);
});

it('asks a model that has been tested, from then on', async () => {
  const job = await drop('hills.jpg');
  expect(rowOf(job)).toMatch(ESTIMATE);
  expect(job.rows).toHaveLength(6);
});

it('shows what the number means, and where on the picture the signs are', async () => {
  const { driver, panel } = touchstone.here;
  await drop('hills.jpg');
  await panel.click(new RegExp(`^${TITLE}`));
  const text = await panel.waitForText(words('ui.evidence.aiImage.strength'));
  expect(text).toMatch(/Of 100 genuine samples that it was tested on, (fewer than 1|1 to 5|more than 5) /);
  expect(text).toMatch(/Model ai-image \d+\.\d+\.\d+, computed with/);
  const before = await panel.run(readHeatMap);
  expect(before).toMatchObject({ parts: 196, seen: ['16.6667%', '66.6667%'] });
  expect(before?.said).toMatch(/^(Signs are|No part)/);
  await panel.run(() => document.querySelector<HTMLElement>('input[type=range]')?.focus());
  await panel.press('ArrowRight');
  const after = await panel.run(readHeatMap);
  expect(after?.strength).toBe(`${Number.parseInt(before?.strength ?? '', 10) + 1} of 10`);
  for (const theme of ['light', 'dark'] as const) {
    await driver.setTheme(theme);
    await panel.screenshot(join(RESULTS, `ai-image ${BROWSER} ${theme}.png`));
  }
});

it('is in the report that is saved, on the picture and in a frame', async () => {
  const { driver, panel } = touchstone.here;
  await drop('hills.jpg');
  const { bytes } = await driver.download(async () => {
    await panel.click(words('ui.actions.save'));
    await panel.click(words('ui.actions.saveHtml'));
  });
  const page = new TextDecoder().decode(bytes);
  expect(page).toContain('<div class="signal estimate">');
  expect(page.match(/<rect [^>]*fill-opacity/g)).toHaveLength(196);
});

it('abstains from a picture with nothing on it, and says so', async () => {
  const { sentence, text } = await drop('grey.png');
  expect(sentence).toBe(words('verdict.outsideModel'));
  expect(text).toContain(words('checks.aiImage.tooFlat'));
});

it('is a first look while the encoder’s head is suspended, and says so and what is missing', async () => {
  const { driver, panel } = touchstone.here;
  await changeService(words('ui.models.actions.suspend'), modelTitle, /Suspended by hand, /);
  const without = await touchstone.here.verify('#photo img');
  for (const answer of ['provenance', 'watermark'] as const) {
    expect(without.rows.join()).toContain(words(`checks.${answer}.none`));
  }
  expect(rowOf(without)).toMatch(/(only a first look could be made|at a first look only)/);
  await panel.click(new RegExp(`^${TITLE}`));
  const text = await panel.waitForText(/Model ai-image-first-look \d+\.\d+\.\d+, computed with/);
  expect(text).toContain('At a first look only: ');
  expect(text).toMatch(/Only a first look could be made\. .* was suspended by hand/);
  for (const theme of ['light', 'dark'] as const) {
    await driver.setTheme(theme);
    await panel.screenshot(join(RESULTS, `first look ${BROWSER} ${theme}.png`));
  }
});

it('is missed and named while nothing can look', async () => {
  await changeService(
    words('ui.models.actions.suspend'),
    firstLookTitle,
    /Suspended by hand, .*Suspended by hand, /s,
  );
  const without = await drop('hills.jpg');
  expect(without.sentence).toBe(words(NOTHING_KNOWN));
  expect(without.text).toContain(words('verdict.incompleteWhy', { check: TITLE }, 1));
  expect(rowOf(without)).toMatch(/The model ai-image was suspended by hand/);
});

it('is thorough again once the head is resumed', async () => {
  await changeService(words('ui.models.actions.resume'), modelTitle, words('ui.models.actions.resumed'));
  const { text } = await drop('hills.jpg');
  expect(text).not.toContain('first look');
});

/** Presses a button of the Models page and waits until the page says what came of it. */
async function changeService(action: string, model: string, answer: string | RegExp): Promise<void> {
  const page = await touchstone.here.driver.openOwnPage('options.html#models');
  await page.waitForText(model);
  await page.click(words('ui.models.actions.named', { action, model }));
  await page.waitForText(answer);
  await page.close();
}

async function titleOf(model: string): Promise<string> {
  return ManifestSchema.parse(JSON.parse(await readFile(`models/${model}/manifest.json`, 'utf8'))).title;
}

function drop(name: string): Promise<ShownJob> {
  const { panel } = touchstone.here;
  return answerTo(panel, () => panel.dropFile(join(folder, name)));
}

function rowOf({ rows }: ShownJob): string | undefined {
  return rows.find((row) => row.startsWith(TITLE));
}

/** Runs in the panel: the heat map that is open. */
function readHeatMap() {
  const map = document.querySelector<SVGElement>('figure svg[role=img]');
  if (!map) return null;
  return {
    said: map.getAttribute('aria-label'),
    parts: map.querySelectorAll('rect').length,
    seen: [map.style.left, map.style.width].map((size) => `${Number(Number.parseFloat(size).toFixed(4))}%`),
    strength: document.querySelector('input[type=range]')?.getAttribute('aria-valuetext') ?? '',
  };
}
