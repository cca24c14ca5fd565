import type { Job, JobSource } from '../jobs/job';
import type { VerdictLevel } from '../verdict/verdict';
import type { HistoryRow, Records } from './database';
import { keeping } from './storage-error';
import { watchTable } from './watch-table';

export interface HistoryQuery {
  /** Words that must all occur in the name, an address or the beginning of a text. */
  readonly query?: string;
  readonly level?: VerdictLevel;
  /** ISO 8601: only checks older than this. */
  readonly before?: string;
  readonly limit?: number;
}

/** Past checks. */
export interface History {
  readonly keep: (job: Job, maxEntries: number) => Promise<void>;
  /** Newest first. */
  readonly list: (query: HistoryQuery) => Promise<readonly Job[]>;
  readonly get: (id: string) => Promise<Job | undefined>;
  readonly remove: (ids: readonly string[]) => Promise<void>;
  readonly clear: () => Promise<void>;
  /** Calls back after every change, in whichever page it was made. Returns the way to stop. */
  readonly watch: (listener: () => void) => () => void;
}

export function createHistory(records: Records): History {
  return {
    keep: (job, maxEntries) =>
      keeping(() =>
        records.transaction('rw', records.history, async () => {
          await records.history.put(rowOf(job));
          const surplus = (await records.history.count()) - maxEntries;
          if (surplus <= 0) return;
          await records.history.bulkDelete(
            await records.history.orderBy('created').limit(surplus).primaryKeys(),
          );
        }),
      ),
    async list({ query = '', level, before, limit = 100 }) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      const rows = await (before === undefined
        ? records.history.orderBy('created')
        : records.history.where('created').below(before)
      )
        .reverse()
        .filter((row) => (level === undefined || row.level === level) && contains(row, words))
        .limit(limit)
        .toArray();
      return rows.map(({ job }) => job);
    },
    get: async (id) => (await records.history.get(id))?.job,
    remove: (ids) => keeping(() => records.history.bulkDelete([...ids])),
    clear: () =>
      keeping(() =>
        records.transaction('rw', records.history, records.modelInputs, async () => {
          await records.history.clear();
          // They are the same pictures, as the models took them.
          await records.modelInputs.clear();
        }),
      ),
    watch: (listener) => watchTable(records.history, listener),
  };
}

function rowOf(job: Job): HistoryRow {
  return {
    id: job.id,
    created: job.created,
    level: job.verdict?.level ?? null,
    searchText: searchTextOf(job),
    job,
  };
}

function searchTextOf({ source, subject }: Job): string {
  const beginning = subject?.text?.content.slice(0, MAX_TEXT) ?? '';
  return [...placesOf(source), subject?.name ?? '', beginning].join(' ').toLowerCase();
}

function placesOf(source: JobSource): readonly string[] {
  if (source.kind === 'file') return [source.name];
  const page = source.page ? [source.page.url, source.page.title] : [];
  if (source.kind === 'text') return page;
  return [...page, ...source.candidates.map(({ url }) => url.slice(0, MAX_ADDRESS))];
}

/** Somebody who looks for a text remembers how it began. */
const MAX_TEXT = 1000;

/** A data: URL can be megabytes long; nobody searches by that. */
const MAX_ADDRESS = 300;

function contains(row: HistoryRow, words: readonly string[]): boolean {
  return words.every((word) => row.searchText.includes(word));
}
