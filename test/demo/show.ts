import { mkdir } from 'node:fs/promises';
import { platform } from 'node:os';
import { fileURLToPath } from 'node:url';
import { englishLanguage } from '../../utils/words/english';
import { phrase, type WordKey } from '../../utils/words/phrase';
import { say } from '../../utils/words/say';
import type { BrowserName, Driver, Surface } from '../browsers/driver';
import { VERIFY } from '../browsers/menu';
import { answerTo, openPanel } from '../browsers/panel';
import { startBrowser } from '../browsers/start';
import makeFixtures from '../fixtures/make';
import { type Demo, startDemo } from './server';

/** What each of the demo's pictures must be answered with, where its answer is not left to the reader. */
const EXPECTED: Readonly<Record<string, WordKey>> = {
  camera: 'verdict.signerUnknown',
  generated: 'verdict.declaredGenerated',
  altered: 'verdict.altered',
  prompt: 'verdict.declaredGenerated',
  watermark: 'verdict.declaredGenerated',
  photo: 'verdict.nothingFound',
  srcset: 'verdict.declaredGenerated',
  background: 'verdict.declaredGenerated',
  poster: 'verdict.declaredGenerated',
};

/**
 * Shows the extension on the demo page. With a display: in a window, until that is closed. Without one: checks the
 * demo's pictures the user's way, prints the answers and leaves a screenshot. Answers the exit code.
 */
export async function showDemo(browser: BrowserName, executable: string): Promise<number> {
  await makeFixtures();
  const demo = await startDemo();
  const headless = !hasDisplay();
  const driver = await startBrowser(browser, executable, { headless });
  try {
    const page = await driver.openPage(demo.url);
    return headless ? await walkThrough(driver, page) : await waitForUser(driver, demo);
  } finally {
    await driver.close();
    await demo.close();
  }
}

function hasDisplay(): boolean {
  return platform() !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

async function waitForUser(driver: Driver, { url }: Demo): Promise<number> {
  console.log(`The demo page is open (${url}). Right-click a picture and choose "${VERIFY.title}".`);
  console.log('Close the browser to end.');
  await driver.closed;
  return 0;
}

async function walkThrough(driver: Driver, page: Surface): Promise<number> {
  console.log('There is no display, so the pictures are checked here and the answers printed.\n');
  const panel = await openPanel(driver);
  let wrong = 0;
  for (const [id, expected] of Object.entries(EXPECTED)) {
    const target = (await page.run(hasBackground, id)) ? `#${id} .background` : `#${id} :is(img, video)`;
    const { sentence } = await answerTo(panel, () => driver.chooseFromMenu(page, target, VERIFY));
    const words = say(phrase(expected), englishLanguage);
    if (sentence !== words) wrong++;
    console.log(`${id.padEnd(12)}${sentence}${sentence === words ? '' : `   (expected: ${words})`}`);
  }
  await panel.bringToFront();
  await panel.resize(400, 900);
  const screenshot = fileURLToPath(new URL('../e2e/results/demo.png', import.meta.url));
  await mkdir(new URL('../e2e/results/', import.meta.url), { recursive: true });
  await panel.screenshot(screenshot);
  console.log(`\nA screenshot of the panel: ${screenshot}`);
  if (wrong > 0)
    console.error(`${wrong} of ${Object.keys(EXPECTED).length} answers were not the expected ones.`);
  return wrong > 0 ? 1 : 0;
}

function hasBackground(id: string): boolean {
  return document.querySelector(`#${id} .background`) !== null;
}
