import type { Collection } from 'dexie';
import type { LibraryLabel } from '../checks/check';
import type { Records } from './database';
import { type LibraryEntry, likenessOf, type NewEntry, type WholeEntry } from './library-entry';
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

/** The pictures and texts that the user keeps, so that copies of them are found. */
export interface Library {
  readonly search: (query: string, label?: LibraryLabel) => Promise<readonly LibraryEntry[]>;
  readonly count: () => Promise<number>;
  readonly add: (entry: NewEntry) => Promise<LibraryEntry>;
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
      records.transaction('rw', records.library, records.textFingerprints, records.revisions, async () => {
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
        const added = { ...entry, id: crypto.randomUUID(), added: new Date().toISOString() };
        await addEntries(records, [added]);
        return added;
      }),
    change: (id, changes) =>
      write(async () => {
        await records.library.update(id, changes);
      }),
    remove: (id) =>
      write(async () => {
        await records.library.delete(id);
        await records.textFingerprints.delete(id);
      }),
    exportAll: async () => formatLibraryFile(await readAll(records)),
    async importFrom(text) {
      const { entries, refused } = parseLibraryFile(text);
      return write(async () => {
        const fresh = await leaveOutKnown(records, entries);
        await addEntries(records, fresh);
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

/** The index's rows of one kind of entry, or of one hash: `[kind, hash, id]`. */
export function keysOfKind(
  records: Records,
  kind: LibraryEntry['kind'],
  hash?: string,
): Collection<LibraryEntry, string> {
  const first = hash === undefined ? [kind] : [kind, hash];
  // An array is greater than every text.
  return records.library.where('[kind+hash+id]').between(first, [...first, []]);
}

/** Adds entries, the fingerprints of texts to their own table. */
async function addEntries(records: Records, entries: readonly WholeEntry[]): Promise<void> {
  const rows = entries.map((entry) => {
    if (entry.kind === 'image') return entry;
    const { fingerprints: _, positions: __, ...row } = entry;
    return row;
  });
  await records.library.bulkAdd(rows);
  await records.textFingerprints.bulkAdd(
    entries.flatMap((entry) =>
      entry.kind === 'text'
        ? [{ id: entry.id, fingerprints: entry.fingerprints, positions: entry.positions }]
        : [],
    ),
  );
}

/** Every entry with its fingerprints, oldest first. */
async function readAll(records: Records): Promise<readonly WholeEntry[]> {
  const entries = await records.library.orderBy('added').toArray();
  const texts = entries.flatMap(({ id, kind }) => (kind === 'text' ? [id] : []));
  const held = new Map((await records.textFingerprints.bulkGet(texts)).map((row) => [row?.id, row]));
  return entries.flatMap((entry): readonly WholeEntry[] => {
    if (entry.kind === 'image') return [entry];
    const { fingerprints, positions } = held.get(entry.id) ?? {};
    return fingerprints && positions ? [{ ...entry, fingerprints, positions }] : [];
  });
}

/** The entries that are not there yet, by their ids and their likeness. */
async function leaveOutKnown(
  records: Records,
  entries: readonly WholeEntry[],
): Promise<readonly WholeEntry[]> {
  const ids = new Set(await records.library.toCollection().primaryKeys());
  const hashes = new Set(entries.map(({ hash }) => hash));
  const keys = await records.library.orderBy('[kind+hash+id]').keys();
  const alike = (keys as unknown as readonly [string, string, string][]).flatMap(([, hash, id]) =>
    hashes.has(hash) ? [id] : [],
  );
  const known = new Set(
    (await records.library.bulkGet(alike)).flatMap((entry) => (entry ? [likenessOf(entry)] : [])),
  );
  return entries.filter((entry) => !ids.has(entry.id) && !known.has(likenessOf(entry)));
}
