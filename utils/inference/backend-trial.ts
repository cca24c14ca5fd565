import type { Golden } from './golden';
import type { Manifest } from './manifest';
import { HostFailure, type ModelHost } from './model-host';
import type { BackendId } from './model-runner';
import type { BackendTest, SelfTest } from './model-status';

/** Where models run. */
export interface ModelDevice {
  /** Browser and adapter, in words; another text is another device. */
  readonly device: string;
  /** Those that there are here. */
  readonly backends: readonly BackendId[];
}

/** A model's files in hand. */
export interface OpenedModel {
  readonly manifest: Manifest;
  readonly file: Blob;
  readonly golden: Golden;
}

export type Trial =
  /** `host` has the fastest right backend open. */
  | { readonly test: SelfTest; readonly host: ModelHost }
  /** None is right, and this is why. */
  | { readonly test: SelfTest; readonly host: null; readonly failure: HostFailure };

/**
 * Lets every backend prove the golden vectors in a worker of its own, one after the other, and chooses the fastest
 * of the right ones: a GPU may compute wrong numbers, or be slower than the processor. Rejects with HostFailure only
 * where it is cancelled.
 */
export async function tryBackends(
  model: OpenedModel,
  { device, backends }: ModelDevice,
  startHost: (backend: BackendId) => ModelHost,
  memoryLimit: number,
): Promise<Trial> {
  const tests: BackendTest[] = [];
  let best: { readonly host: ModelHost; readonly warmRunMs: number } | null = null;
  let failure: HostFailure | null = null;
  for (const backend of backends) {
    try {
      const { test, host } = await proveOn(backend, model, startHost, memoryLimit);
      tests.push(test);
      const warmRunMs = test.warmRunMs ?? Number.POSITIVE_INFINITY;
      const better = test.passed && (best === null || warmRunMs < best.warmRunMs);
      if (better) best?.host.end();
      else host.end();
      if (better) best = { host, warmRunMs };
      if (!test.passed) failure = wrongNumbers(test);
    } catch (error) {
      if (!(error instanceof HostFailure) || error.code === 'cancelled') throw error;
      tests.push(notRun(backend, error));
      // Numbers that are wrong say more than a backend that is not to be had.
      if (failure?.code !== 'wrong') failure = error;
    }
  }
  const test: SelfTest = {
    at: new Date().toISOString(),
    version: model.manifest.version,
    device,
    backends: tests,
    chosen: best?.host.backend ?? null,
  };
  if (best) return { test, host: best.host };
  return { test, host: null, failure: failure ?? noBackend(device) };
}

/** Why nothing runs where there is nothing to run it: the device tells what it lacks. */
export function noBackend(device = 'there is no backend'): HostFailure {
  return new HostFailure('missing', device);
}

/** Whether a backend gave no numbers at all, too long ago to be sure that it never will. */
export function isWorthAnotherTry({ at, backends }: SelfTest, now: number): boolean {
  const silent = backends.some(({ passed, difference }) => !passed && difference === null);
  return silent && now - Date.parse(at) >= SILENCE_LASTS_MS;
}

/** A day: a GPU that really is too slow costs its trial's time no more often. */
const SILENCE_LASTS_MS = 24 * 60 * 60 * 1000;

/** Backends that passed, the fastest first. */
export function rightBackends({ backends }: SelfTest): readonly BackendId[] {
  return backends
    .filter(({ passed }) => passed)
    .sort((one, other) => (one.warmRunMs ?? Infinity) - (other.warmRunMs ?? Infinity))
    .map(({ backend }) => backend);
}

async function proveOn(
  backend: BackendId,
  { manifest, file, golden }: OpenedModel,
  startHost: (backend: BackendId) => ModelHost,
  memoryLimit: number,
): Promise<{ test: BackendTest; host: ModelHost }> {
  const host = startHost(backend);
  await host.open(manifest, file, memoryLimit);
  host.refuseMemoryAbove(memoryLimit);
  return { test: await host.prove(golden), host };
}

function notRun(backend: BackendId, { code, detail }: HostFailure): BackendTest {
  return {
    ...{ backend, passed: false, difference: null },
    ...{ loadMs: null, firstRunMs: null, warmRunMs: null },
    problem: `${code}: ${detail}`,
  };
}

function wrongNumbers({ backend, difference, problem }: BackendTest): HostFailure {
  const detail = problem ?? `${difference} times the tolerance away from the golden answers`;
  return new HostFailure('wrong', `${backend}: ${detail}`);
}
