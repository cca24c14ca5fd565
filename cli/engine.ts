import { availableParallelism } from 'node:os';
import type { TrustList } from '../utils/checks/check';
import type { WholeEntry } from '../utils/records/library-entry';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import { CheckPool } from './check-pool';
import { libraryServices } from './library';
import { wasmLoader } from './load-wasm';
import { ShellModels } from './onnx-node';
import { provenModelsFile } from './proven-models';

export interface PoolWishes {
  /** Subjects at a time; undefined: as many as there are cores, four at most. */
  readonly jobs: number | undefined;
  /** A first look is enough. */
  readonly quick: boolean;
  /** The checks to run; undefined: all. */
  readonly only?: readonly string[];
  readonly anchors?: readonly TrustList[];
  readonly entries?: readonly WholeEntry[];
  readonly thumbnails?: boolean;
}

/** Where the models lie, as seen from the built files. */
export const MODELS = new URL('../../models/', import.meta.url);

/** The models that the checks of this process share. */
export function openModels(env: NodeJS.ProcessEnv): ShellModels {
  return new ShellModels({
    folder: MODELS,
    script: new URL('./model-thread.js', import.meta.url),
    provenFile: provenModelsFile(env),
  });
}

/** Workers that check subjects as the extension does. The first one starts at once. */
export function openPool(
  models: ShellModels,
  { jobs, quick, only, anchors = [], entries = [], thumbnails = false }: PoolWishes,
): CheckPool {
  const pool = new CheckPool({
    script: new URL('./worker.js', import.meta.url),
    size: jobs ?? Math.min(availableParallelism(), MOST_JOBS_BY_DEFAULT),
    setup: {
      limits: DEFAULT_LIMITS,
      trust: { anchors },
      timeoutMs: CHECK_TIMEOUT_MS,
      quick,
      thumbnails,
      ...(only && { only }),
    },
    services: { loadWasm: wasmLoader(), runModel: models.runModel, ...libraryServices(entries) },
  });
  pool.warmUp();
  return pool;
}

const CHECK_TIMEOUT_MS = 15_000;
const MOST_JOBS_BY_DEFAULT = 4;
