import type { LibraryLookUp, LibraryMatch } from '../checks/check';
import { hammingDistance, packHash } from '../checks/fingerprint/hamming';
import type { Records } from './database';
import { LIBRARY_STORE } from './library';
import type { LibraryEntry } from './library-entry';

/**
 * Finds entries near a fingerprint. The hashes are held in memory, packed, and read anew when the library has
 * changed; the entries themselves are only read for matches.
 */
export function createLibraryLookUp(records: Records): LibraryLookUp {
  let index: LibraryIndex = { revision: -1, hashes: [], ids: [] };
  const fresh = async () => {
    const revision = (await records.revisions.get(LIBRARY_STORE))?.revision ?? 0;
    if (revision !== index.revision) index = await readIndex(records, revision);
    return index;
  };
  return {
    size: async () => (await fresh()).ids.length,
    async find(hash, maxDistance) {
      const { hashes, ids } = await fresh();
      const sought = packHash(hash);
      const near = hashes
        .map((packed, position) => ({ position, distance: hammingDistance(sought, packed) }))
        .filter(({ distance }) => distance <= maxDistance)
        .sort((one, other) => one.distance - other.distance);
      const entries = await records.library.bulkGet(near.map(({ position }) => ids[position] ?? ''));
      return near.flatMap(({ distance }, rank) => {
        const entry = entries[rank];
        return entry ? [matchOf(entry, distance)] : [];
      });
    },
  };
}

interface LibraryIndex {
  readonly revision: number;
  readonly hashes: readonly Uint32Array[];
  readonly ids: readonly string[];
}

/** Reads hashes and ids from the index alone: the entries carry pictures and are not touched. */
async function readIndex(records: Records, revision: number): Promise<LibraryIndex> {
  const keys = (await records.library.orderBy('[hash+id]').keys()) as unknown as readonly [string, string][];
  return {
    revision,
    hashes: keys.map(([hash]) => packHash(hash)),
    ids: keys.map(([, id]) => id),
  };
}

/** An entry as the fingerprint check's evidence shows it. */
export function matchOf(entry: LibraryEntry, distance: number): LibraryMatch {
  const { id, name, label, note, added, thumbnail } = entry;
  return { id, name, label, note, added, distance, ...(thumbnail !== undefined && { thumbnail }) };
}
