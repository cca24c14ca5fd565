import { browser } from 'wxt/browser';
import { storage } from 'wxt/utils/storage';
import {
  DEFAULT_SETTINGS,
  parsePartialSettings,
  parseSettings,
  SETTINGS_MIGRATIONS,
  SETTINGS_VERSION,
  type Settings,
} from '../policy/settings';
import { readManagedStorage } from './managed-storage';

/** The settings in force: what the user chose, under what a managed policy fixes. */
export const settingsStore = {
  async read(): Promise<Settings> {
    const [chosen, managed] = await Promise.all([stored.getValue(), readManaged()]);
    return { ...parseSettings(chosen), ...managed };
  },

  async write(changes: Partial<Settings>): Promise<void> {
    await stored.setValue({ ...parseSettings(await stored.getValue()), ...parsePartialSettings(changes) });
  },

  /** The fields that a managed policy decides. */
  async fixed(): Promise<readonly (keyof Settings)[]> {
    return Object.keys(await readManaged()) as (keyof Settings)[];
  },

  watch(listener: () => void): () => void {
    const stopStored = stored.watch(listener);
    const onChange = (_: unknown, area: string) => {
      if (area === 'managed') listener();
    };
    browser.storage.onChanged.addListener(onChange);
    return () => {
      stopStored();
      browser.storage.onChanged.removeListener(onChange);
    };
  },
};

const stored = storage.defineItem<Settings>('local:settings', {
  fallback: DEFAULT_SETTINGS,
  version: SETTINGS_VERSION,
  migrations: SETTINGS_MIGRATIONS,
});

async function readManaged(): Promise<Partial<Settings>> {
  return parsePartialSettings(await readManagedStorage());
}
