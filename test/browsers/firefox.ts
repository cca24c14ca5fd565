import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver, Json, MenuEntry, Place, StartOptions, Surface } from './driver';
import { findControl, giveFile, type MenuContext, menuContext, type Wanted, wanted } from './in-page';
import { Marionette } from './marionette';
import { mediaTypeOf } from './media-type';
import { setFirefoxPolicy } from './policy';
import { until, waitForText } from './until';

const PREFERENCES = {
  'marionette.port': 0,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.download.folderList': 2,
  'browser.download.alwaysOpenPanel': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'browser.tabs.warnOnClose': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'security.notification_enable_delay': 0,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** How long Firefox may take to start on a busy machine. */
const START_MS = 60_000;

/**
 * Starts a Firefox with a throw-away profile and installs the extension in `extension` (a folder or a zip) for the
 * session.
 * Here all is real: the context menu that is opened and clicked, the permission question that is answered, the
 * sidebar that is read. Only drops and pastes are events made in the page.
 */
export async function startFirefox(
  executable: string,
  extension: string,
  { headless = true, language = 'en', policy, authority }: StartOptions = {},
): Promise<FirefoxDriver> {
  const profile = await mkdtemp(join(tmpdir(), 'touchstone-firefox-'));
  const downloads = join(profile, 'downloads');
  await mkdir(downloads);
  const preferences = Object.entries({
    ...PREFERENCES,
    'browser.download.dir': downloads,
    'intl.locale.requested': language,
  });
  if (policy) await setFirefoxPolicy(profile, extension, policy);
  await writeFile(
    join(profile, 'user.js'),
    preferences
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const options = ['--no-remote', '--marionette', '--remote-allow-system-access', '--profile', profile];
  const firefox = spawn(executable, [...(headless ? ['--headless'] : []), ...options], {
    stdio: 'ignore',
    // Where it looks for the policies of a user.
    env: policy ? { ...process.env, HOME: profile } : process.env,
  });
  const stop = () => firefox.kill();
  process.once('exit', stop);
  firefox.once('exit', () => process.off('exit', stop));
  try {
    const marionette = await Marionette.connect(await marionettePort(firefox, profile));
    if (authority !== undefined) await trust(marionette, authority);
    const installed = await install(marionette, extension);
    return new FirefoxDriver(marionette, firefox, installed, profile, downloads);
  } catch (error) {
    stop();
    throw error;
  }
}

/** Lets the profile believe in the servers that an authority (PEM) certified. */
async function trust(marionette: Marionette, authority: string): Promise<void> {
  const base64 = new X509Certificate(authority).raw.toString('base64');
  await marionette.run('chrome', TRUST_AUTHORITY, base64);
}

/** Installs the extension for this session. Its address is another one in every profile. */
async function install(marionette: Marionette, path: string): Promise<InstalledExtension> {
  const { value: id } = (await marionette.send('Addon:Install', { path, temporary: true })) as {
    value: string;
  };
  const host = await marionette.run<string>(
    'chrome',
    'return WebExtensionPolicy.getByID(parameters[0]).mozExtensionHostname',
    id,
  );
  return { id, origin: `moz-extension://${host}` };
}

interface InstalledExtension {
  readonly id: string;
  readonly origin: string;
}

export class FirefoxDriver implements Driver {
  readonly browser = 'firefox';
  readonly closed: Promise<void>;

  constructor(
    readonly marionette: Marionette,
    readonly process: ChildProcess,
    readonly extension: InstalledExtension,
    readonly profile: string,
    readonly downloads: string,
  ) {
    this.closed = new Promise((resolve) => process.once('exit', () => resolve()));
  }

  openPage = (url: string): Promise<FirefoxSurface> => this.#openTab(url, { inFront: true });

  openOwnPage = (path: string): Promise<FirefoxSurface> => this.openPage(`${this.extension.origin}/${path}`);

  chooseFromMenu = async (page: Surface, place: Place, entry: MenuEntry): Promise<void> => {
    await firefoxSurface(page).clickMouse(place, RIGHT_BUTTON);
    await until('the context menu', () => this.marionette.run<boolean>('chrome', MENU_IS_OPEN));
    await this.marionette.run('chrome', CLICK_MENU_ENTRY, this.extension.id, entry.title);
  };

  clickToolbarButton = async (page: Surface): Promise<void> => {
    await page.bringToFront();
    await this.marionette.run('chrome', CLICK_TOOLBAR_BUTTON, this.extension.id);
  };

  inSidePanel: Driver['inSidePanel'] = async (script, ...parameters) => {
    const result = await this.#inOwnPage(
      `const [sidebar] = browser.extension.getViews({ type: 'sidebar' });
       return sidebar ? (${script})(sidebar.document, ...parameters) : null`,
      parameters,
    );
    return result as never;
  };

  inEngine: Driver['inEngine'] = async (script) => {
    await this.#inOwnPage(`(${script})(browser.extension.getBackgroundPage())`, []);
  };

  /** Closes the sidebar, which Firefox opens by itself when an extension is installed. */
  closeSidebar = (): Promise<void> => this.marionette.run('chrome', CLOSE_SIDEBAR);

  answerPermission: Driver['answerPermission'] = async (answer, _host, _panel, ask) => {
    await ask();
    await until('the permission question', () =>
      this.marionette.run<boolean>('chrome', ANSWER_QUESTION, answer),
    );
  };

  download: Driver['download'] = async (save) => {
    const before = new Set(await readdir(this.downloads));
    await save();
    const name = await until('a finished download', async () => {
      const files = await readdir(this.downloads);
      return !files.some((file) => file.endsWith('.part')) && files.find((file) => !before.has(file));
    });
    return { name, bytes: await readFile(join(this.downloads, name)) };
  };

  clipboardText = (): Promise<string> => this.marionette.run('chrome', READ_CLIPBOARD);

  setTheme = async (theme: 'light' | 'dark'): Promise<void> => {
    // 0 is dark, 1 is light: StaticPrefList.yaml, layout.css.prefers-color-scheme.content-override.
    const name = 'layout.css.prefers-color-scheme.content-override';
    await this.marionette.run(
      'chrome',
      'Services.prefs.setIntPref(...parameters)',
      name,
      theme === 'dark' ? 0 : 1,
    );
  };

  alive = (): Promise<readonly string[]> => this.marionette.run('chrome', EXTENSION_WORKERS);

  async #openTab(url: string, { inFront }: { inFront: boolean }): Promise<FirefoxSurface> {
    const { handle } = await this.marionette.ask<{ handle: string }>('WebDriver:NewWindow', {
      type: 'tab',
      focus: inFront,
    });
    await this.marionette.ask('WebDriver:SwitchToWindow', { handle, focus: inFront });
    await this.marionette.ask('WebDriver:Navigate', { url });
    return new FirefoxSurface(this.marionette, handle);
  }

  /**
   * Runs the body of a function in a page of ours: it lives in one process with the sidebar and the engine.
   * The page stays behind the tab that is in front.
   */
  async #inOwnPage(body: string, parameters: readonly Json[]): Promise<unknown> {
    const page = await this.#openTab(`${this.extension.origin}/manifest.json`, { inFront: false });
    const result = await this.marionette.run('content', body, ...parameters);
    await page.close();
    return result;
  }

  close = async (): Promise<void> => {
    await this.marionette.quit();
    await this.closed;
    // Its last processes may still be writing there.
    await rm(this.profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
}

class FirefoxSurface implements Surface {
  constructor(
    readonly marionette: Marionette,
    readonly handle: string,
  ) {}

  text = (): Promise<string> => this.run(() => document.body?.innerText ?? '');

  waitForText = (text: string | RegExp): Promise<string> => waitForText(this, text);

  click = async (name: string | RegExp): Promise<void> => {
    await this.bringToFront();
    await this.marionette.ask('WebDriver:ElementClick', { id: await this.#control(name, 'any') });
  };

  clickElement = (place: Place): Promise<void> => this.clickMouse(place, LEFT_BUTTON);

  pointAt = async (place: Place): Promise<void> => this.#useMouse(place, []);

  clickMouse = (place: Place, button: number): Promise<void> =>
    this.#useMouse(place, [
      { type: 'pointerDown', button },
      { type: 'pointerUp', button },
    ]);

  fill = async (label: string | RegExp, value: string): Promise<void> => {
    await this.bringToFront();
    const id = await this.#control(label, 'field');
    await this.marionette.ask('WebDriver:ElementClear', { id });
    await this.marionette.ask('WebDriver:ElementSendKeys', { id, text: value });
  };

  press = async (key: string): Promise<void> => {
    await this.bringToFront();
    const value = KEYS[key] ?? key;
    const actions = [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ];
    await this.marionette.ask('WebDriver:PerformActions', {
      actions: [{ type: 'key', id: 'keyboard', actions }],
    });
  };

  dropFile = (path: string): Promise<void> => this.#give('drop', path);

  pasteFile = (path: string): Promise<void> => this.#give('paste', path);

  chooseFile = async (path: string, label?: string | RegExp): Promise<void> => {
    const id = await this.#control(label ?? /(?:)/, 'file');
    await this.marionette.ask('WebDriver:ElementSendKeys', { id, text: path });
  };

  run: Surface['run'] = async (script, ...parameters) => {
    await this.#switch(false);
    return this.marionette.run('content', `return (${script})(...parameters)`, ...parameters);
  };

  addScript = async (source: string): Promise<void> => {
    await this.#switch(false);
    await this.marionette.run(
      'content',
      `${source}; globalThis.axe ??= typeof axe === 'object' ? axe : undefined`,
    );
  };

  resize = async (width: number, height: number): Promise<void> => {
    await this.#switch(true);
    const frame = await this.run(() => ({
      width: outerWidth - innerWidth,
      height: outerHeight - innerHeight,
    }));
    const outer = { width: width + frame.width, height: height + frame.height };
    await this.marionette.ask('WebDriver:SetWindowRect', outer);
  };

  screenshot = async (path: string): Promise<void> => {
    await this.#switch(true);
    const base64 = await this.marionette.ask<string>('WebDriver:TakeScreenshot', { full: false });
    await writeFile(path, Buffer.from(base64, 'base64'));
  };

  bringToFront = (): Promise<void> => this.#switch(true);

  reload = async (): Promise<void> => {
    await this.#switch(false);
    await this.marionette.ask('WebDriver:Refresh');
  };

  close = async (): Promise<void> => {
    await this.#switch(false);
    const left = await this.marionette.ask<readonly string[]>('WebDriver:CloseWindow');
    const last = left.at(-1);
    if (last) await this.marionette.ask('WebDriver:SwitchToWindow', { handle: last, focus: false });
  };

  /** Moves the mouse to the middle of an element, and does what follows there. */
  async #useMouse(place: Place, then: readonly object[]): Promise<void> {
    await this.bringToFront();
    const inFrame = typeof place !== 'string';
    if (inFrame) await this.#enterFrame(place.frame);
    const selector = inFrame ? place.inside : place;
    const { x, y } = await this.marionette.run<MenuContext>(
      'content',
      `return (${menuContext})(...parameters)`,
      selector,
    );
    // Firefox delivers the mouse to the frame that is driven, and not to the frames in it.
    const actions = [{ type: 'pointerMove', x: Math.round(x), y: Math.round(y) }, ...then];
    await this.marionette.ask('WebDriver:PerformActions', {
      actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }],
    });
    if (inFrame) await this.marionette.ask('WebDriver:SwitchToFrame', { id: null });
  }

  async #enterFrame(selector: string): Promise<void> {
    await this.run(menuContext, selector);
    const found = await this.marionette.ask<Record<string, string>>('WebDriver:FindElement', {
      using: 'css selector',
      value: selector,
    });
    await this.marionette.ask('WebDriver:SwitchToFrame', { element: Object.values(found)[0] });
  }

  async #give(how: 'drop' | 'paste', path: string): Promise<void> {
    await this.bringToFront();
    const base64 = (await readFile(path)).toString('base64');
    await this.run(giveFile, how, path.split(/[\\/]/).at(-1) ?? path, mediaTypeOf(path), base64);
  }

  async #switch(focus: boolean): Promise<void> {
    await this.marionette.ask('WebDriver:SwitchToWindow', { handle: this.handle, focus });
  }

  /** The control as a WebDriver reference, which a script can return only from Marionette's own call. */
  #control(name: string | RegExp, kind: 'any' | 'field' | 'file'): Promise<string> {
    const query: Wanted = wanted(name);
    return until(
      `a control called ${name}`,
      async () => {
        await this.#switch(false);
        const element = await this.marionette.ask<Record<string, string> | null>('WebDriver:ExecuteScript', {
          script: `return (${findControl})(...arguments)`,
          args: [query, kind],
          sandbox: null,
        });
        return element && Object.values(element)[0];
      },
      { describe: this.text },
    );
  }
}

/** WebDriver's code points for the keys that write nothing (https://w3c.github.io/webdriver/#keyboard-actions). */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

/** The port that Firefox chose, from the file that it leaves in its profile. */
async function marionettePort(firefox: ChildProcess, profile: string): Promise<number> {
  let failure: string | undefined;
  firefox.once('error', (error) => {
    failure = `Firefox did not start: ${error.message}`;
  });
  firefox.once('exit', (code) => {
    failure ??= `Firefox ended at once, with code ${code}`;
  });
  return until(
    'Firefox to start',
    async () => {
      if (failure) throw new Error(failure);
      return Number(await readFile(join(profile, 'MarionetteActivePort'), 'utf8').catch(() => '')) || null;
    },
    { patienceMs: START_MS },
  );
}

const LEFT_BUTTON = 0;
const RIGHT_BUTTON = 2;

function firefoxSurface(surface: Surface): FirefoxSurface {
  if (!(surface instanceof FirefoxSurface)) throw new Error('This page belongs to another browser');
  return surface;
}

// What follows runs in Firefox's own window (browser.xhtml), where its menus and questions are elements.

const WINDOW = `const window = Services.wm.getMostRecentWindow('navigator:browser'); const { document } = window;`;

/** `C`, in the words of certutil: may certify servers. */
const TRUST_AUTHORITY = `
  const certificates = Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB);
  certificates.addCertFromBase64(parameters[0], 'C,,');`;

const MENU_IS_OPEN = `${WINDOW} return document.getElementById('contentAreaContextMenu').state === 'open';`;

const CLICK_MENU_ENTRY = `${WINDOW}
  const [extension, title] = parameters;
  const popup = document.getElementById('contentAreaContextMenu');
  const prefix = extension.replace(/[^a-z0-9_-]/gi, '_');
  const entries = [...popup.querySelectorAll('menuitem')].filter((item) => item.id.startsWith(prefix) && !item.hidden);
  const entry = entries.find((item) => item.label === title);
  if (!entry) {
    popup.hidePopup();
    throw new Error('No entry "' + title + '" in the context menu, only: ' + entries.map((item) => item.label).join(', '));
  }
  const menu = entry.closest('menu');
  if (menu && menu.menupopup.state !== 'open') {
    const shown = new Promise((resolve) => menu.menupopup.addEventListener('popupshown', resolve, { once: true }));
    menu.openMenu(true);
    await shown;
  }
  (menu?.menupopup ?? popup).activateItem(entry);`;

const CLICK_TOOLBAR_BUTTON = `${WINDOW}
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const extension = WebExtensionPolicy.getByID(parameters[0]).extension;
  const action = ExtensionParent.apiManager.global.browserActionFor(extension);
  action.triggerAction(window);`;

const CLOSE_SIDEBAR = `${WINDOW} window.SidebarController.hide();`;

const ANSWER_QUESTION = `${WINDOW}
  const question = window.PopupNotifications.panel.querySelector('popupnotification');
  if (!question || window.PopupNotifications.panel.state !== 'open') return false;
  question[parameters[0] === 'allow' ? 'button' : 'secondaryButton'].click();
  return true;`;

const READ_CLIPBOARD = `
  const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor('text/plain');
  Services.clipboard.getData(transferable, Services.clipboard.kGlobalClipboard);
  const data = {};
  transferable.getTransferData('text/plain', data);
  return data.value.QueryInterface(Ci.nsISupportsString).data;`;

const EXTENSION_WORKERS = `
  const { children } = await ChromeUtils.requestProcInfo();
  const threads = children.filter(({ type }) => type === 'extension').flatMap(({ threads }) => threads);
  return threads.map(({ name }) => name).filter((name) => /DOM Worker/i.test(name));`;
