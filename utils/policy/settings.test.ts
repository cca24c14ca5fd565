import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, parsePartialSettings, parseSettings, SettingsSchema } from './settings';

describe('settings', () => {
  it('fall back field by field where stored ones are missing or wrong', () => {
    expect(parseSettings({ maxMegabytes: 10, checkSeconds: 'soon', unknown: 1 })).toEqual({
      ...DEFAULT_SETTINGS,
      maxMegabytes: 10,
    });
    expect(parseSettings(null)).toEqual(DEFAULT_SETTINGS);
  });

  it('are fixed by a policy only in the fields that it names rightly', () => {
    expect(parsePartialSettings({ keepHistory: false, maxMegapixels: -5 })).toEqual({ keepHistory: false });
  });

  it('are all in the schema that organisations write their policy by', async () => {
    const file = new URL('../../components/public/managed-schema.json', import.meta.url);
    const managed = JSON.parse(await readFile(file, 'utf8'));
    expect(Object.keys(managed.properties).sort()).toEqual(
      [...Object.keys(SettingsSchema.shape), 'trustLists'].sort(),
    );
  });
});
