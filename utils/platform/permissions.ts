import { browser } from 'wxt/browser';

const ALL_SITES = '<all_urls>';

/** Which hosts the user lets us read. Requests only work straight from a click. */
export const permissions = {
  /** Match patterns of granted hosts. */
  async hosts(): Promise<readonly string[]> {
    return (await browser.permissions.getAll()).origins ?? [];
  },

  /** Asks for the host of an address; answers whether it was granted. */
  request(url: string): Promise<boolean> {
    const { protocol, hostname } = new URL(url);
    return browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
  },

  requestAll(): Promise<boolean> {
    return browser.permissions.request({ origins: [ALL_SITES] });
  },

  async remove(origin: string): Promise<void> {
    await browser.permissions.remove({ origins: [origin] });
  },

  watch(listener: () => void): () => void {
    browser.permissions.onAdded.addListener(listener);
    browser.permissions.onRemoved.addListener(listener);
    return () => {
      browser.permissions.onAdded.removeListener(listener);
      browser.permissions.onRemoved.removeListener(listener);
    };
  },
};
