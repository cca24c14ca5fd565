import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import type { Driver, Surface } from '../browsers/driver';
import { VERIFY } from '../browsers/menu';
import { answerTo, openPanel } from '../browsers/panel';
import { startBrowser } from '../browsers/start';
import { startDemo } from '../demo/server';
import makeFixtures, { MADE } from '../fixtures/make';

const HEIGHT = 760;
const PAGE_WIDTH = 880;
const PANEL_WIDTH = 400;

/** Takes the README's pictures, in Chromium, into this folder. */
export async function takeScreenshots(executable: string): Promise<void> {
  await makeFixtures();
  const demo = await startDemo();
  const driver = await startBrowser('chromium', executable);
  try {
    const page = await driver.openPage(demo.url);
    await page.resize(PAGE_WIDTH, HEIGHT);
    const panel = await openPanel(driver);
    await panel.resize(PANEL_WIDTH, HEIGHT);
    await verify(driver, page, panel, '#generated img');
    await driver.setTheme('light');
    await takeSideBySide(page, panel, 'overview.png');
    await trustTestSigners(driver);
    await verify(driver, page, panel, '#camera img');
    await take(panel, 'signed.png');
    await verify(driver, page, panel, '#altered img');
    await take(panel, 'altered.png');
    await driver.setTheme('dark');
    await verify(driver, page, panel, '#prompt img');
    await panel.click(/Metadata/);
    await take(panel, 'prompt-dark.png');
    await driver.setTheme('light');
    await takeModels(driver);
  } finally {
    await driver.close();
    await demo.close();
  }
}

async function verify(driver: Driver, page: Surface, panel: Surface, selector: string): Promise<void> {
  await answerTo(panel, () => driver.chooseFromMenu(page, selector, VERIFY));
}

/** The models after the first answers, so that their tests and their speed here are shown. */
async function takeModels(driver: Driver): Promise<void> {
  const models = await driver.openOwnPage('options.html#models');
  await models.resize(PAGE_WIDTH, HEIGHT);
  await models.waitForText('ai-image');
  await take(models, 'models.png');
  await models.close();
}

async function trustTestSigners(driver: Driver): Promise<void> {
  const settings = await driver.openOwnPage('options.html');
  await settings.chooseFile(`${MADE}c2pa/trust-anchor.pem`);
  await settings.waitForText('trust-anchor');
  await settings.close();
}

async function take(surface: Surface, name: string): Promise<void> {
  await surface.bringToFront();
  await surface.run(() => scrollTo(0, 0));
  await surface.screenshot(fileOf(name));
}

/** The page and the panel as they stand beside each other: a driver sees pages, not the browser's window. */
async function takeSideBySide(page: Surface, panel: Surface, name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-screenshots-'));
  const parts = { page: join(folder, 'page.png'), panel: join(folder, 'panel.png') };
  await page.bringToFront();
  await page.run(() => scrollTo(0, 0));
  await page.screenshot(parts.page);
  await panel.bringToFront();
  await panel.screenshot(parts.panel);
  await sharp({
    create: { width: PAGE_WIDTH + 1 + PANEL_WIDTH, height: HEIGHT, channels: 3, background: '#c8cacd' },
  })
    .composite([
      { input: parts.page, left: 0, top: 0 },
      { input: parts.panel, left: PAGE_WIDTH + 1, top: 0 },
    ])
    .png({ palette: true })
    .toFile(fileOf(name));
  await rm(folder, { recursive: true });
}

function fileOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
