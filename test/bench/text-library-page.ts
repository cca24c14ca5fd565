import { fingerprintText } from '../../utils/checks/fingerprint/text/fingerprint-text';
import { Records } from '../../utils/records/database';
import type { WholeTextEntry } from '../../utils/records/library-entry';
import { createLibraryLookUp } from '../../utils/records/library-look-up';

/* Runs in a page: fills a library of the browser's database, and measures how long a text takes to be looked up in it. */

const records = new Records(`bench-${crypto.randomUUID()}`);
const lookUp = createLibraryLookUp(records);

Object.assign(globalThis, {
  async fill(entries: readonly WholeTextEntry[]): Promise<null> {
    await records.library.bulkAdd(entries.map(({ fingerprints: _, positions: __, ...entry }) => entry));
    await records.textFingerprints.bulkAdd(
      entries.map(({ id, fingerprints, positions }) => ({ id, fingerprints, positions })),
    );
    return null;
  },
  /** Milliseconds of each look-up, the first one too, and what was found nearest. */
  async lookUp(text: string, runs: number): Promise<{ ms: number[]; first: string }> {
    const { hash, fingerprints } = await fingerprintText(text);
    const ms: number[] = [];
    let first = '';
    for (let run = 0; run < runs; run++) {
      const start = performance.now();
      first = (await lookUp.findTexts(hash, fingerprints))[0]?.name ?? '';
      ms.push(performance.now() - start);
    }
    return { ms, first };
  },
});
