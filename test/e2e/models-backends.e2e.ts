import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { BackendId } from '../../utils/inference/model-runner';
import type { ModelReply } from '../../utils/inference/model-worker';
import type { Driver, Surface } from '../browsers/driver';
import { until } from '../browsers/until';
import { BROWSER, startTested } from './touchstone';

/** Firefox has no WebGPU on Linux; Chromium has it there in software, slow but with the same numbers. */
const BACKENDS: readonly BackendId[] = BROWSER === 'chromium' ? ['wasm', 'webgpu'] : ['wasm'];

/** A GPU that is made of software takes a minute for what a processor does in a second. */
const CASES_ON_SOFTWARE = 1;
const ALL_CASES = 1000;

const BUILT = inject('extension').folder;

const PATIENCE_MS = 420_000;

const files = await readdir(BUILT, { recursive: true });
const models = files.flatMap((name) => /^models\/([^/]+)\/manifest\.json$/.exec(name)?.[1] ?? []);

let driver: Driver;
let page: Surface;

beforeAll(async () => {
  driver = await startTested({ webgpu: true });
  page = await driver.openOwnPage('sidepanel.html');
});

afterAll(() => driver?.close());

describe.each(models)('the built-in model %s', (id) => {
  it.each(BACKENDS)('gives its golden answers on %s', { timeout: PATIENCE_MS + 60_000 }, async (backend) => {
    expect(await proveInBrowser(id, backend)).toEqual([
      { opened: { loadMs: expect.any(Number), memory: expect.any(Number) } },
      { proof: expect.objectContaining({ backend, passed: true }) },
    ]);
  });
});

it('is told that a model was altered', async () => {
  const altered = await proveInBrowser(models[0] ?? 'none', 'wasm', true);
  expect(altered).toMatchObject([{ failure: { code: 'broken' } }]);
});

describe('the built extension', () => {
  it('fetches nothing from elsewhere: no file names a network that delivers code', async () => {
    for (const name of files.filter((name) => /\.(m?js|html|json|wasm)$/.test(name))) {
      const text = await readFile(join(BUILT, name), 'latin1');
      expect(`${name}: ${CODE_FROM_ELSEWHERE.exec(text)?.[0] ?? 'none'}`).toBe(`${name}: none`);
    }
  });

  it('holds every WebAssembly file once', async () => {
    const hashes = await Promise.all(
      files
        .filter((name) => name.endsWith('.wasm'))
        .map(async (name) =>
          createHash('sha256')
            .update(await readFile(join(BUILT, name)))
            .digest('hex'),
        ),
    );
    expect(hashes.length).toBeGreaterThan(1);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

const CODE_FROM_ELSEWHERE = /https?:\/\/[\w.-]*(cdn|jsdelivr|unpkg|esm\.sh|skypack)[\w./-]*/i;

/** What the extension's worker answers when it opens the model and proves it. */
async function proveInBrowser(id: string, backend: BackendId, alter = false): Promise<readonly ModelReply[]> {
  const worker = files.find((name) => /^assets\/model-worker-[\w-]+\.js$/.test(name));
  if (worker === undefined) throw new Error('The extension was built without the worker of models');
  const cases = backend === 'webgpu' ? CASES_ON_SOFTWARE : ALL_CASES;
  await page.run(startProof, `/${worker}`, `/models/${id}`, backend, cases, alter);
  const replies = await until('the proof', () => page.run(endOfProof), { patienceMs: PATIENCE_MS });
  return JSON.parse(replies);
}

/** In the page. Nobody waits for it there: drivers end a script that takes long. */
async function startProof(
  worker: string,
  folder: string,
  backend: string,
  cases: number,
  alter: boolean,
): Promise<void> {
  Object.assign(window, { proof: null });
  const fetchOwn = (name: string) => fetch(`${folder}/${name}`);
  const manifest = await (await fetchOwn('manifest.json')).json();
  const golden = await (await fetchOwn(manifest.golden)).json();
  golden.cases = golden.cases.slice(0, cases);
  const file = new Uint8Array(await (await fetchOwn(manifest.file)).arrayBuffer());
  if (alter) file.fill(0, file.length - 1);
  const prover = new Worker(worker, { type: 'module' });
  const replies: unknown[] = [];
  const end = () => {
    prover.terminate();
    Object.assign(window, { proof: JSON.stringify(replies) });
  };
  prover.onerror = ({ message }) => {
    replies.push({ error: message });
    end();
  };
  prover.onmessage = ({ data }) => {
    replies.push(data.reply);
    if ('opened' in data.reply) prover.postMessage({ id: 2, request: { task: 'prove', golden } });
    else end();
  };
  prover.postMessage({ id: 1, request: { task: 'open', manifest, file, backend } });
}

/** In the page: what the worker answered, in JSON; null until it has. */
function endOfProof(): string | null {
  return Reflect.get(window, 'proof');
}
