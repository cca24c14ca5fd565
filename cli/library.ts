import { indexHashes, matchOf } from '../utils/records/hash-index';
import type { LibraryEntry } from '../utils/records/library-entry';
import type { Services } from './protocol';

/** Look-ups in an exported library. */
export function libraryServices(
  entries: readonly LibraryEntry[],
): Pick<Services, 'librarySize' | 'libraryFind'> {
  const hashes = indexHashes(entries.map(({ hash }) => hash));
  return {
    librarySize: async () => hashes.size,
    libraryFind: async (hash, maxDistance) =>
      hashes.nearest(hash, maxDistance).flatMap(({ index, distance }) => {
        const entry = entries[index];
        return entry ? [matchOf(entry, distance)] : [];
      }),
  };
}
