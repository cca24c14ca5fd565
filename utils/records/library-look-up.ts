import type { LibraryLookUp } from '../checks/check';
import type { Records } from './database';
import { type HashIndex, indexHashes, matchOf } from './hash-index';
import { keysOfKind, LIBRARY_STORE } from './library';
import { knownTextOf } from './library-entry';
import { MOST_HOLDERS, TextCandidates } from './text-candidates';

/**
 * Finds entries near a fingerprint. The pictures' hashes are held in memory and read anew when the library has changed;
 * the texts' fingerprints, which are many more, are asked of the database. Entries themselves are only read for matches.
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
        return entry?.kind === 'image' ? [matchOf(entry, distance)] : [];
      });
    },
    sizeOfTexts: () => records.textFingerprints.count(),
    findTexts: (hash, fingerprints) =>
      records.transaction('r', records.library, records.textFingerprints, async () => {
        const same = await keysOfKind(records, 'text', hash).limit(MOST_HOLDERS).primaryKeys();
        const ids = [...new Set([...same, ...(await candidatesFor(records, fingerprints))])];
        const [entries, held] = await Promise.all([
          records.library.bulkGet(ids),
          records.textFingerprints.bulkGet(ids),
        ]);
        return entries.flatMap((entry, rank) => {
          const own = held[rank];
          return entry?.kind === 'text' && own ? [knownTextOf(entry, own)] : [];
        });
      }),
  };
}

/** The entries that share most with a text's fingerprints, by whichever way is the shorter. */
async function candidatesFor(records: Records, fingerprints: readonly number[]): Promise<readonly string[]> {
  const distinct = new Set(fingerprints);
  const entries = await records.textFingerprints.count();
  const ask = entries > distinct.size * READ_FOR_A_QUESTION ? askForHolders : readHolders;
  const candidates = new TextCandidates<string>();
  await ask(records, distinct, (holders) => candidates.count(holders));
  return candidates.best();
}

/** About so many entries are read in the time that one question to the index takes. */
const READ_FOR_A_QUESTION = 5;

/** Takes the entries that hold one of the fingerprints. */
type Tell = (holders: readonly string[]) => void;

/** Asks the index for the holders of each fingerprint. */
async function askForHolders({ textFingerprints }: Records, fingerprints: ReadonlySet<number>, tell: Tell) {
  const all = [...fingerprints];
  for (let start = 0; start < all.length; start += ASKED_AT_ONCE) {
    const asked = all.slice(start, start + ASKED_AT_ONCE);
    const holders = await Promise.all(
      asked.map((fingerprint) =>
        textFingerprints.where('fingerprints').equals(fingerprint).limit(MOST_HOLDERS).primaryKeys(),
      ),
    );
    for (const ids of holders) tell(ids);
  }
}

/** Questions that are put to the database together: one after the other would wait for each answer. */
const ASKED_AT_ONCE = 1000;

/** Reads every entry, and looks its fingerprints up in the text: a long text has more of them than most libraries entries. */
async function readHolders({ textFingerprints }: Records, fingerprints: ReadonlySet<number>, tell: Tell) {
  const holders = new Map<number, string[]>();
  let rows = await textFingerprints.limit(READ_AT_ONCE).toArray();
  while (rows.length > 0) {
    for (const { id, fingerprints: held } of rows) {
      for (const fingerprint of new Set(held)) {
        if (!fingerprints.has(fingerprint)) continue;
        const known = holders.get(fingerprint);
        if (known === undefined) holders.set(fingerprint, [id]);
        else if (known.length < MOST_HOLDERS) known.push(id);
      }
    }
    const last = rows.at(-1)?.id ?? '';
    rows = await textFingerprints.where(':id').above(last).limit(READ_AT_ONCE).toArray();
  }
  for (const ids of holders.values()) tell(ids);
}

/** Entries in memory at a time. */
const READ_AT_ONCE = 2000;

interface LibraryIndex {
  readonly revision: number;
  readonly hashes: HashIndex;
  readonly ids: readonly string[];
}

/** Reads hashes and ids from the index alone: the entries carry pictures and are not touched. */
async function readIndex(records: Records, revision: number): Promise<LibraryIndex> {
  const keys = await keysOfKind(records, 'image').keys();
  const pairs = keys as unknown as readonly [kind: string, hash: string, id: string][];
  return { revision, hashes: indexHashes(pairs.map(([, hash]) => hash)), ids: pairs.map(([, , id]) => id) };
}
