import { GRAM_WORDS, type TextFingerprint } from './winnow';

/** A row of words that two texts have in common, in words: from the first to before the last. */
export interface Passage {
  /** In the text that is checked. */
  readonly start: number;
  readonly end: number;
  /** In the known text. */
  readonly knownStart: number;
  readonly knownEnd: number;
  /** Fingerprints of the known text that were found in it, in their order. */
  readonly shared: number;
}

/** Where each n-gram of a text begins: for every hash the words. */
export type GramPlaces = ReadonlyMap<number, readonly number[]>;

/** Where every n-gram of a text stands. All of them are looked at, not the chosen ones alone, so that fewer are missed. */
export function placesOf(hashes: Uint32Array): GramPlaces {
  const places = new Map<number, number[]>();
  hashes.forEach((hash, at) => {
    const known = places.get(hash);
    if (known === undefined) places.set(hash, [at]);
    else if (known.length < MOST_PLACES) known.push(at);
  });
  return places;
}

/**
 * The passages that a text has in common with a known one: fingerprints of the known text that follow each other in both,
 * with no more than `MOST_CHANGED_WORDS` between them. Only what is long enough to be no phrase and no chance is a passage.
 */
export function findPassages(places: GramPlaces, known: TextFingerprint): readonly Passage[] {
  const open: Passage[] = [];
  const found: Passage[] = [];
  known.fingerprints.forEach((hash, index) => {
    const at = places.get(hash);
    if (at === undefined) return;
    const knownStart = known.positions[index] ?? 0;
    closeBefore(knownStart, open, found);
    for (const start of at) extend(open, start, knownStart);
  });
  return [...found, ...open].filter(isPassage).toSorted((one, other) => one.start - other.start);
}

/** Of one n-gram that comes again and again, the first places. */
const MOST_PLACES = 8;

/** Words between two fingerprints of one passage, in either text: what an editor changed, or added. */
const MOST_CHANGED_WORDS = 20;

/** Fingerprints that a passage needs, and words. What is shorter is a phrase, or chance. */
const FEWEST_SHARED = 5;
const FEWEST_WORDS = 15;

function isPassage({ start, end, knownStart, knownEnd, shared }: Passage): boolean {
  return shared >= FEWEST_SHARED && Math.min(end - start, knownEnd - knownStart) >= FEWEST_WORDS;
}

/** Moves the passages that nothing can follow any more out of the open ones. */
function closeBefore(knownStart: number, open: Passage[], found: Passage[]): void {
  for (let index = open.length - 1; index >= 0; index--) {
    const passage = open[index];
    if (passage && knownStart > passage.knownEnd + MOST_CHANGED_WORDS) {
      found.push(...open.splice(index, 1));
    }
  }
}

/** Adds an n-gram to the passage that it follows most closely, or begins one. */
function extend(open: Passage[], start: number, knownStart: number): void {
  const [end, knownEnd] = [start + GRAM_WORDS, knownStart + GRAM_WORDS];
  let nearest = -1;
  let least = Number.POSITIVE_INFINITY;
  open.forEach((passage, index) => {
    // The same n-gram at another place has extended that one already.
    if (passage.knownEnd >= knownEnd) return;
    if (passage.end >= end || start > passage.end + MOST_CHANGED_WORDS) return;
    const drift = Math.abs(end - passage.end - (knownEnd - passage.knownEnd));
    if (drift < least) [nearest, least] = [index, drift];
  });
  const followed = open[nearest];
  if (followed) open[nearest] = { ...followed, end, knownEnd, shared: followed.shared + 1 };
  else open.push({ start, end, knownStart, knownEnd, shared: 1 });
}

/** Words that rows of words cover, each counted once. */
export function countCovered(rows: readonly { readonly start: number; readonly end: number }[]): number {
  let covered = 0;
  let done = 0;
  for (const { start, end } of rows.toSorted((one, other) => one.start - other.start)) {
    covered += Math.max(0, end - Math.max(start, done));
    done = Math.max(done, end);
  }
  return covered;
}
