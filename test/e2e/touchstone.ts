import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { englishLanguage } from '../../utils/words/english';
import { type PhraseValue, phrase, type WordKey } from '../../utils/words/phrase';
import { say } from '../../utils/words/say';
import type { BrowserName, Driver, Place, StartOptions, Surface } from '../browsers/driver';
import { ensureBrowser } from '../browsers/find.mjs';
import { VERIFY } from '../browsers/menu';
import { answerTo, openPanel, type ShownJob } from '../browsers/panel';
import { startBrowser } from '../browsers/start';
import { until } from '../browsers/until';
import type { DemoAddress } from '../demo/server';
import { MADE } from '../fixtures/make';

/** The browser that this run drives. */
export const BROWSER: BrowserName = process.env.TOUCHSTONE_BROWSER === 'firefox' ? 'firefox' : 'chromium';

/** Where screenshots go. Not kept in the repository. */
export const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

/** A browser with the extension, the demo page in one tab and the panel in another. */
export class Touchstone {
  constructor(
    readonly driver: Driver,
    readonly demo: DemoAddress,
    readonly page: Surface,
    readonly panel: Surface,
  ) {}

  /** Right-clicks an element of the demo page, chooses "Verify image", and waits for the panel's answer. */
  verify(place: Place): Promise<ShownJob> {
    return answerTo(this.panel, () => this.driver.chooseFromMenu(this.page, place, VERIFY));
  }

  /** Lets the toolbar button open the side panel, and presses its button for pointing at a picture. */
  async startPicking(): Promise<void> {
    const { driver, page } = this;
    await driver.clickToolbarButton(page);
    const names = [words('ui.start.pick'), words('ui.start.pickShort')];
    await until('the side panel’s button', () => driver.inSidePanel(clickButton, names));
    // It is disabled until the picture can be pointed at.
    await until('the page to be ready', () => driver.inSidePanel(hasButton, names));
    await page.bringToFront();
  }

  /** Points at an element of the demo page and waits for the panel's answer. */
  async pick(place: Place): Promise<ShownJob> {
    await this.startPicking();
    return answerTo(this.panel, () => this.page.clickElement(place));
  }

  /** Drops a made fixture into the panel and waits for the answer. */
  drop(name: string): Promise<ShownJob> {
    return answerTo(this.panel, () => this.panel.dropFile(fixture(name)));
  }

  /** Changes settings behind the settings page's back, for what takes too long by default. */
  async change(settings: { readonly [name: string]: number | boolean | readonly string[] }): Promise<void> {
    await this.panel.run(async (changes) => {
      const { browser, chrome } = globalThis as unknown as Extension;
      const { local } = (browser ?? chrome).storage;
      const { settings } = await local.get('settings');
      await local.set({ settings: { ...settings, ...changes } });
    }, settings);
  }
}

/**
 * What is said of a picture of which nothing is known, while the estimates are switched off: a missing check is never
 * passed over.
 */
export const NOTHING_KNOWN: WordKey = 'verdict.incomplete';

/** Checks that ask models what they make of a picture or a text. */
export const ESTIMATING = ['ai-image', 'deepfake-face', 'ai-text'];

/**
 * Starts a browser for the tests of one file, with an empty library and history. Estimates are switched off where the
 * journey is about other things: a fresh profile tests its models first, and a model's opinion of a drawn picture is no
 * promise of the product.
 */
export function startTouchstone({
  estimates = false,
  ...options
}: TestedOptions & { readonly estimates?: boolean } = {}): { readonly here: Touchstone } {
  const place: { here?: Touchstone } = {};
  beforeAll(async () => {
    await mkdir(RESULTS, { recursive: true });
    const demo = inject('demo');
    const driver = await startTested(options);
    const page = await driver.openPage(demo.url);
    place.here = new Touchstone(driver, demo, page, await openPanel(driver));
    if (!estimates) await place.here.change({ checksOff: ESTIMATING });
  });
  afterAll(async () => {
    await place.here?.driver.close();
  });
  beforeEach(({ task, onTestFailed }) => {
    const name = `failed ${BROWSER} ${task.name.replace(/[^\w -]/g, '').slice(0, 80)}.png`;
    onTestFailed(async () => place.here?.panel.screenshot(join(RESULTS, name)).catch(() => undefined));
  });
  return {
    get here() {
      if (!place.here) throw new Error('The browser has not started');
      return place.here;
    },
  };
}

/** Starts the browser of this run with the extension that it tests, or with the one that is named. */
export function startTested(options: TestedOptions = {}): Promise<Driver> {
  return startBrowser(BROWSER, ensureBrowser(BROWSER), { extension: inject('extension').path, ...options });
}

type TestedOptions = StartOptions & { readonly extension?: string };

/** Puts another picture into the demo page's photograph. */
export async function showInstead(page: Surface, address: string): Promise<void> {
  await page.run(async (address) => {
    const image = document.querySelector<HTMLImageElement>('#photo img');
    if (!image) throw new Error('No photograph on the page');
    image.src = address;
    await image.decode();
  }, address);
}

/** A text of the product in English, as the panel shows it. */
export function words(key: WordKey, values?: Readonly<Record<string, PhraseValue>>, count?: number): string {
  return say(phrase(key, values, count), englishLanguage);
}

/** Path of a made fixture. */
export function fixture(name: string): string {
  return join(MADE, name);
}

function clickButton(document: Document, names: readonly string[]): boolean {
  const buttons = [...document.querySelectorAll('button')];
  const button = buttons.find(({ innerText }) => names.includes(innerText.trim()));
  button?.click();
  return button !== undefined;
}

function hasButton(document: Document, names: readonly string[]): boolean {
  const buttons = [...document.querySelectorAll('button')];
  return buttons.some(({ innerText, disabled }) => names.includes(innerText.trim()) && !disabled);
}

interface Extension {
  readonly browser?: { readonly storage: ExtensionStorage };
  readonly chrome: { readonly storage: ExtensionStorage };
}

interface ExtensionStorage {
  readonly local: {
    readonly get: (name: string) => Promise<{ readonly settings?: object }>;
    readonly set: (items: object) => Promise<void>;
  };
}
