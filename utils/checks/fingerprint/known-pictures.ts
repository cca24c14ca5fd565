import { phrase } from '../../words/phrase';
import type { CheckContext, LibraryMatch } from '../check';
import type { Found } from '../signal';
import { type BlockHash, hashBlocks, isTooFlat } from './block-hash';

/** Looks a picture up among the pictures that the user keeps. The README has the measured distances. */
export async function findKnownPictures({ tools }: CheckContext): Promise<Found> {
  // Asked before decoding, so that the answer is there when that is done.
  const sizing = tools.library.size();
  sizing.catch(() => undefined);
  const pixels = await tools.decode(DECODED_SIZE);
  if (Math.min(pixels.width, pixels.height) < MIN_SIDE) return notApplicable('too-small', {});
  const blockHash = hashBlocks(pixels);
  if (isTooFlat(blockHash)) {
    const { contrastBlocks, edges } = blockHash;
    return notApplicable('too-flat', { contrastBlocks, edges });
  }
  const librarySize = await sizing;
  const matches = librarySize === 0 ? [] : await tools.library.find(blockHash.hash, MAX_DISTANCE);
  return matches[0] ? copyOf(matches[0], matches, librarySize, blockHash) : unknown(librarySize, blockHash);
}

/**
 * Most bits of 256 in which a copy may differ. Re-encoded, resized and recoloured copies stay within it, apart
 * from a few in a hundred; in 80 million pairs of unrelated pictures only portraits came as near.
 */
const MAX_DISTANCE = 20;

/** Pixels of the longer side: larger ones change no bit that smaller ones would not, and take longer. */
const DECODED_SIZE = 512;

/** Pixels of the shorter side: two for a block. In smaller pictures single pixels decide bits. */
const MIN_SIDE = 32;

/** Matches that are kept as evidence, nearest first. */
const MAX_MATCHES = 10;

const ALGORITHM = 'blockhash-256';

function copyOf(
  nearest: LibraryMatch,
  matches: readonly LibraryMatch[],
  librarySize: number,
  { hash }: BlockHash,
): Found {
  const { name, distance, added } = nearest;
  return {
    finding: 'known-copy',
    basis: 'declared',
    summary: phrase('checks.fingerprint.copy', { name, distance, added: { day: added } }),
    evidence: {
      hash,
      algorithm: ALGORITHM,
      maxDistance: MAX_DISTANCE,
      librarySize,
      matches: matches.slice(0, MAX_MATCHES),
    },
  };
}

/** The hash is kept as evidence also where nothing is known: it is what adding to the library needs. */
function unknown(librarySize: number, { hash }: BlockHash): Found {
  return {
    finding: 'none',
    basis: 'declared',
    summary:
      librarySize === 0
        ? phrase('checks.fingerprint.emptyLibrary')
        : phrase('checks.fingerprint.none', { size: librarySize }),
    evidence: { hash, algorithm: ALGORITHM, maxDistance: MAX_DISTANCE, librarySize, matches: [] },
  };
}

function notApplicable(reason: 'too-flat' | 'too-small', evidence: object): Found {
  return { finding: 'not-applicable', basis: 'declared', reason, summary: phrase(SILENT[reason]), evidence };
}

const SILENT = {
  'too-flat': 'checks.fingerprint.tooFlat',
  'too-small': 'checks.fingerprint.tooSmall',
} as const;
