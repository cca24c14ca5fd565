import type { LibraryLookUp } from '../checks/check';
import type { Records } from './database';
import { type HashIndex, indexHashes, matchOf } from './hash-index';
import { LIBRARY_STORE } from './library';

/**
 * Finds entries near a fingerprint. The hashes are held in memory and read anew when the library has changed; the
 * entries themselves are only read for matches.
 */
export function createLibraryLookUp(records: Records): LibraryLookUp {
  let held: LibraryIndex = { revision: -1, hashes: indexHashes([]), ids: [] };
  const fresh = async () => {
    const revision = (await records.revisions.get(LIBRARY_STORE))?.revision ?? 0;
    if (revision !== held.revision) held = await readIndex(records, revision);
    return held;
  };
  return {
    size: async () => (await fresh()).hashes.size,
    async find(hash, maxDistance) {
      const { hashes, ids } = await fresh();
      const near = hashes.nearest(hash, maxDistance);
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
  readonly hashes: HashIndex;
  readonly ids: readonly string[];
}

/** Reads hashes and ids from the index alone: the entries carry pictures and are not touched. */
async function readIndex(records: Records, revision: number): Promise<LibraryIndex> {
  const keys = (await records.library.orderBy('[hash+id]').keys()) as unknown as readonly [string, string][];
  return { revision, hashes: indexHashes(keys.map(([hash]) => hash)), ids: keys.map(([, id]) => id) };
}
