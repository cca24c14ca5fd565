import { z } from 'zod';
import { DEFAULT_LIMITS, type Limits } from '../subject/limits';

/** What a user sets and an organisation's policy may fix. Unknown fields are dropped, wrong ones fall back. */
export const SettingsSchema = z.object({
  /** The most that is read of one file. */
  maxMegabytes: z.number().int().min(1).max(1024),
  /** The most pixels that are decoded, in millions. */
  maxMegapixels: z.number().int().min(1).max(1000),
  /** The most of one text that is checked, in thousands of characters. */
  maxThousandCharacters: z.number().int().min(1).max(10_000),
  /** Time-out of one check, in seconds. */
  checkSeconds: z.number().int().min(1).max(120),
  /** Ids of checks that do not run. */
  checksOff: z.array(z.string()),
  /** How long nothing must happen until workers and engine page end, in seconds. */
  idleSeconds: z.number().int().min(1).max(600),
  keepHistory: z.boolean(),
  historyEntries: z.number().int().min(1).max(100_000),
});

export type Settings = Readonly<z.infer<typeof SettingsSchema>>;

export const DEFAULT_SETTINGS: Settings = {
  maxMegabytes: DEFAULT_LIMITS.maxBytes / 1_048_576,
  maxMegapixels: DEFAULT_LIMITS.maxPixels / 1_000_000,
  maxThousandCharacters: DEFAULT_LIMITS.maxCharacters / 1000,
  checkSeconds: 15,
  checksOff: [],
  idleSeconds: 60,
  keepHistory: true,
  historyEntries: 2000,
};

/** Settings as they were stored: each version's form is taken to the next one, in order. */
export const SETTINGS_MIGRATIONS: Readonly<Record<number, (stored: unknown) => unknown>> = {};

/** The version that is written now. */
export const SETTINGS_VERSION = 1;

/** Any stored or managed value as settings: field by field, with the default where a field is missing or wrong. */
export function parseSettings(value: unknown): Settings {
  return { ...DEFAULT_SETTINGS, ...parsePartialSettings(value) };
}

/** The fields of a value that are valid settings; a policy fixes exactly these. */
export function parsePartialSettings(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) return {};
  const fields = Object.entries(SettingsSchema.shape).flatMap(([name, field]) => {
    const parsed = field.safeParse(Reflect.get(value, name));
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return Object.fromEntries(fields) as Partial<Settings>;
}

/** The limits of loading and decoding, in bytes, pixels and characters. */
export function limitsOf({
  maxMegabytes,
  maxMegapixels,
  maxThousandCharacters,
}: Pick<Settings, 'maxMegabytes' | 'maxMegapixels' | 'maxThousandCharacters'>): Limits {
  return {
    maxBytes: maxMegabytes * 1_048_576,
    maxPixels: maxMegapixels * 1_000_000,
    maxCharacters: maxThousandCharacters * 1000,
  };
}
