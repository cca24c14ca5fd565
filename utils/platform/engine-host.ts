import { browser } from 'wxt/browser';

/*
 * Where the engine page lives. Chrome: an offscreen document, since a service worker has no workers and dies.
 * Firefox: the background page itself, which is always there.
 */

const ENGINE_PAGE = '/engine.html';

/** Starts the engine page where there is none, and waits until it listens. */
export async function ensureEngine(): Promise<void> {
  if (import.meta.env.FIREFOX || (await isEngineAlive())) return;
  starting ??= browser.offscreen
    .createDocument({
      url: ENGINE_PAGE,
      reasons: ['WORKERS', 'BLOBS'],
      justification: 'Checks pictures in workers, on this machine.',
    })
    .catch(async (error: unknown) => {
      // Another start was quicker; any other failure is one.
      if (!(await isEngineAlive())) throw error;
    })
    .finally(() => {
      starting = undefined;
    });
  return starting;
}

/** Whether the engine page is there. */
export async function isEngineAlive(): Promise<boolean> {
  if (import.meta.env.FIREFOX) return true;
  const contexts = await browser.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] });
  return contexts.length > 0 && starting === undefined;
}

/** Ends an engine page that has nothing to do, which gives its memory back. */
export async function closeEngine(): Promise<void> {
  if (import.meta.env.FIREFOX || !(await isEngineAlive())) return;
  await browser.offscreen.closeDocument().catch(() => undefined);
}

let starting: Promise<void> | undefined;
