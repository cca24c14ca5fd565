import { browser } from 'wxt/browser';
import { ask, receive } from '../../utils/messages/bus';
import { PickedSchema } from '../../utils/messages/picked';
import { closeEngine, ensureEngine, isEngineAlive } from '../../utils/platform/engine-host';
import { readManagedStorage } from '../../utils/platform/managed-storage';
import { openPanel } from '../../utils/platform/panel-host';
import { settingsStore } from '../../utils/platform/settings-store';
import { parsePolicyTrustLists } from '../../utils/policy/trust-lists';
import { Records } from '../../utils/records/database';
import { createUnfinished } from '../../utils/records/unfinished';
import { createMenus, listenToMenus } from './menus';
import {
  captureElement,
  fetchInPage,
  isGranted,
  readFromPage,
  startPicking,
  stopPicking,
} from './page-rungs';

/** Menus, permissions, routing. Holds no state: the service worker may die between any two events. */
export function startBackground(): void {
  browser.runtime.onInstalled.addListener(createMenus);
  browser.runtime.onStartup.addListener(() => void resumeUnfinished());
  settingsStore.watch(() => void tellEngineOfSettings());
  listenToMenus();
  listenToAction();
  receive('background', {
    async callEngine({ name, request }) {
      await ensureEngine();
      // The table pairs each name with its request; the pair is handed on as it came.
      return ask('engine', name as 'cancel', request as { jobId: string });
    },
    async currentJobs() {
      await resumeUnfinished();
      return (await isEngineAlive()) ? ask('engine', 'listJobs') : [];
    },
    pick: startPicking,
    isGranted,
    fetchInPage,
    readFromPage,
    captureElement,
    readSettings: settingsStore.read,
    readPolicyTrustLists: async () => parsePolicyTrustLists((await readManagedStorage()).trustLists),
    engineIsIdle: closeEngine,
  });
  receive('fromContent', {
    async picked(message, sender) {
      const { candidates } = PickedSchema.parse(message);
      const page = {
        url: sender.url ?? '',
        title: sender.title ?? '',
        tabId: sender.tabId ?? browser.tabs.TAB_ID_NONE,
        frameId: sender.frameId ?? 0,
      };
      await Promise.all([stopPicking(page.tabId), ensureEngine()]);
      await ask('engine', 'submitWeb', { source: { kind: 'web', page, candidates, chosen: 0 } });
    },
    async pickEnded(_, { tabId }) {
      if (tabId !== undefined) await stopPicking(tabId);
    },
  });
}

/** The toolbar button and its keyboard command open the panel; both also let us into the tab. */
function listenToAction(): void {
  const action = browser.action ?? browser.browserAction;
  action.onClicked.addListener((tab) => {
    void openPanel(tab);
  });
}

/** Jobs that a crash or the end of the browser left unfinished wake the engine, which takes them up again. */
async function resumeUnfinished(): Promise<void> {
  const unfinished = await createUnfinished(new Records()).list();
  if (unfinished.length > 0) await ensureEngine();
}

async function tellEngineOfSettings(): Promise<void> {
  if (await isEngineAlive()) await ask('engine', 'settingsChanged');
}
