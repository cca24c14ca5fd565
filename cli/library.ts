import type { LibraryMatch } from '../utils/checks/check';
import { findNearHashes, HASH_WORDS, packHash } from '../utils/checks/fingerprint/hamming';
import type { LibraryEntry } from '../utils/records/library-entry';
import type { Services } from './protocol';

/** Look-ups in an exported library: one packed array of hashes that is read from end to end. */
export function libraryServices(
  entries: readonly LibraryEntry[],
): Pick<Services, 'librarySize' | 'libraryFind'> {
  const hashes = new Uint32Array(entries.length * HASH_WORDS);
  entries.forEach(({ hash }, index) => {
    hashes.set(packHash(hash), index * HASH_WORDS);
  });
  return {
    librarySize: async () => entries.length,
    libraryFind: async (hash, maxDistance) =>
      findNearHashes(hashes, packHash(hash), maxDistance)
        .toSorted((one, other) => one.distance - other.distance)
        .flatMap(({ index, distance }) => {
          const entry = entries[index];
          return entry ? [matchOf(entry, distance)] : [];
        }),
  };
}

function matchOf({ id, name, label, note, added, thumbnail }: LibraryEntry, distance: number): LibraryMatch {
  return { id, name, label, note, added, distance, ...(thumbnail !== undefined && { thumbnail }) };
}
