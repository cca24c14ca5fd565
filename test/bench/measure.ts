/** Fresh processes or workers a model and runtime, since only those are cold. */
export const STARTS = 3;

/** After its cold run a model runs warm at least so often, and no further run is begun after so many milliseconds. */
export const LEAST_WARM = 2;
export const MOST_WARM_MS = 3_000;

/** One thing to measure. */
export interface Measured {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Times in milliseconds. */
export interface Timing {
  readonly name: string;
  readonly runs: number;
  readonly median: number;
  readonly p95: number;
}

/**
 * Runs everything in turns, so that a busy moment of the machine hits all of it alike. The first turns only warm up
 * and are not counted.
 */
export async function measure(
  things: readonly Measured[],
  { runs, warmUps }: { readonly runs: number; readonly warmUps: number },
): Promise<readonly Timing[]> {
  const times = new Map<string, number[]>(things.map(({ name }) => [name, []]));
  for (let turn = -warmUps; turn < runs; turn++) {
    for (const { name, run } of things) {
      const start = performance.now();
      await run();
      if (turn >= 0) times.get(name)?.push(performance.now() - start);
    }
  }
  return things.map(({ name }) => timing(name, times.get(name) ?? []));
}

/** The timing of a number of runs. Percentiles by nearest rank: the p95 of 40 runs is the 38th of them. */
export function timing(name: string, milliseconds: readonly number[]): Timing {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const rank = (share: number) =>
    round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
  return { name, runs: sorted.length, median: rank(0.5), p95: rank(0.95) };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
