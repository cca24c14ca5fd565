import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Surface } from '../browsers/driver';
import { answerTo } from '../browsers/panel';
import { scene } from '../fixtures/pictures';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone({ estimates: true });
const NOTE = 'painted by me';
const NOT_AI = words('ui.correct.labels.notAi');
const AI_MADE = words('ui.correct.labels.aiMade');

let folder: string;
let picture: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-corrections-'));
  picture = await scene(31, 900, 600).jpeg().toBuffer();
  await writeFile(join(folder, 'hills.jpg'), picture);
});

afterAll(() => rm(folder, { recursive: true }));

it('keeps what a person says of an answer, where the answer stands', async () => {
  const { panel } = touchstone.here;
  await answerTo(panel, () => panel.dropFile(join(folder, 'hills.jpg')));
  const before = await panel.run(topOfRows);
  await panel.click(words('ui.correct.wrong'));
  expect(await panel.run(topOfRows)).toBe(before);
  await panel.click(NOT_AI);
  await panel.fill(words('ui.correct.note'), NOTE);
  await panel.click(words('ui.correct.save'));
  const text = await panel.waitForText(words('ui.correct.kept'));
  expect(text).toContain(words('ui.correct.youSaid', { label: NOT_AI }));
  await panel.press('Escape');
  expect(await panel.text()).not.toContain(words('ui.correct.kept'));
  expect(await panel.text()).toContain(words('ui.correct.corrected'));
});

it('has numbers that describe the picture in its export, and nothing of the picture itself', async () => {
  const page = await openCorrections();
  const text = await page.waitForText(NOTE);
  expect(text).toContain(NOT_AI);
  expect(text).toContain('hills.jpg');
  expect(text).not.toContain(words('ui.corrections.exportPictures'));
  const { name, bytes } = await touchstone.here.driver.download(() =>
    page.click(words('ui.corrections.export')),
  );
  expect(name).toBe('touchstone-corrections.jsonl');
  const [line = '', ...others] = new TextDecoder().decode(bytes).split('\n');
  expect(others).toEqual(['']);
  const record = JSON.parse(line);
  expect(record).toMatchObject({
    ...{ format: 1, kind: 'image', mediaType: 'image/jpeg', label: 'not-ai', note: NOTE },
    origin: { name: 'hills.jpg' },
    features: { encoder: { id: 'image-encoder' } },
  });
  expect(record.signals.map(({ check }: { check: string }) => check)).toContain('ai-image');
  expect(line).not.toContain('data:image');
  const classToken = Buffer.from(record.features.classToken, 'base64');
  const meanPatchToken = Buffer.from(record.features.meanPatchToken, 'base64');
  expect([classToken.length, meanPatchToken.length]).toEqual([768 * 2, 768 * 2]);
  // Of binary16 numbers with all bits of the exponent set, none is finite.
  for (const token of [classToken, meanPatchToken]) {
    const exponents = Array.from({ length: 768 }, (_, index) => (token.readUInt16LE(index * 2) >> 10) & 31);
    expect(exponents.every((exponent) => exponent < 31)).toBe(true);
    expect(new Set(exponents).size).toBeGreaterThan(4);
  }
  await page.close();
});

it('is changed from the history, and then goes with the very picture', async () => {
  const { driver, panel } = touchstone.here;
  await panel.bringToFront();
  await panel.click(words('ui.nav.history'));
  await panel.click(/hills\.jpg/);
  await panel.click(words('ui.correct.corrected'));
  await panel.click(words('ui.correct.change'));
  await panel.click(AI_MADE);
  await panel.click(words('ui.correct.keepPicture'));
  await panel.click(words('ui.correct.save'));
  await panel.waitForText(words('ui.correct.keptWithPicture'));
  await panel.click(words('ui.nav.check'));
  const page = await openCorrections();
  await page.waitForText(AI_MADE);
  const { bytes } = await driver.download(() => page.click(words('ui.corrections.exportPictures')));
  const files = unzipSync(bytes);
  const [row] = Buffer.from(files['index.jsonl'] ?? [])
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(row).toMatchObject({ label: 'ai', split: 'train' });
  expect(Buffer.compare(Buffer.from(files[row.path] ?? []), picture)).toBe(0);
  expect(Buffer.from(files['corrections.jsonl'] ?? []).toString()).toContain(NOTE);
  await page.close();
});

it('keeps the picture of a page as well, and nothing of where it was while the history is off', async () => {
  const { driver, panel } = touchstone.here;
  await touchstone.here.change({ keepHistory: false });
  await touchstone.here.verify('#photo img');
  await panel.bringToFront();
  await panel.click(words('ui.correct.wrong'));
  await panel.click(words('ui.correct.labels.unknown'));
  await panel.click(words('ui.correct.keepPicture'));
  await panel.click(words('ui.correct.save'));
  await panel.waitForText(words('ui.correct.keptWithPicture'));
  const page = await openCorrections();
  await page.waitForText(words('ui.correct.labels.unknown'));
  const { bytes } = await driver.download(() => page.click(words('ui.corrections.exportPictures')));
  const files = unzipSync(bytes);
  expect(Object.keys(files).filter((name) => name.startsWith('pictures/'))).toHaveLength(2);
  const records = Buffer.from(files['corrections.jsonl'] ?? []).toString();
  expect(records).not.toContain(new URL(touchstone.here.demo.url).host);
  await page.close();
});

it('is deleted, one and all, and the panel asks anew', async () => {
  const { panel } = touchstone.here;
  const page = await openCorrections();
  await page.waitForText(NOTE);
  await page.click(words('ui.corrections.removeNamed', { name: 'hills.jpg' }));
  await page.click(words('ui.corrections.removeAction'));
  await page.waitForText(words('ui.corrections.count', { count: 1 }, 1));
  await page.click(words('ui.corrections.clear'));
  await page.click(words('ui.corrections.clearAction'));
  await page.waitForText(words('ui.corrections.empty'));
  await page.close();
  await panel.waitForText(words('ui.correct.wrong'));
});

function openCorrections(): Promise<Surface> {
  return touchstone.here.driver.openOwnPage('options.html#corrections');
}

/** Runs in the panel: where on the page the rows of the checks begin, in pixels. */
function topOfRows(): number {
  return (document.querySelector('article h3')?.getBoundingClientRect().top ?? 0) + scrollY;
}
