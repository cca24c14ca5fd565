import { readdir, readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { BackendId } from '../../utils/inference/model-runner';
import { parseManifest } from '../../utils/inference/pack';
import type { BrowserName, Driver, Surface } from '../browsers/driver';
import { ensureBrowser } from '../browsers/find.mjs';
import { builtFolder, startBrowser } from '../browsers/start';
import { until } from '../browsers/until';
import { LEAST_WARM, MOST_WARM_MS, STARTS } from './measure';
import { servePeer, startPeerInPage } from './model-peer-page';
import { idsIn, inTurns, type ModelSpeedRow, PEER, type StartResult } from './model-speed';
import { type PlannedInput, plannedInput } from './planned-input';

/** What was measured in a browser, and what was not. */
export interface BrowserModelSpeed {
  readonly rows: readonly ModelSpeedRow[];
  readonly leftOut: readonly LeftOut[];
}

export interface LeftOut {
  readonly model: string;
  readonly backend: string;
  readonly why: string;
}

/**
 * Every model in the built extension's own worker, one for each start, as the engine page starts it, and in turns with
 * it transformers.js in a page of its own in the same browser.
 */
export async function measureModelsInBrowser(browser: BrowserName, runs: number): Promise<BrowserModelSpeed> {
  const models = `${builtFolder(browser)}/models`;
  const worker = `/${await findWorker(browser)}`;
  const { driver, page, gpu } = await startWithGpu(browser);
  const peer = await servePeer(models);
  const rows: ModelSpeedRow[] = [];
  const leftOut: LeftOut[] = [];
  try {
    for (const id of await idsIn(pathToFileURL(`${models}/`))) {
      const { input, size } = parseManifest(await readFile(`${models}/${id}/manifest.json`, 'utf8'));
      for (const backend of BACKENDS) {
        const where = `${backend} in ${browser}`;
        const why = backend === 'webgpu' ? reasonAgainst(gpu, size) : null;
        if (why !== null) {
          leftOut.push({ model: id, backend: where, why });
          continue;
        }
        const starts = backend === 'webgpu' && gpu?.software ? 1 : STARTS;
        const plan = {
          ...{ id, backend, input: plannedInput(input) },
          ...{ warmRuns: Math.ceil(runs / starts), leastWarm: LEAST_WARM, mostWarmMs: MOST_WARM_MS },
        };
        rows.push(
          ...(await inTurns(id, where, starts, {
            own: {
              runtime: "the extension's worker",
              start: () => measureOwn(page, worker, plan),
            },
            peer: {
              runtime: `${PEER}, ${backend === 'wasm' ? 'its defaults' : `device: '${backend}'`}`,
              start: () => measurePeer(driver, peer.url, plan),
            },
          })),
        );
      }
    }
    return { rows, leftOut };
  } finally {
    await driver.close();
    await peer.close();
  }
}

const BACKENDS = ['wasm', 'webgpu'] as const satisfies readonly BackendId[];

/** What is to be run in a page. It ends after so many warm runs, or earlier where they take long. */
export type RunPlan = {
  readonly id: string;
  readonly backend: (typeof BACKENDS)[number];
  readonly input: PlannedInput;
  readonly warmRuns: number;
  readonly leastWarm: number;
  readonly mostWarmMs: number;
};

async function findWorker(browser: BrowserName): Promise<string> {
  const files = await readdir(builtFolder(browser), { recursive: true });
  const worker = files.find((name) => /^assets\/model-worker-[\w-]+\.js$/.test(name));
  if (worker === undefined) throw new Error('The extension was built without the worker of models');
  return worker;
}

/** An adapter of WebGPU; one of software computes on the processor, so its times say nothing of a GPU's. */
interface Gpu {
  readonly name: string;
  readonly software: boolean;
}

interface Started {
  readonly driver: Driver;
  /** Of the extension. */
  readonly page: Surface;
  readonly gpu: Gpu | null;
}

/** With WebGPU where that can be had: made of software if need be, which only Chromium has. */
async function startWithGpu(browser: BrowserName): Promise<Started> {
  const started = await start(browser, false);
  if (started.gpu || browser === 'firefox') return started;
  await started.driver.close();
  return start(browser, true);
}

async function start(browser: BrowserName, webgpu: boolean): Promise<Started> {
  const driver = await startBrowser(browser, ensureBrowser(browser), { webgpu });
  const page = await driver.openOwnPage('sidepanel.html');
  return { driver, page, gpu: await page.run(findGpu) };
}

/** In the page. */
async function findGpu(): Promise<Gpu | null> {
  const adapter = await Reflect.get(navigator, 'gpu')?.requestAdapter();
  if (!adapter) return null;
  const { vendor, architecture, isFallbackAdapter } = adapter.info;
  return { name: `${vendor} ${architecture}`.trim(), software: isFallbackAdapter };
}

/** On two cores a model of 0.6 MB took 6 s a run with a GPU of software, and one of 35 MB took 66 s. */
const LARGEST_ON_SOFTWARE = 5_000_000;

function reasonAgainst(gpu: Gpu | null, size: number): string | null {
  if (!gpu) return 'there is no WebGPU adapter';
  if (!gpu.software || size <= LARGEST_ON_SOFTWARE) return null;
  return `the WebGPU adapter, ${gpu.name}, is of software: a run would take minutes`;
}

/** Longer than a small model may take on a GPU of software, on a busy machine. */
const PATIENCE_MS = 120_000;

async function measureOwn(page: Surface, worker: string, plan: RunPlan): Promise<StartResult> {
  // A page behind another one may be given less of the processor.
  await page.bringToFront();
  await page.run(startOwnInPage, worker, plan);
  return resultIn(page, plan);
}

async function measurePeer(driver: Driver, url: string, plan: RunPlan): Promise<StartResult> {
  const page = await driver.openPage(url);
  await page.run(startPeerInPage, JSON.stringify(plan));
  const result = await resultIn(page, plan);
  await page.close();
  return result;
}

async function resultIn(page: Surface, { id, backend }: RunPlan): Promise<StartResult> {
  const answer = JSON.parse(await until('the runs', () => page.run(endInPage), { patienceMs: PATIENCE_MS }));
  if ('problem' in answer) throw new Error(`${id} on ${backend}: ${answer.problem}`);
  return answer as StartResult;
}

/** In the page: what was measured, in JSON; null until it has been. */
function endInPage(): string | null {
  return Reflect.get(window, 'measured');
}

/** In the page. Nobody waits for it there: drivers end a script that takes long. */
async function startOwnInPage(
  script: string,
  { id, backend, input, warmRuns, leastWarm, mostWarmMs }: RunPlan,
): Promise<void> {
  Object.assign(window, { measured: null });
  const end = (result: object) => {
    worker.terminate();
    Object.assign(window, { measured: JSON.stringify(result) });
  };
  const manifest = await (await fetch(`/models/${id}/manifest.json`)).json();
  const { shape, data: given } = input.carried;
  const length = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from(given ?? Array.from({ length }, () => Math.random() * 2 - 1));
  const begun = performance.now();
  const file = new Uint8Array(await (await fetch(`/models/${id}/${manifest.file}`)).arrayBuffer());
  const worker = new Worker(script, { type: 'module' });
  let compile = 0;
  let opened: number | undefined;
  let asked = begun;
  const times: number[] = [];
  worker.onerror = ({ message }) => end({ problem: message });
  worker.onmessage = ({ data: { reply } }) => {
    const now = performance.now();
    if (reply.failure) return end({ problem: reply.failure.detail });
    if (opened === undefined) {
      opened = now;
      compile = reply.opened.loadMs;
    } else times.push(now - asked);
    const [first, ...warm] = times;
    const spent = now - opened - (first ?? 0);
    if (warm.length >= warmRuns || (warm.length >= leastWarm && spent >= mostWarmMs)) {
      return end({ load: opened - begun - compile, compile, first, warm, memory: reply.memory });
    }
    asked = performance.now();
    worker.postMessage({ id: times.length + 2, request: { task: 'run', input: { shape, data } } });
  };
  worker.postMessage({ id: 1, request: { task: 'open', manifest, file, backend } });
}
