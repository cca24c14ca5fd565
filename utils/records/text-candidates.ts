/**
 * Which of many texts share most with one, by the entries that hold each of its fingerprints. A fingerprint counts the
 * more, the fewer hold it: stock phrases that everybody has tell nothing.
 */
export class TextCandidates<Id> {
  readonly #weights = new Map<Id, number>();

  /** Counts one fingerprint; more holders than `MOST_HOLDERS` need not be named. */
  count(holders: readonly Id[]): void {
    for (const holder of holders) {
      this.#weights.set(holder, (this.#weights.get(holder) ?? 0) + 1 / holders.length);
    }
  }

  /** Those that share most, first. */
  best(): readonly Id[] {
    return [...this.#weights]
      .sort(([, one], [, other]) => other - one)
      .slice(0, MOST_CANDIDATES)
      .map(([id]) => id);
  }
}

/** Holders of one fingerprint that are counted. Always the first in one order, so that a text that many copies hold is found among them. */
export const MOST_HOLDERS = 100;

/** Entries that are compared word by word. */
const MOST_CANDIDATES = 50;
