import { type Browser, browser } from 'wxt/browser';

/*
 * The panel: Chrome's side panel, Firefox's sidebar. Both open only while the browser handles a click or a key
 * of the user, so these are called before anything is awaited.
 */

/** Opens the panel in the tab's window. */
export function openPanel(tab: Browser.tabs.Tab | undefined): Promise<void> {
  if (import.meta.env.FIREFOX) return firefoxSidebar().open();
  return browser.sidePanel.open({ windowId: tab?.windowId ?? browser.windows.WINDOW_ID_CURRENT });
}

/** Opens the panel as an ordinary tab, for browsers and moments that allow no other way. */
export async function openPanelAsTab(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') });
}

function firefoxSidebar(): { open: () => Promise<void> } {
  const { sidebarAction } = browser as unknown as { sidebarAction: { open: () => Promise<void> } };
  return sidebarAction;
}
