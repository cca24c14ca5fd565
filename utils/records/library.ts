import type { LibraryLabel } from '../checks/check';
import type { Records } from './database';
import type { LibraryEntry } from './library-entry';
import { formatLibraryFile, parseLibraryFile } from './library-file';
import { keeping } from './storage-error';
import { watchTable } from './watch-table';

export interface ImportResult {
  readonly added: number;
  /** Same fingerprint, label and name as an entry that is there. */
  readonly alreadyThere: number;
  /** Entries of the file that are not what they should be. */
  readonly refused: number;
}

/** The pictures that the user keeps, so that copies of them are found. */
export interface Library {
  readonly search: (query: string, label?: LibraryLabel) => Promise<readonly LibraryEntry[]>;
  readonly count: () => Promise<number>;
  readonly add: (entry: Omit<LibraryEntry, 'id' | 'added'>) => Promise<LibraryEntry>;
  readonly change: (
    id: string,
    changes: Partial<Pick<LibraryEntry, 'name' | 'label' | 'note'>>,
  ) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  /** The whole library as the text of a file; see `library-file.ts`. */
  readonly exportAll: () => Promise<string>;
  /** Adds the entries of an exported file. Rejects with an error that carries `said` when it is no such file. */
  readonly importFrom: (text: string) => Promise<ImportResult>;
  readonly watch: (listener: () => void) => () => void;
}

export function createLibrary(records: Records): Library {
  /** Every write moves the revision on in the same transaction, so that no look-up can use an old index. */
  const write = <Result>(change: () => Promise<Result>) =>
    keeping(() =>
      records.transaction('rw', records.library, records.revisions, async () => {
        const revision = (await records.revisions.get(LIBRARY_STORE))?.revision ?? 0;
        await records.revisions.put({ store: LIBRARY_STORE, revision: revision + 1 });
        return change();
      }),
    );
  return {
    async search(query, label) {
      const words = query.toLowerCase().split(/\s+/).filter(Boolean);
      return records.library
        .orderBy('added')
        .reverse()
        .filter((entry) => (label === undefined || entry.label === label) && mentions(entry, words))
        .toArray();
    },
    count: () => records.library.count(),
    add: (entry) =>
      write(async () => {
        const added: LibraryEntry = { ...entry, id: crypto.randomUUID(), added: new Date().toISOString() };
        await records.library.add(added);
        return added;
      }),
    change: (id, changes) =>
      write(async () => {
        await records.library.update(id, changes);
      }),
    remove: (id) => write(() => records.library.delete(id)),
    exportAll: async () => formatLibraryFile(await records.library.orderBy('added').toArray()),
    async importFrom(text) {
      const { entries, refused } = parseLibraryFile(text);
      return write(async () => {
        const there = new Set(
          (await records.library.toArray()).flatMap((entry) => [entry.id, likenessOf(entry)]),
        );
        const fresh = entries.filter((entry) => !there.has(entry.id) && !there.has(likenessOf(entry)));
        await records.library.bulkAdd(fresh);
        return { added: fresh.length, alreadyThere: entries.length - fresh.length, refused };
      });
    },
    watch: (listener) => watchTable(records.library, listener),
  };
}

/** The row of `revisions` that counts the library's changes. */
export const LIBRARY_STORE = 'library';

function mentions({ name, note, origin }: LibraryEntry, words: readonly string[]): boolean {
  const text = `${name} ${note} ${origin}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function likenessOf({ hash, label, name }: LibraryEntry): string {
  return `${hash} ${label} ${name}`;
}
