import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium';
import type { BrowserName, Driver, StartOptions } from './driver';
import { startFirefox } from './firefox';

/**
 * Starts a browser with an extension, the one that was built last where none is named: a folder, or a zip in Firefox.
 * Drivers know more than `Driver` in their own tests.
 */
export function startBrowser(
  name: BrowserName,
  executable: string,
  { extension = builtFolder(name), ...options }: StartOptions & { readonly extension?: string } = {},
): Promise<Driver> {
  return (name === 'chromium' ? startChromium : startFirefox)(executable, extension, options);
}

/** Where the extension was built for the browser. */
export function builtFolder(name: BrowserName): string {
  const built = name === 'chromium' ? 'chrome-mv3' : 'firefox-mv2';
  return fileURLToPath(new URL(`../../.output/${built}`, import.meta.url));
}
