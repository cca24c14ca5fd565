import type { LibraryMatch } from '../checks/check';
import { findNearHashes, HASH_WORDS, type NearHash, packHash } from '../checks/fingerprint/hamming';
import type { PictureEntry } from './library-entry';

/** Fingerprints packed into one array, which is what makes looking through a million of them quick. */
export interface HashIndex {
  readonly size: number;
  /** Those within `maxDistance` bits, nearest first. */
  readonly nearest: (hash: string, maxDistance: number) => readonly NearHash[];
}

/** Packs hashes of 64 hex digits, in their order. */
export function indexHashes(hashes: readonly string[]): HashIndex {
  const packed = new Uint32Array(hashes.length * HASH_WORDS);
  hashes.forEach((hash, position) => {
    packed.set(packHash(hash), position * HASH_WORDS);
  });
  return {
    size: hashes.length,
    nearest: (hash, maxDistance) =>
      findNearHashes(packed, packHash(hash), maxDistance).toSorted(
        (one, other) => one.distance - other.distance,
      ),
  };
}

/** An entry as the fingerprint check's evidence shows it. */
export function matchOf(entry: PictureEntry, distance: number): LibraryMatch {
  const { id, name, label, note, added, thumbnail } = entry;
  return { id, name, label, note, added, distance, ...(thumbnail !== undefined && { thumbnail }) };
}
