import type { Scored } from '../statistics/scored';

/** Rows with these probabilities, from sources in turn: s0, s1, … */
export function scored(
  positive: boolean,
  probabilities: readonly (number | null)[],
  sources = probabilities.length,
): Scored[] {
  return probabilities.map((probability, index) => ({
    ...{ positive, source: `s${index % sources}`, probability },
    passed: [0.9, 0.7].map((threshold) => probability !== null && probability > threshold),
  }));
}
