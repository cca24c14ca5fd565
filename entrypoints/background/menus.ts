import { type Browser, browser } from 'wxt/browser';
import { i18n } from '#i18n';
import type { PageReference } from '../../utils/jobs/job';
import { ask } from '../../utils/messages/bus';
import { ensureEngine } from '../../utils/platform/engine-host';
import { openPanel, openPanelAsTab } from '../../utils/platform/panel-host';
import { callInPage } from './page-rungs';

/** Writes the menu. Browsers keep it; it is written anew when the extension is installed or updated. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  const contexts: Browser.contextMenus.CreateProperties['contexts'] = [
    'image',
    'video',
    'audio',
    'link',
    'page',
    'frame',
  ];
  browser.contextMenus.create({ id: 'verify', title: i18n.t('extension.verifyImage'), contexts });
  browser.contextMenus.create({
    id: CHECK_TEXT,
    title: i18n.t('extension.checkText'),
    contexts: ['selection'],
  });
  browser.contextMenus.create({ id: 'add-to-library', title: i18n.t('extension.addToLibrary'), contexts });
}

export function listenToMenus(): void {
  browser.contextMenus.onClicked.addListener((info, tab) => {
    // First of all, while the click still counts as one.
    openPanel(tab).catch(openPanelAsTab);
    void (info.menuItemId === CHECK_TEXT ? checkSelection(info, tab) : verifyClicked(info, tab));
  });
}

const CHECK_TEXT = 'check-text';

async function checkSelection(
  info: Browser.contextMenus.OnClickData,
  tab: Browser.tabs.Tab | undefined,
): Promise<void> {
  const page = pageOf(info, tab);
  // Where the page lets nobody in, the menu itself knows the text, without its line breaks.
  const [selected] = await Promise.all([
    callInPage(page, 'selectedText', []).catch(() => ''),
    ensureEngine(),
  ]);
  await ask('engine', 'submitText', { text: selected || (info.selectionText ?? ''), page });
}

async function verifyClicked(
  info: Browser.contextMenus.OnClickData,
  tab: Browser.tabs.Tab | undefined,
): Promise<void> {
  const page = pageOf(info, tab);
  const [place] = await Promise.all([findPlace(info, page), ensureEngine()]);
  if (typeof place === 'string') {
    await ask('engine', 'submitFailure', {
      source: { kind: 'web', page, candidates: [], chosen: 0 },
      reason: place,
    });
    return;
  }
  await ask('engine', 'submitWeb', {
    source: {
      kind: 'web',
      page: { ...page, url: place.pageUrl, title: place.title },
      candidates: place.candidates,
      chosen: 0,
    },
    ...(info.menuItemId === 'add-to-library' && { intent: 'add-to-library' as const }),
  });
}

function pageOf(info: Browser.contextMenus.OnClickData, tab: Browser.tabs.Tab | undefined): PageReference {
  return {
    url: info.frameUrl ?? info.pageUrl ?? tab?.url ?? '',
    title: tab?.title ?? '',
    tabId: tab?.id ?? browser.tabs.TAB_ID_NONE,
    frameId: info.frameId ?? 0,
  };
}

/** The picture that was meant; where the page lets nobody in, what the menu itself knows of it. */
async function findPlace(info: Browser.contextMenus.OnClickData, page: PageReference) {
  const { mediaType, srcUrl, linkUrl } = info;
  const { targetElementId } = info as { targetElementId?: number };
  const place = {
    ...(mediaType !== undefined && { mediaType }),
    ...(srcUrl !== undefined && { srcUrl }),
    ...(linkUrl !== undefined && { linkUrl }),
    ...(targetElementId !== undefined && { targetElementId }),
  };
  try {
    const located = await callInPage(page, 'locate', [place]);
    return located.candidates.length > 0 ? located : 'no-picture';
  } catch {
    const url = srcUrl ?? linkUrl;
    if (url === undefined) return 'forbidden';
    const version = srcUrl === undefined ? ('linked' as const) : ('shown' as const);
    return { candidates: [{ url, version }], pageUrl: page.url, title: page.title };
  }
}
