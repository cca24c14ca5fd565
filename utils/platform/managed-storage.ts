import { browser } from 'wxt/browser';

/** What an organisation's policy sets, as it stands there. Firefox rejects where no policy is installed: that is none. */
export async function readManagedStorage(): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await browser.storage.managed.get(null);
  } catch {
    return {};
  }
}
