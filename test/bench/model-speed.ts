import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { STARTS, timing } from './measure';

/** One model on one backend in one runtime. Milliseconds. */
export interface ModelSpeedRow {
  readonly model: string;
  readonly backend: string;
  /** `peer`: another program's runtime with the same file. */
  readonly role: Role;
  readonly runtime: string;
  /** Medians of the processes or workers that were started. */
  readonly cold: ColdStart & { readonly starts: number; readonly total: number };
  readonly warm: { readonly runs: number; readonly median: number; readonly p95: number };
  /** Megabytes; null where the runtime does not tell. */
  readonly memory: number | null;
}

type Role = 'own' | 'peer';

interface ColdStart {
  /** Until the file is in hand and its hash proven; of a peer until the model is ready. */
  readonly load: number;
  /** Until the runtime and the session are ready; null of a peer, which does not tell. */
  readonly compile: number | null;
  readonly first: number;
}

/** What one process or worker found, in milliseconds and bytes. */
export interface StartResult extends ColdStart {
  readonly warm: readonly number[];
  readonly memory: number | null;
}

/** Both runtimes with every model that comes with the product, in fresh processes of Node, inputs of one picture. */
export async function measureModels(
  models: URL,
  script: URL,
  runs: number,
): Promise<readonly ModelSpeedRow[]> {
  const rows: ModelSpeedRow[] = [];
  for (const id of await idsIn(models)) {
    const folder = new URL(`${id}/`, models);
    rows.push(
      ...(await inTurns(id, 'cpu', STARTS, {
        own: {
          runtime: `onnxruntime-node ${versionOf('onnxruntime-node')}`,
          start: () => startProcess('touchstone', folder, script, runs),
        },
        peer: {
          runtime: `${PEER}, its defaults`,
          start: () => startProcess('peer', folder, script, runs),
        },
      })),
    );
  }
  return rows;
}

/** A runtime, and how it is started anew and measured. */
export interface Contender {
  readonly runtime: string;
  readonly start: () => Promise<StartResult>;
}

/** Starts both in turns, so that a busy moment of the machine hits both. */
export async function inTurns(
  model: string,
  backend: string,
  starts: number,
  contenders: Readonly<Record<Role, Contender>>,
): Promise<readonly ModelSpeedRow[]> {
  const results = { own: [] as StartResult[], peer: [] as StartResult[] };
  for (let start = 0; start < starts; start++) {
    results.own.push(await contenders.own.start());
    results.peer.push(await contenders.peer.start());
  }
  return (['own', 'peer'] as const).map((role) => ({
    ...{ model, backend, role, runtime: contenders[role].runtime },
    ...summaryOf(results[role]),
  }));
}

export const PEER = `transformers.js ${versionOf('@huggingface/transformers')}`;

export async function idsIn(models: URL): Promise<readonly string[]> {
  const names = await readdir(models, { recursive: true });
  return names.flatMap((name) => /^([^/]+)\/manifest\.json$/.exec(name)?.[1] ?? []).sort();
}

async function startProcess(runner: string, folder: URL, script: URL, runs: number): Promise<StartResult> {
  const warmRuns = String(Math.ceil(runs / STARTS));
  const parameters = [fileURLToPath(script), runner, folder.href, warmRuns];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as StartResult;
}

function summaryOf(results: readonly StartResult[]): Pick<ModelSpeedRow, 'cold' | 'warm' | 'memory'> {
  const median = (numbers: readonly number[]) => timing('', numbers).median;
  const compile = results.flatMap((result) => result.compile ?? []);
  const memory = results.flatMap((result) => result.memory ?? []);
  const warm = timing(
    '',
    results.flatMap((result) => result.warm),
  );
  return {
    cold: {
      starts: results.length,
      load: median(results.map(({ load }) => load)),
      compile: compile.length > 0 ? median(compile) : null,
      first: median(results.map(({ first }) => first)),
      total: median(results.map(({ load, compile, first }) => load + (compile ?? 0) + first)),
    },
    warm: { runs: warm.runs, median: warm.median, p95: warm.p95 },
    memory: memory.length > 0 ? Math.round(median(memory) / MEGABYTE) : null,
  };
}

const MEGABYTE = 1_000_000;

function versionOf(name: string): string {
  // Not every package shows its package.json to require().
  const path = createRequire(import.meta.url).resolve(name);
  const root = path.slice(0, path.indexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
  return createRequire(import.meta.url)(`${root}package.json`).version as string;
}
