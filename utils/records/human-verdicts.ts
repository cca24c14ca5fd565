import type { Collection } from 'dexie';
import { phrase } from '../words/phrase';
import type { Records } from './database';
import type { HumanVerdict, PictureLabel } from './human-verdict';
import { tookPart } from './human-verdict';
import { exportFolder, exportRecords } from './human-verdict-export';
import { keeping, StorageError } from './storage-error';
import { watchTable } from './watch-table';

export interface HumanVerdictQuery {
  readonly label?: PictureLabel | undefined;
  /** Only those in whose answer this check took part. */
  readonly check?: string | undefined;
  readonly limit?: number;
}

/** What people said of answers. They stay until they are deleted: clearing the history leaves them. */
export interface HumanVerdicts {
  /** Keeps it in the place of what was said of the same content before. Rejects with StorageError. */
  readonly keep: (verdict: HumanVerdict) => Promise<void>;
  readonly get: (sha256: string) => Promise<HumanVerdict | undefined>;
  /** The newest of those that fit, and how many fit. */
  readonly list: (
    query: HumanVerdictQuery,
  ) => Promise<{ readonly newest: readonly HumanVerdict[]; readonly count: number }>;
  /** How many there are, and with how many the picture was kept. */
  readonly count: () => Promise<{ readonly all: number; readonly pictures: number }>;
  readonly remove: (sha256: string) => Promise<void>;
  readonly clear: () => Promise<void>;
  /** All of them as JSON Lines; see the README beside this file. */
  readonly exportRecords: () => Promise<Blob>;
  /** The same as a zip, with the pictures that were kept, in the form that evaluation and training read. */
  readonly exportFolder: () => Promise<Blob>;
  /** Calls back after every change, in whichever page it was made. Returns the way to stop. */
  readonly watch: (listener: () => void) => () => void;
}

/** More than a person says by hand; what is there is exported and deleted before more is taken. */
const MOST_VERDICTS = 10_000;
/** Of all kept pictures, in bytes: a zip of them stays readable everywhere. */
const MOST_PICTURE_BYTES = 2 * 1024 ** 3;

export function createHumanVerdicts(records: Records): HumanVerdicts {
  const { humanVerdicts } = records;
  const oldestFirst = () => humanVerdicts.orderBy('judged');
  return {
    keep: (verdict) =>
      keeping(() =>
        records.transaction('rw', humanVerdicts, async () => {
          const before = await humanVerdicts.get(verdict.sha256);
          if (!before) await refuseTooMany(humanVerdicts.count());
          if (verdict.picture) {
            const others = humanVerdicts.orderBy('picture.size').keys();
            await refuseTooLarge(others, verdict.picture.size - (before?.picture?.size ?? 0));
          }
          await humanVerdicts.put(withFeaturesOf(before, verdict));
        }),
      ),
    get: (sha256) => humanVerdicts.get(sha256),
    async list({ label, check, limit = 200 }) {
      const fitting = (): Collection<HumanVerdict, string> =>
        oldestFirst()
          .reverse()
          .filter(
            (verdict) =>
              (label === undefined || verdict.label === label) &&
              (check === undefined || tookPart(verdict, check)),
          );
      return { newest: await fitting().limit(limit).toArray(), count: await fitting().count() };
    },
    count: async () => ({
      all: await humanVerdicts.count(),
      pictures: await humanVerdicts.orderBy('picture.size').count(),
    }),
    remove: (sha256) => keeping(() => humanVerdicts.delete(sha256)),
    clear: () => keeping(() => humanVerdicts.clear()),
    exportRecords: async () => exportRecords(await oldestFirst().toArray()),
    exportFolder: async () => exportFolder(await oldestFirst().toArray()),
    watch: (listener) => watchTable(humanVerdicts, listener),
  };
}

async function refuseTooMany(counting: PromiseLike<number>): Promise<void> {
  if ((await counting) < MOST_VERDICTS) return;
  throw new StorageError(phrase('records.tooManyVerdicts', { most: MOST_VERDICTS }), `${MOST_VERDICTS} kept`);
}

async function refuseTooLarge(sizes: PromiseLike<readonly unknown[]>, more: number): Promise<void> {
  const sum = (await sizes).reduce<number>((sum, size) => sum + Number(size), more);
  if (sum <= MOST_PICTURE_BYTES) return;
  const most = MOST_PICTURE_BYTES / 1024 ** 3;
  throw new StorageError(phrase('records.tooManyPictures', { most }), `${sum} bytes of pictures`);
}

/** Features are of the content, which is the same: a later check without them takes none away. */
function withFeaturesOf(before: HumanVerdict | undefined, verdict: HumanVerdict): HumanVerdict {
  return before && 'missing' in verdict.features ? { ...verdict, features: before.features } : verdict;
}
