import { type Browser, browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { PageReference } from '../../utils/jobs/job';
import type { Capture, PageAddress, PageFetch, PickStart } from '../../utils/messages/table';
import type { PageAccess } from '../page-access';

/* The rungs of the ladder that need a tab, and the way into a page. Only what the user's click allows. */

/** Whether the user allowed this address to be read. */
export async function isGranted({ url }: { readonly url: string }): Promise<boolean> {
  const origin = originPattern(url);
  return origin !== null && browser.permissions.contains({ origins: [origin] });
}

export async function fetchInPage({
  address,
  maxBytes,
  ...page
}: PageAddress & { maxBytes: number }): Promise<PageFetch> {
  try {
    return await callInPage(page, 'fetchHere', [address, maxBytes]);
  } catch (error) {
    const gone = await isGone(page.tabId);
    return { failed: gone ? 'gone' : 'forbidden', detail: String(error) };
  }
}

export function readFromPage({
  token,
  offset,
  ...page
}: PageReference & { token: number; offset: number }): Promise<string> {
  return callInPage(page, 'readHere', [token, offset]);
}

/** A picture of the tab with the element's place in it. Null when it is not in view, or moved meanwhile. */
export async function captureElement({
  element,
  ...page
}: PageReference & { element: number }): Promise<Capture | null> {
  const before = await callInPage(page, 'boxOf', [element]);
  const { active, windowId } = await browser.tabs.get(page.tabId);
  if (!before || !active) return null;
  const image = await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  const after = await callInPage(page, 'boxOf', [element]);
  return JSON.stringify(after) === JSON.stringify(before) ? { image, ...before } : null;
}

/** Lets the user point at a picture in the window's active tab, in every frame of it that lets us in. */
export async function startPicking({
  windowId,
}: {
  readonly windowId: number | undefined;
}): Promise<PickStart> {
  const inWindow = windowId === undefined ? { lastFocusedWindow: true } : { windowId };
  const [tab] = await browser.tabs.query({ active: true, ...inWindow });
  if (tab?.id === undefined) return 'forbidden';
  try {
    const hints = { pick: i18n.t('extension.pickHint'), elsewhere: i18n.t('extension.pickElsewhere') };
    const origins = await callInAllFrames(tab.id, 'origin', []);
    await callInAllFrames(tab.id, 'startPicking', [hints, origins]);
    return 'started';
  } catch {
    return 'forbidden';
  }
}

/** Ends it in all frames, when one of them has an answer. A page that is gone meanwhile has none any more. */
export async function stopPicking(tabId: number): Promise<void> {
  await callInAllFrames(tabId, 'stopPicking', []).catch(() => undefined);
}

/** Calls a function of the page script in a frame, putting the script there first. Rejects where nobody is let in. */
export async function callInPage<Name extends keyof PageAccess>(
  { tabId, frameId }: Pick<PageReference, 'tabId' | 'frameId'>,
  name: Name,
  args: Parameters<PageAccess[Name]>,
): Promise<Awaited<ReturnType<PageAccess[Name]>>> {
  const [outcome] = await callIn({ tabId, frameIds: [frameId] }, name, args);
  if (outcome && 'error' in outcome && outcome.error) throw new Error(String(outcome.error));
  return outcome?.result as Awaited<ReturnType<PageAccess[Name]>>;
}

/** The same in every frame that lets us in. Rejects where the page itself does not. */
async function callInAllFrames<Name extends keyof PageAccess>(
  tabId: number,
  name: Name,
  args: Parameters<PageAccess[Name]>,
): Promise<readonly Awaited<ReturnType<PageAccess[Name]>>[]> {
  const outcomes = await callIn({ tabId, allFrames: true }, name, args);
  return outcomes.map(({ result }) => result as Awaited<ReturnType<PageAccess[Name]>>);
}

async function callIn(
  target: Browser.scripting.InjectionTarget,
  name: keyof PageAccess,
  args: readonly unknown[],
) {
  await browser.scripting.executeScript({ target, files: ['/page-access.js'] });
  return browser.scripting.executeScript({
    target,
    // Runs inside the page, so it can use nothing but its arguments.
    func: (called: string, given: readonly unknown[]) => {
      const access = Reflect.get(globalThis, 'touchstonePageAccess') as Record<
        string,
        (...all: unknown[]) => unknown
      >;
      return access[called]?.(...given);
    },
    args: [name, JSON.parse(JSON.stringify(args))],
  });
}

function originPattern(url: string): string | null {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? `${protocol}//${hostname}/*` : null;
  } catch {
    return null;
  }
}

async function isGone(tabId: number): Promise<boolean> {
  return browser.tabs.get(tabId).then(
    () => false,
    () => true,
  );
}
