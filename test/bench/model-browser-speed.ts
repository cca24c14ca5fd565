import { readdir } from 'node:fs/promises';
import type { BackendId } from '../../utils/inference/model-runner';
import type { BrowserName, Surface } from '../browsers/driver';
import { ensureBrowser } from '../browsers/find.mjs';
import { builtFolder, startBrowser } from '../browsers/start';
import { until } from '../browsers/until';
import { timing } from './measure';
import { idsIn, type ModelSpeedRow } from './model-speed';

/** Firefox has no WebGPU on Linux. Chromium's there is made of software: its times say nothing of a GPU's. */
const BACKENDS: Readonly<Record<BrowserName, readonly BackendId[]>> = {
  chromium: ['wasm', 'webgpu'],
  firefox: ['wasm'],
};

/** Every model in the built extension's own worker, one for each start, as the engine page starts it. */
export async function measureModelsInBrowser(
  browser: BrowserName,
  models: URL,
  runs: number,
): Promise<readonly ModelSpeedRow[]> {
  const worker = (await readdir(builtFolder(browser), { recursive: true })).find((name) => WORKER.test(name));
  if (worker === undefined) throw new Error('The extension was built without the worker of models');
  const driver = await startBrowser(browser, ensureBrowser(browser), { webgpu: true });
  try {
    const page = await driver.openOwnPage('sidepanel.html');
    const rows: ModelSpeedRow[] = [];
    for (const id of await idsIn(models)) {
      for (const backend of BACKENDS[browser]) {
        const results: WorkerResult[] = [];
        for (let start = 0; start < STARTS; start++) {
          results.push(await measureInPage(page, `/${worker}`, id, backend, runs));
        }
        rows.push(rowOf(id, `${backend} in ${browser}`, results));
      }
    }
    return rows;
  } finally {
    await driver.close();
  }
}

const WORKER = /^assets\/model-worker-[\w-]+\.js$/;
const STARTS = 3;

/** A large model on a GPU that is made of software needs minutes; it is stopped after as many runs as fit. */
const PATIENCE_MS = 300_000;
const MOST_MS = 5_000;

/** Milliseconds and bytes. */
interface WorkerResult {
  readonly load: number;
  readonly times: readonly number[];
  readonly memory: number | null;
}

async function measureInPage(
  page: Surface,
  worker: string,
  id: string,
  backend: string,
  runs: number,
): Promise<WorkerResult> {
  await page.run(startInPage, worker, `/models/${id}`, backend, runs, MOST_MS);
  const answer = JSON.parse(await until('the runs', () => page.run(endInPage), { patienceMs: PATIENCE_MS }));
  if ('problem' in answer) throw new Error(`${id} on ${backend}: ${answer.problem}`);
  return answer as WorkerResult;
}

/** In the page. Nobody waits for it there: drivers end a script that takes long. */
async function startInPage(
  script: string,
  folder: string,
  backend: string,
  runs: number,
  mostMs: number,
): Promise<void> {
  Object.assign(window, { measured: null });
  const end = (result: object) => {
    worker.terminate();
    Object.assign(window, { measured: JSON.stringify(result) });
  };
  const manifest = await (await fetch(`${folder}/manifest.json`)).json();
  const shape = manifest.input.shape.map((size: number | string) => (size === 'batch' ? 1 : size));
  const length = shape.reduce((product: number, size: number) => product * size, 1);
  const input = { shape, data: Float32Array.from({ length }, () => Math.random() * 2 - 1) };
  const begun = performance.now();
  const file = new Uint8Array(await (await fetch(`${folder}/${manifest.file}`)).arrayBuffer());
  const worker = new Worker(script, { type: 'module' });
  let load: number | undefined;
  let asked = begun;
  const times: number[] = [];
  const ask = () => {
    asked = performance.now();
    worker.postMessage({ id: times.length + 2, request: { task: 'run', input } });
  };
  worker.onerror = ({ message }) => end({ problem: message });
  worker.onmessage = ({ data: { reply } }) => {
    const now = performance.now();
    if (reply.failure) return end({ problem: reply.failure.detail });
    if (load === undefined) load = now - begun;
    else times.push(now - asked);
    // The first run is the cold one.
    if (times.length > runs || (times.length > 1 && now - begun > mostMs)) {
      return end({ load, times, memory: reply.memory });
    }
    ask();
  };
  worker.postMessage({ id: 1, request: { task: 'open', manifest, file, backend } });
}

/** In the page: what was measured, in JSON; null until it has been. */
function endInPage(): string | null {
  return Reflect.get(window, 'measured');
}

function rowOf(model: string, backend: string, results: readonly WorkerResult[]): ModelSpeedRow {
  const median = (read: (result: WorkerResult) => number) => timing('', results.map(read)).median;
  const warm = timing(
    '',
    results.flatMap(({ times }) => times.slice(1)),
  );
  const memory = Math.max(...results.map(({ memory }) => memory ?? Number.NaN));
  return {
    ...{ model, backend, role: 'own', runtime: "the extension's worker, messages included" },
    cold: {
      starts: results.length,
      load: median(({ load }) => load),
      first: median(({ times }) => times[0] ?? Number.NaN),
    },
    warm: { runs: warm.runs, median: warm.median, p95: warm.p95 },
    memory: Number.isNaN(memory) ? null : Math.round(memory / 1_000_000),
  };
}
