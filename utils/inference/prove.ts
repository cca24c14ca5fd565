import type { Golden } from './golden';
import { goldenInput } from './golden-inputs';
import type { Manifest } from './manifest';
import type { BackendTest } from './model-status';
import type { Tensor, Tensors } from './tensor';

export type Proof = Pick<BackendTest, 'passed' | 'difference' | 'firstRunMs' | 'warmRunMs' | 'problem'>;

/**
 * Runs every golden case and compares what comes out with what must; then the first case again for the time. Rejects
 * where `run` does. `now` is the clock, in milliseconds.
 */
export async function prove(
  { input }: Manifest,
  { cases, tolerance }: Golden,
  run: (input: Tensor) => Promise<Tensors>,
  now: () => number = () => performance.now(),
): Promise<Proof> {
  const times: number[] = [];
  const timed = async (tensor: Tensor): Promise<Tensors> => {
    const start = now();
    const outputs = await run(tensor);
    times.push(now() - start);
    return outputs;
  };
  const comparisons: Comparison[] = [];
  for (const { seed, batch, outputs } of cases) {
    comparisons.push(compare(await timed(goldenInput(input, seed, batch)), outputs, tolerance));
  }
  const firstRunMs = times[0] ?? null;
  const warmRunMs = await timeWarm(input, cases[0], timed, times);
  return { ...judge(comparisons), firstRunMs, warmRunMs };
}

/** As large as it is, the difference from what is expected passes up to 1. */
const MOST = 1;

const WARM_RUNS = 5;

/** No further warm run is begun after so long, in milliseconds: slow models are known well enough by fewer. */
const WARM_TIME_MS = 3000;

/** The median of the warm runs. */
async function timeWarm(
  input: Manifest['input'],
  first: Golden['cases'][number] | undefined,
  timed: (input: Tensor) => Promise<Tensors>,
  times: number[],
): Promise<number | null> {
  if (!first) return null;
  const tensor = goldenInput(input, first.seed, first.batch);
  times.length = 0;
  let spent = 0;
  while (times.length < WARM_RUNS && spent < WARM_TIME_MS) {
    await timed(tensor);
    spent += times.at(-1) ?? 0;
  }
  const sorted = times.sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

type Comparison = { readonly difference: number } | { readonly problem: string };

function judge(comparisons: readonly Comparison[]): Pick<Proof, 'passed' | 'difference' | 'problem'> {
  const differences = comparisons.flatMap((one) => ('difference' in one ? [one.difference] : []));
  const problem = comparisons.flatMap((one) => ('problem' in one ? [one.problem] : []))[0];
  const difference = differences.length > 0 ? Math.max(...differences) : null;
  const passed = problem === undefined && difference !== null && difference <= MOST;
  return { passed, difference, ...(problem !== undefined && { problem }) };
}

/** The largest difference in units of the tolerance; what is not a number, or lacks, is a problem in words. */
function compare(
  outputs: Tensors,
  expected: Golden['cases'][number]['outputs'],
  { absolute, relative }: Golden['tolerance'],
): Comparison {
  let difference = 0;
  for (const [name, { shape, samples }] of Object.entries(expected)) {
    const output = outputs[name];
    if (!output) return { problem: `there is no output ${name}` };
    if (output.shape.join() !== shape.join()) {
      return { problem: `${name} has the shape ${output.shape.join(' × ')}, not ${shape.join(' × ')}` };
    }
    for (const [index, value] of samples) {
      const found = output.data[index] ?? Number.NaN;
      if (!Number.isFinite(found)) return { problem: `${name}[${index}] is ${found}, not ${value}` };
      const distance = Math.abs(found - value);
      // Where no difference is allowed, none divided by none must not be a difference.
      if (distance > 0) difference = Math.max(difference, distance / (absolute + relative * Math.abs(value)));
    }
  }
  return Number.isFinite(difference) ? { difference } : { problem: 'differs where no difference is allowed' };
}
