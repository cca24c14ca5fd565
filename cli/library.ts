import { indexHashes, matchOf } from '../utils/records/hash-index';
import {
  knownTextOf,
  type PictureEntry,
  type WholeEntry,
  type WholeTextEntry,
} from '../utils/records/library-entry';
import type { Services } from './protocol';
import { indexTexts, type TextIndex } from './text-index';

/** Look-ups in an exported library. */
export function libraryServices(
  entries: readonly WholeEntry[],
): Pick<Services, 'librarySize' | 'libraryFind' | 'librarySizeOfTexts' | 'libraryFindTexts'> {
  const pictures = entries.filter((entry): entry is PictureEntry => entry.kind === 'image');
  const texts = entries.filter((entry): entry is WholeTextEntry => entry.kind === 'text');
  const hashes = indexHashes(pictures.map(({ hash }) => hash));
  let index: TextIndex | undefined;
  return {
    librarySize: async () => hashes.size,
    libraryFind: async (hash, maxDistance) =>
      hashes.nearest(hash, maxDistance).flatMap(({ index, distance }) => {
        const entry = pictures[index];
        return entry ? [matchOf(entry, distance)] : [];
      }),
    librarySizeOfTexts: async () => texts.length,
    libraryFindTexts: async (hash, fingerprints) => {
      // Whoever checks pictures alone needs none.
      index ??= indexTexts(texts);
      return index.candidates(hash, fingerprints).map((entry) => knownTextOf(entry, entry));
    },
  };
}
