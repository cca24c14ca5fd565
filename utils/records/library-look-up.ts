import type { LibraryLookUp, LibraryMatch } from '../checks/check';
import { findNearHashes, HASH_WORDS, packHash } from '../checks/fingerprint/hamming';
import type { Records } from './database';
import { LIBRARY_STORE } from './library';
import type { LibraryEntry } from './library-entry';

/**
 * Finds entries near a fingerprint. The hashes are held in memory, packed, and read anew when the library has
 * changed; the entries themselves are only read for matches.
 */
export function createLibraryLookUp(records: Records): LibraryLookUp {
  let held: LibraryIndex = { revision: -1, hashes: new Uint32Array(), ids: [] };
  const fresh = async () => {
    const revision = (await records.revisions.get(LIBRARY_STORE))?.revision ?? 0;
    if (revision !== held.revision) held = await readIndex(records, revision);
    return held;
  };
  return {
    size: async () => (await fresh()).ids.length,
    async find(hash, maxDistance) {
      const { hashes, ids } = await fresh();
      const near = findNearHashes(hashes, packHash(hash), maxDistance).toSorted(
        (one, other) => one.distance - other.distance,
      );
      const entries = await records.library.bulkGet(near.map(({ index }) => ids[index] ?? ''));
      return near.flatMap(({ distance }, rank) => {
        const entry = entries[rank];
        return entry ? [matchOf(entry, distance)] : [];
      });
    },
  };
}

interface LibraryIndex {
  readonly revision: number;
  /** 8 words a hash, one after the other. */
  readonly hashes: Uint32Array;
  readonly ids: readonly string[];
}

/** Reads hashes and ids from the index alone: the entries carry pictures and are not touched. */
async function readIndex(records: Records, revision: number): Promise<LibraryIndex> {
  const keys = (await records.library.orderBy('[hash+id]').keys()) as unknown as readonly [string, string][];
  const hashes = new Uint32Array(keys.length * HASH_WORDS);
  keys.forEach(([hash], position) => {
    hashes.set(packHash(hash), position * HASH_WORDS);
  });
  return { revision, hashes, ids: keys.map(([, id]) => id) };
}

/** An entry as the fingerprint check's evidence shows it. */
export function matchOf(entry: LibraryEntry, distance: number): LibraryMatch {
  const { id, name, label, note, added, thumbnail } = entry;
  return { id, name, label, note, added, distance, ...(thumbnail !== undefined && { thumbnail }) };
}
