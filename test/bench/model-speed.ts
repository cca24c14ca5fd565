import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { timing } from './measure';
import type { ProcessResult } from './model-process';

/** One model on one backend in one runtime. Milliseconds. */
export interface ModelSpeedRow {
  readonly model: string;
  readonly backend: string;
  /** `peer`: another program's runtime with the same file. */
  readonly role: 'own' | 'peer';
  readonly runtime: string;
  /** Medians of the processes or workers that were started. */
  readonly cold: { readonly starts: number; readonly load: number; readonly first: number };
  readonly warm: { readonly runs: number; readonly median: number; readonly p95: number };
  /** Megabytes; null where the runtime does not tell. */
  readonly memory: number | null;
}

/** Fresh processes a runtime; each other one is the peer's, so that a busy moment of the machine hits both. */
const STARTS = 3;

/** Both runtimes with every model that comes with the product, in fresh processes of Node, inputs of one picture. */
export async function measureModels(
  models: URL,
  script: URL,
  runs: number,
): Promise<readonly ModelSpeedRow[]> {
  const rows: ModelSpeedRow[] = [];
  for (const id of await idsIn(models)) {
    const results = new Map<Role, ProcessResult[]>(ROLES.map((role) => [role, []]));
    for (let start = 0; start < STARTS; start++) {
      for (const role of ROLES) {
        const answer = await startProcess(RUNNERS[role], new URL(`${id}/`, models), script, runs);
        results.get(role)?.push(answer);
      }
    }
    for (const role of ROLES) rows.push(rowOf(id, role, results.get(role) ?? []));
  }
  return rows;
}

type Role = ModelSpeedRow['role'];
const ROLES: readonly Role[] = ['own', 'peer'];
const RUNNERS = { own: 'touchstone', peer: 'peer' } as const;

export async function idsIn(models: URL): Promise<readonly string[]> {
  const names = await readdir(models, { recursive: true });
  return names.flatMap((name) => /^([^/]+)\/manifest\.json$/.exec(name)?.[1] ?? []).sort();
}

async function startProcess(runner: string, folder: URL, script: URL, runs: number): Promise<ProcessResult> {
  const parameters = [fileURLToPath(script), runner, folder.href, String(runs)];
  const { stdout } = await promisify(execFile)(process.execPath, parameters);
  return JSON.parse(stdout) as ProcessResult;
}

function rowOf(model: string, role: Role, results: readonly ProcessResult[]): ModelSpeedRow {
  const median = (read: (result: ProcessResult) => number) => timing('', results.map(read)).median;
  const {
    runs,
    median: warm,
    p95,
  } = timing(
    '',
    results.flatMap((result) => result.warm),
  );
  return {
    ...{ model, backend: 'cpu', role, runtime: RUNTIMES[role]() },
    cold: {
      starts: results.length,
      load: median(({ load }) => load),
      first: median(({ first }) => first),
    },
    warm: { runs, median: warm, p95 },
    memory: Math.round(median(({ memory }) => memory) / MEGABYTE),
  };
}

const RUNTIMES = {
  own: () => `onnxruntime-node ${versionOf('onnxruntime-node')}`,
  peer: () => `transformers.js ${versionOf('@huggingface/transformers')}, its defaults`,
} as const;

const MEGABYTE = 1_000_000;

function versionOf(name: string): string {
  // Not every package shows its package.json to require().
  const path = createRequire(import.meta.url).resolve(name);
  const root = path.slice(0, path.indexOf(`node_modules/${name}/`) + `node_modules/${name}/`.length);
  return createRequire(import.meta.url)(`${root}package.json`).version as string;
}
