/**
 * What a journey can do in a browser. Chromium and Firefox each have their own driver behind it, so that one set
 * of journeys runs in both. Everything is done for real where the browser lets a driver do it; where it does not,
 * the drivers say what they do instead.
 */
export interface Driver {
  readonly browser: BrowserName;
  /** Opens a web page in a new tab, in front. */
  readonly openPage: (url: string) => Promise<Surface>;
  /** Opens one of the extension's own pages, such as `sidepanel.html`, in a new tab, in front. */
  readonly openOwnPage: (path: string) => Promise<Surface>;
  /** Clicks an entry of ours in the context menu of an element. */
  readonly chooseFromMenu: (page: Surface, place: Place, entry: MenuEntry) => Promise<void>;
  /** Clicks the toolbar button while the page is in front. */
  readonly clickToolbarButton: (page: Surface) => Promise<void>;
  /**
   * Runs a function on the document of the browser's own side panel (sidebar), and returns what it returns;
   * null while the panel is closed. The function must not use anything from outside itself.
   */
  readonly inSidePanel: <Parameters extends readonly Json[], Result extends Json>(
    script: (document: Document, ...parameters: Parameters) => Result,
    ...parameters: Parameters
  ) => Promise<Result | null>;
  /** Runs a function on the window of the engine's page, which must be alive. Like `inSidePanel` otherwise. */
  readonly inEngine: (script: (engine: typeof globalThis) => void) => Promise<void>;
  /** Does what makes the extension ask for a host, and answers the browser's question. */
  readonly answerPermission: (
    answer: 'allow' | 'deny',
    host: string,
    panel: Surface,
    ask: () => Promise<void>,
  ) => Promise<void>;
  /** Does what saves a file, and returns the file. */
  readonly download: (save: () => Promise<void>) => Promise<{ name: string; bytes: Uint8Array }>;
  readonly clipboardText: () => Promise<string>;
  readonly setTheme: (theme: 'light' | 'dark') => Promise<void>;
  /** What of the extension is alive, beside its tabs: its engine page and its workers, by name or address. */
  readonly alive: () => Promise<readonly string[]>;
  /** Resolves when the browser has ended, by whomever. */
  readonly closed: Promise<void>;
  /** Ends the browser and removes its profile. */
  readonly close: () => Promise<void>;
}

export type BrowserName = 'chromium' | 'firefox';

export interface StartOptions {
  readonly headless?: boolean;
  /** The language that the browser speaks, and the extension with it. English where it is not said. */
  readonly language?: 'en' | 'de';
  /** What an organisation's policy sets for the extension; see `canSetPolicy`. */
  readonly policy?: Readonly<Record<string, Json>>;
  /** The certificate (PEM) of an authority whose https servers the browser is to believe, if they send it along. */
  readonly authority?: string;
  /** WebGPU on an adapter of software, where the browser has one. */
  readonly webgpu?: boolean;
}

/** An entry of the context menu: Firefox's real menu is searched for the title, Chromium's event carries the id. */
export interface MenuEntry {
  readonly id: string;
  readonly title: string;
}

/** The first element that matches a selector, in the page or inside the frame that matches another one. */
export type Place = string | { readonly frame: string; readonly inside: string };

/** A page in a tab, used as a person uses it: by what can be read and by the names of the controls. */
export interface Surface {
  /** All text that can be seen. */
  readonly text: () => Promise<string>;
  /** Waits until the text is there; returns all text. */
  readonly waitForText: (wanted: string | RegExp) => Promise<string>;
  /** Clicks a button, link, tab, ... by its name: the whole of it, or a pattern. */
  readonly click: (name: string | RegExp) => Promise<void>;
  /** Clicks the middle of an element, with the mouse. */
  readonly clickElement: (place: Place) => Promise<void>;
  /** Moves the mouse to the middle of an element. */
  readonly pointAt: (place: Place) => Promise<void>;
  /** Types into a field, in place of what it held, by the field's label. */
  readonly fill: (label: string | RegExp, value: string) => Promise<void>;
  /** Presses one key: `Tab`, `Enter`, `Escape`, `ArrowDown`, ... */
  readonly press: (key: string) => Promise<void>;
  readonly dropFile: (path: string) => Promise<void>;
  readonly pasteFile: (path: string) => Promise<void>;
  /** Chooses a file in the page's first file field that takes it, or in the one with that label. */
  readonly chooseFile: (path: string, label?: string | RegExp) => Promise<void>;
  /** Runs a function in the page. It must not use anything from outside itself; what it puts on `window` stays. */
  readonly run: <Parameters extends readonly Json[], Result>(
    script: (...parameters: Parameters) => Result | Promise<Result>,
    ...parameters: Parameters
  ) => Promise<Result>;
  /** Runs the text of a script in the page, for what it defines there. */
  readonly addScript: (source: string) => Promise<void>;
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly screenshot: (path: string) => Promise<void>;
  readonly bringToFront: () => Promise<void>;
  readonly reload: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
