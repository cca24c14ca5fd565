import { fileURLToPath } from 'node:url';
import { startChromium } from './chromium';
import type { BrowserName, Driver, StartOptions } from './driver';
import { startFirefox } from './firefox';

/** Starts a browser with the extension as it was built last. Drivers know more than `Driver` in their own tests. */
export function startBrowser(
  name: BrowserName,
  executable: string,
  options: StartOptions = {},
): Promise<Driver> {
  const built = name === 'chromium' ? 'chrome-mv3' : 'firefox-mv2';
  const folder = fileURLToPath(new URL(`../../.output/${built}`, import.meta.url));
  return (name === 'chromium' ? startChromium : startFirefox)(executable, folder, options);
}
