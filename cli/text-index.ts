import type { WholeTextEntry } from '../utils/records/library-entry';
import { MOST_HOLDERS, TextCandidates } from '../utils/records/text-candidates';

/** The texts of a library by their fingerprints. */
export interface TextIndex {
  /** Texts of this hash, then those that share most with these fingerprints. */
  readonly candidates: (hash: string, fingerprints: readonly number[]) => readonly WholeTextEntry[];
}

/** Sorts all fingerprints into one array: so a hundred thousand texts fit into memory. */
export function indexTexts(texts: readonly WholeTextEntry[]): TextIndex {
  const sorted = new Float64Array(texts.reduce((sum, { fingerprints }) => sum + fingerprints.length, 0));
  let filled = 0;
  texts.forEach(({ fingerprints }, text) => {
    for (const fingerprint of fingerprints) {
      sorted[filled] = fingerprint * MOST_TEXTS + text;
      filled += 1;
    }
  });
  sorted.sort();
  return {
    candidates(hash, fingerprints) {
      const ranked = new TextCandidates<WholeTextEntry>();
      for (const fingerprint of new Set(fingerprints)) ranked.count(holdersOf(fingerprint, sorted, texts));
      const same = texts.filter((text) => text.hash === hash).slice(0, MOST_HOLDERS);
      return [...new Set([...same, ...ranked.best()])];
    },
  };
}

/** A fingerprint of 32 bits and a text's number share the 53 bits of a double's whole numbers. */
const MOST_TEXTS = 2 ** 21;

function holdersOf(
  fingerprint: number,
  sorted: Float64Array,
  texts: readonly WholeTextEntry[],
): readonly WholeTextEntry[] {
  const holders: WholeTextEntry[] = [];
  const first = fingerprint * MOST_TEXTS;
  for (let at = firstFrom(first, sorted); holders.length < MOST_HOLDERS; at++) {
    const text = texts[(sorted[at] ?? -1) - first];
    if (text === undefined) break;
    // A text may have an n-gram more than once.
    if (text !== holders.at(-1)) holders.push(text);
  }
  return holders;
}

/** The place of the first number that is no smaller. */
function firstFrom(number: number, sorted: Float64Array): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return low;
}
