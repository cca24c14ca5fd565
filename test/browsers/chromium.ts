import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Frame, type Page } from 'playwright';
import type { Browser } from 'wxt/browser';
import type { Driver, Json, MenuEntry, Place, StartOptions, Surface } from './driver';
import {
  findControl,
  frameCorner,
  giveFile,
  type MenuContext,
  menuContext,
  type Wanted,
  wanted,
} from './in-page';
import { mediaTypeOf } from './media-type';
import { type PolicyFile, setChromiumPolicy } from './policy';
import { PATIENCE_MS, until, waitForText } from './until';

/** Everything that calls out by itself is off; `unsafe-extension-debugging` allows to click the toolbar button. */
const ARGUMENTS = [
  '--no-first-run',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-extension-debugging',
];

const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

/**
 * Starts a Chromium with a throw-away profile and the extension that was built into `extension`.
 *
 * Two things are native there and out of a driver's reach. The context menu cannot be clicked: the toolbar button
 * is clicked instead, which gives the extension the same right to the tab (`activeTab`) and opens the side panel
 * likewise, then the menu's event is raised in the service worker. The permission question cannot be accepted:
 * `chrome://extensions` is told to allow the host, after which Chromium answers the extension's question with yes
 * without showing it. Denying is real: the question's window is closed over it.
 */
export async function startChromium(
  executable: string,
  extension: string,
  { headless = true, webgpu = false, language = 'en', policy, authority }: StartOptions = {},
): Promise<ChromiumDriver> {
  const profile = await mkdtemp(join(tmpdir(), 'touchstone-chromium-'));
  const isRoot = process.getuid?.() === 0;
  const policyFile = policy && setChromiumPolicy(extension, policy);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: executable,
    headless: false,
    // Chromium's sandbox refuses to work for root, as whom containers run.
    chromiumSandbox: !isRoot,
    env: { ...process.env, LANGUAGE: language },
    viewport: headless ? { width: 1280, height: 800 } : null,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      ...ARGUMENTS,
      ...(headless ? ['--headless=new'] : []),
      ...(webgpu ? SOFTWARE_WEBGPU : []),
      ...(authority === undefined ? [] : [`--ignore-certificate-errors-spki-list=${keyHash(authority)}`]),
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gave no access to the browser itself');
  return new ChromiumDriver(
    context,
    await browser.newBrowserCDPSession(),
    new URL(worker.url()).host,
    profile,
    policyFile,
  );
}

/** SHA-256 of a certificate's public key, in base64: a chain in which that key is gets believed. */
function keyHash(certificate: string): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

export class ChromiumDriver implements Driver {
  readonly browser = 'chromium';
  readonly closed: Promise<void>;
  #theme: 'light' | 'dark' = 'light';

  constructor(
    /** For what only Chromium's own tests need. */
    readonly context: BrowserContext,
    readonly devtools: CDPSession,
    readonly extensionId: string,
    readonly profile: string,
    readonly policyFile: PolicyFile | undefined,
  ) {
    this.closed = new Promise((resolve) => context.once('close', () => resolve()));
  }

  openPage = async (url: string): Promise<ChromiumSurface> => {
    const page = await this.context.newPage();
    await page.goto(url);
    await page.emulateMedia({ colorScheme: this.#theme });
    await page.bringToFront();
    return new ChromiumSurface(page);
  };

  openOwnPage = (path: string): Promise<ChromiumSurface> =>
    this.openPage(`chrome-extension://${this.extensionId}/${path}`);

  chooseFromMenu = async (surface: Surface, place: Place, entry: MenuEntry): Promise<void> => {
    const { page, frameOf, contextOf } = chromiumSurface(surface);
    const { x, y, ...context } = await contextOf(place);
    const frame = await frameOf(place);
    // The page's own menu event is real; only the menu itself is held back, for nobody could close it again.
    await frame.evaluate(() => {
      addEventListener('contextmenu', (event) => event.preventDefault(), { once: true });
    });
    await page.mouse.click(x, y, { button: 'right' });
    await this.clickToolbarButton(surface);
    const present = Object.entries(context).filter(([, value]) => value !== null);
    const info = {
      menuItemId: entry.id,
      editable: false,
      ...Object.fromEntries(present),
      ...(frame !== page.mainFrame() && { frameUrl: frame.url() }),
    };
    await this.inServiceWorker(async (info) => {
      // The panel is open, by the toolbar button; a raised event is no click, which opening it would need.
      chrome.sidePanel.open = async () => undefined;
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      // `dispatch` is the undocumented half of every extension event: it calls our listeners.
      const clicked = chrome.contextMenus.onClicked as unknown as {
        dispatch: (info: object, tab: object | undefined) => void;
      };
      clicked.dispatch({ ...info, frameId: await frameId(), pageUrl: tab?.url }, tab);

      // Chrome lists no frame that an extension may not enter. The product must refuse its id as it refuses one of no frame.
      async function frameId(): Promise<number> {
        const { frameUrl } = info as { frameUrl?: string };
        if (frameUrl === undefined || tab?.id === undefined) return 0;
        const target = { tabId: tab.id, allFrames: true };
        const frames = await chrome.scripting.executeScript({ target, func: () => location.href });
        return frames.find(({ result }) => result === frameUrl)?.frameId ?? Number.MAX_SAFE_INTEGER;
      }
    }, info);
  };

  clickToolbarButton = async (surface: Surface): Promise<void> => {
    const { page } = chromiumSurface(surface);
    await page.bringToFront();
    await this.devtools.send('Extensions.triggerAction', {
      id: this.extensionId,
      targetId: await this.#tabTarget(page),
    });
  };

  inSidePanel: Driver['inSidePanel'] = async (script, ...parameters) => {
    const tabs = await this.#tabs();
    const panel = (await this.#targets()).find(
      ({ type, url, targetId }) =>
        type === 'page' && url.startsWith(`chrome-extension://${this.extensionId}/`) && !tabs.has(targetId),
    );
    if (!panel) return null;
    return this.#evaluate(panel.targetId, `(${script})(document, ...${JSON.stringify(parameters)})`);
  };

  inEngine: Driver['inEngine'] = async (script) => {
    const engine = await this.#enginePage();
    if (!engine) throw new Error('The engine page is not alive');
    await this.#evaluate(engine.targetId, `(${script})(globalThis); undefined`);
  };

  answerPermission: Driver['answerPermission'] = async (answer, host, panel, ask) => {
    if (answer === 'allow') {
      const settings = await this.openPage(`chrome://extensions/?id=${this.extensionId}`);
      await settings.run(allowHost, this.extensionId, `*://${host}/*`);
      await settings.close();
      await panel.bringToFront();
      return ask();
    }
    // The question belongs to a window and is dismissed when that is closed. Nothing tells when it is up, so all
    // tabs move from one new window to the next, and the one they left is closed, until the answer has come.
    const { page } = chromiumSurface(panel);
    await page.evaluate(watchQuestions);
    await ask();
    await until('the permission question to be dismissed', async () => {
      await page.evaluate(changeWindow);
      return page.evaluate(wasAnswered);
    });
    await panel.bringToFront();
  };

  download: Driver['download'] = async (save) => {
    const pages = this.context.pages();
    const started = Promise.any(pages.map((page) => page.waitForEvent('download', { timeout: PATIENCE_MS })));
    await save();
    const download = await started;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };

  clipboardText = async (): Promise<string> => {
    const page = this.context.pages().at(-1);
    if (!page) throw new Error('No page is open to read the clipboard in');
    return page.evaluate(() => navigator.clipboard.readText());
  };

  setTheme = async (theme: 'light' | 'dark'): Promise<void> => {
    this.#theme = theme;
    for (const page of this.context.pages()) await page.emulateMedia({ colorScheme: theme });
  };

  alive = async (): Promise<readonly string[]> => {
    const engine = await this.#enginePage();
    // Workers have no address here; no page of the tests has one of its own.
    const workers = (await this.#targets()).filter(({ type }) => type === 'worker');
    return [...(engine ? ['engine page'] : []), ...workers.map(() => 'worker')];
  };

  /** Runs a function in the extension's service worker, which is woken where it sleeps. */
  inServiceWorker = async <Parameter extends Json, Result>(
    script: (parameter: Parameter) => Result | Promise<Result>,
    parameter: Parameter,
  ): Promise<Result> => {
    if (!(await this.#serviceWorker())) await this.#wakeServiceWorker();
    const worker = await until('the service worker', () => this.#serviceWorker());
    return this.#evaluate(worker.targetId, `(${script})(${JSON.stringify(parameter)})`);
  };

  /** Kills the service worker, as Chrome does after half a minute without events. */
  stopServiceWorker = async (): Promise<void> => {
    const worker = await this.#serviceWorker();
    if (!worker) return;
    await this.devtools.send('Target.closeTarget', { targetId: worker.targetId });
    await until('the service worker to stop', async () =>
      (await this.#targets()).every(({ targetId }) => targetId !== worker.targetId),
    );
  };

  /** Closes the engine's page under it. */
  closeEnginePage = async (): Promise<void> => {
    const engine = await this.#enginePage();
    if (engine) await this.devtools.send('Target.closeTarget', { targetId: engine.targetId });
  };

  close = async (): Promise<void> => {
    this.policyFile?.remove();
    await this.context.close();
    // Its last processes may still be writing there.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };

  async #serviceWorker() {
    return (await this.#targets()).find(
      ({ type, url }) => type === 'service_worker' && url.includes(this.extensionId),
    );
  }

  async #enginePage() {
    return (await this.#targets()).find(
      ({ type, url }) => type === 'background_page' && url.includes(this.extensionId),
    );
  }

  /** Any message from one of its pages wakes it. */
  async #wakeServiceWorker(): Promise<void> {
    const page = await this.openOwnPage('manifest.json');
    await page.run(() => chrome.runtime.sendMessage({}).catch(() => undefined));
    await page.close();
  }

  /** The targets that are tabs of ours. */
  async #tabs(): Promise<ReadonlySet<string>> {
    return new Set(await Promise.all(this.context.pages().map(targetId)));
  }

  async #targets() {
    return (await this.devtools.send('Target.getTargets', { filter: [{}] })).targetInfos;
  }

  async #tabTarget(page: Page): Promise<string> {
    const own = await targetId(page);
    const targets = await this.#targets();
    const url = targets.find((target) => target.targetId === own)?.url;
    const tab = targets.find((target) => target.type === 'tab' && target.url === url);
    if (!tab) throw new Error(`No tab shows ${page.url()}`);
    return tab.targetId;
  }

  /** Runs a script where Playwright cannot: in the side panel, and in a service worker that came back. */
  async #evaluate<Result>(targetId: string, expression: string): Promise<Result> {
    const { sessionId } = await this.devtools.send('Target.attachToTarget', { targetId, flatten: false });
    const answered = new Promise<Evaluated<Result>>((resolve) => {
      const listen = (event: { sessionId: string; message: string }) => {
        const answer = JSON.parse(event.message) as { id?: number; result: Evaluated<Result> };
        if (event.sessionId !== sessionId || answer.id !== 1) return;
        this.devtools.off('Target.receivedMessageFromTarget', listen);
        resolve(answer.result);
      };
      this.devtools.on('Target.receivedMessageFromTarget', listen);
    });
    const params = { expression, awaitPromise: true, returnByValue: true };
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params });
    await this.devtools.send('Target.sendMessageToTarget', { sessionId, message });
    const { result, exceptionDetails } = await answered;
    await this.devtools.send('Target.detachFromTarget', { sessionId });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }
}

interface Evaluated<Result> {
  readonly result: { readonly value: Result };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

/** In the extension's pages and in chrome://extensions, where some of the functions below run. */
declare const chrome: typeof Browser & {
  readonly developerPrivate: { readonly addHostPermission: (id: string, pattern: string) => Promise<void> };
};

class ChromiumSurface implements Surface {
  #session: CDPSession | undefined;

  constructor(readonly page: Page) {}

  text = (): Promise<string> => this.page.evaluate(() => document.body.innerText);

  waitForText = (text: string | RegExp): Promise<string> => waitForText(this, text);

  click = async (name: string | RegExp): Promise<void> => {
    await (await this.#control(name, 'any')).click({ timeout: PATIENCE_MS });
  };

  clickElement = async (place: Place): Promise<void> => {
    await this.pointAt(place);
    await this.page.mouse.down();
    await this.page.mouse.up();
  };

  pointAt = async (place: Place): Promise<void> => {
    const { x, y } = await this.contextOf(place);
    await this.page.mouse.move(x, y);
  };

  /** What the browser knows of a place, which is given in coordinates of the tab. */
  contextOf = async (place: Place): Promise<MenuContext> => {
    if (typeof place === 'string') return this.run(menuContext, place);
    const frame = await this.frameOf(place);
    const context: MenuContext = await frame.evaluate(`(${menuContext})(${JSON.stringify(place.inside)})`);
    const corner = await this.run(frameCorner, place.frame);
    return { ...context, x: corner.x + context.x, y: corner.y + context.y };
  };

  frameOf = async (place: Place): Promise<Frame> => {
    if (typeof place === 'string') return this.page.mainFrame();
    const element = await this.page.waitForSelector(place.frame);
    const frame = await element.contentFrame();
    if (!frame) throw new Error(`${place.frame} is no frame`);
    await frame.waitForLoadState();
    return frame;
  };

  fill = async (label: string | RegExp, value: string): Promise<void> => {
    await (await this.#control(label, 'field')).fill(value);
  };

  press = (key: string): Promise<void> => this.page.keyboard.press(key);

  /** A real drop, as from the file manager. */
  dropFile = async (path: string): Promise<void> => {
    const session = await this.page.context().newCDPSession(this.page);
    const middle = await this.page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      const data = { items: [], files: [path], dragOperationsMask: 1 };
      await session.send('Input.dispatchDragEvent', { type, ...middle, data });
    }
    await session.detach();
  };

  pasteFile = async (path: string): Promise<void> => {
    const base64 = (await readFile(path)).toString('base64');
    await this.run(giveFile, 'paste', path.split(/[\\/]/).at(-1) ?? path, mediaTypeOf(path), base64);
  };

  chooseFile = async (path: string, label?: string | RegExp): Promise<void> => {
    await (await this.#control(label ?? /(?:)/, 'file')).setInputFiles(path);
  };

  run: Surface['run'] = (script, ...parameters) =>
    this.page.evaluate(`(${script})(...${JSON.stringify(parameters)})`);

  addScript = async (source: string): Promise<void> => {
    await this.page.evaluate(`${source};undefined`);
  };

  /** Neither this nor the screenshot by Playwright, which loses a page that changed its window. */
  resize = async (width: number, height: number): Promise<void> => {
    const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
    await (await this.#devtools()).send('Emulation.setDeviceMetricsOverride', metrics);
  };

  screenshot = async (path: string): Promise<void> => {
    const { data } = await (await this.#devtools()).send('Page.captureScreenshot');
    await writeFile(path, Buffer.from(data, 'base64'));
  };

  bringToFront = (): Promise<void> => this.page.bringToFront();

  reload = async (): Promise<void> => {
    await this.page.reload();
  };

  close = (): Promise<void> => this.page.close();

  /** What is emulated ends with the session. */
  async #devtools(): Promise<CDPSession> {
    this.#session ??= await this.page.context().newCDPSession(this.page);
    return this.#session;
  }

  #control(name: string | RegExp, kind: 'any' | 'field' | 'file') {
    const find = `(${findControl})(${JSON.stringify(wanted(name) satisfies Wanted)}, '${kind}')`;
    return until(
      `a control called ${name}`,
      async () => (await this.page.evaluateHandle<Element | null>(find)).asElement(),
      { describe: this.text },
    );
  }
}

function chromiumSurface(surface: Surface): ChromiumSurface {
  if (!(surface instanceof ChromiumSurface)) throw new Error('This page belongs to another browser');
  return surface;
}

async function targetId(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return targetInfo.targetId;
}

/** Runs in chrome://extensions: allows a host, as "Site access" there does. */
async function allowHost(extensionId: string, pattern: string): Promise<void> {
  await chrome.developerPrivate.addHostPermission(extensionId, pattern);
}

/** Runs in a page of ours: moves every tab to a new window. The windows that are left empty close. */
async function changeWindow(): Promise<void> {
  const left = await chrome.windows.getAll({ populate: true });
  const window = await chrome.windows.create({ url: 'about:blank' });
  if (window?.id === undefined) throw new Error('Chromium opened no window');
  const tabs = left.flatMap(({ tabs = [] }) => tabs.flatMap(({ id }) => id ?? []));
  await chrome.tabs.move(tabs, { windowId: window.id, index: -1 });
  for (const { id } of window.tabs ?? []) if (id !== undefined) await chrome.tabs.remove(id);
}

/** Runs in a page of ours: counts the permission questions that it asks from now on, and their answers. */
function watchQuestions(): void {
  const count = { asked: 0, answered: 0 };
  const request = chrome.permissions.request.bind(chrome.permissions);
  Object.assign(globalThis, { questions: count });
  chrome.permissions.request = async (wanted: Browser.permissions.Permissions) => {
    count.asked++;
    return request(wanted).finally(() => count.answered++);
  };
}

function wasAnswered(): boolean {
  const { questions } = globalThis as { questions?: { asked: number; answered: number } };
  return questions !== undefined && questions.asked > 0 && questions.asked === questions.answered;
}
