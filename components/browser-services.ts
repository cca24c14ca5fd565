import { browser } from 'wxt/browser';
import { createEngineClient } from '../utils/messages/engine-client';
import { createModelsClient } from '../utils/messages/models-client';
import { browserLanguage } from '../utils/platform/language';
import { readManagedStorage } from '../utils/platform/managed-storage';
import { permissions } from '../utils/platform/permissions';
import { settingsStore } from '../utils/platform/settings-store';
import { parsePolicyTrustLists } from '../utils/policy/trust-lists';
import { Records } from '../utils/records/database';
import { download } from '../utils/records/download';
import { createHistory } from '../utils/records/history';
import { createHumanVerdicts } from '../utils/records/human-verdicts';
import { createLibrary } from '../utils/records/library';
import { createTrustLists, OFFICIAL_TRUST_LIST } from '../utils/records/trust-lists';
import { fetchBytes } from '../utils/subject/fetch-bytes';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import { CORRECTIONS_ANCHOR, modelAnchor } from './options/anchors';
import type { Services } from './services';

/** The services of a page inside the extension. */
export function createBrowserServices(): Services {
  const records = new Records();
  const history = createHistory(records);
  const trustLists = createTrustLists(records);
  return {
    engine: createEngineClient(history),
    history,
    library: createLibrary(records),
    humanVerdicts: createHumanVerdicts(records),
    trustLists: {
      ...trustLists,
      async list() {
        const policyLists = parsePolicyTrustLists((await readManagedStorage()).trustLists);
        const fromPolicy = policyLists.map(({ pem: _, ...list }) => ({ ...list, source: 'policy' as const }));
        return [...fromPolicy, ...(await trustLists.list())];
      },
      async fetchOfficial() {
        const { bytes } = await fetchBytes(
          OFFICIAL_TRUST_LIST.url,
          DEFAULT_LIMITS,
          AbortSignal.timeout(FETCH_TIMEOUT_MS),
        );
        return trustLists.replaceOfficial(new TextDecoder().decode(bytes));
      },
    },
    settings: settingsStore,
    permissions,
    models: createModelsClient(),
    download: (address, options) => download(records, address, options),
    language: browserLanguage,
    version: browser.runtime.getManifest().version,
    openOptions: () => void browser.runtime.openOptionsPage(),
    openModel: (id) => openOptionsAt(modelAnchor(id)),
    openCorrections: () => openOptionsAt(CORRECTIONS_ANCHOR),
  };
}

function openOptionsAt(anchor: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL('/options.html') + anchor });
}

const FETCH_TIMEOUT_MS = 30_000;
