import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { parseManifest } from '../../utils/inference/pack';
import { watchWasmMemory } from '../../utils/platform/wasm-memory';
import type { RunPlan } from './model-browser-speed';

/** A site on this machine that uses transformers.js. */
export interface PeerSite {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves a plain page with the build of transformers.js that its CDN gives to pages, its WebAssembly, and the models in
 * a folder as transformers.js wants to find them. The page is not cross-origin isolated, as most sites are not, so
 * the runtime has one thread.
 */
export async function servePeer(models: string): Promise<PeerSite> {
  const server = createServer(async ({ url = '' }, response) => {
    const body = await fileFor(url, models).catch(() => null);
    response.writeHead(body === null ? 404 : 200, { 'Content-Type': MEDIA_TYPES[extname(url)] ?? HTML });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const HTML = 'text/html';
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.onnx': 'application/octet-stream',
};

const PAGE = `<!doctype html><title>transformers.js</title><script>
window.peerMemory = (${watchWasmMemory})().bytes;
window.importPeer = () => import('/transformers.min.js');
window.startPeer = ${startInPage};
</script>`;

/** Has the page measure; what it found is in its `measured`, in JSON, once that is no longer null. */
export function startPeerInPage(plan: string): void {
  Reflect.get(window, 'startPeer')(plan);
}

async function fileFor(path: string, models: string): Promise<string | Uint8Array> {
  if (path === '/') return PAGE;
  if (path === '/transformers.min.js') return readFile(join(PEER_BUILD, 'transformers.min.js'));
  const runtime = /^\/onnxruntime\/([\w.-]+)$/.exec(path)?.[1];
  if (runtime !== undefined) return readFile(join(PEER_RUNTIME, runtime));
  const [, id = '', file = ''] = /^\/models\/([\w-]+)\/(config\.json|onnx\/\w+\.onnx)$/.exec(path) ?? [];
  const manifest = parseManifest(await readFile(join(models, id, 'manifest.json'), 'utf8'));
  if (file === 'config.json') return JSON.stringify({ model_type: id });
  // It asks by another name for each kind of weights: for what it takes by default on each backend, this is it.
  return readFile(join(models, id, manifest.file));
}

const requirePeer = createRequire(createRequire(import.meta.url).resolve('@huggingface/transformers'));
const PEER_BUILD = dirname(requirePeer.resolve('@huggingface/transformers'));
/** The version of its own that it brings along. */
const PEER_RUNTIME = dirname(requirePeer.resolve('onnxruntime-web'));

/**
 * A function of the page, since Firefox's driver runs scripts beside it, with typed arrays of their own. Nobody waits for
 * it there: drivers end a script that takes long.
 */
function startInPage(plan: string): void {
  const { id, backend, input, warmRuns, leastWarm, mostWarmMs }: RunPlan = JSON.parse(plan);
  const end = (result: object) => Object.assign(window, { measured: JSON.stringify(result) });
  const measure = async () => {
    const feeds = input.feeds.map(({ data, ...feed }) => {
      const length = feed.shape.reduce((product, size) => product * size, 1);
      const numbers = data ?? Array.from({ length }, () => Math.random() * 2 - 1);
      return { ...feed, data: feed.type === 'int64' ? numbers.map(BigInt) : numbers };
    });
    const begun = performance.now();
    const { AutoModel, env, Tensor } = await Reflect.get(window, 'importPeer')();
    env.allowLocalModels = true;
    env.allowRemoteModels = false;
    // The same files of the same version, from this machine.
    const { wasm } = env.backends.onnx;
    for (const [type, address] of Object.entries<string>(wasm.wasmPaths)) {
      wasm.wasmPaths[type] = `${location.origin}/onnxruntime/${address.split('/').at(-1)}`;
    }
    const options = backend === 'wasm' ? [] : [{ device: backend }];
    const model = await AutoModel.from_pretrained(id, ...options);
    const tensors = feeds.map(({ name, type, shape, data }) => [name, new Tensor(type, data, shape)]);
    const run = () => model(Object.fromEntries(tensors));
    const opened = performance.now();
    await run();
    const cold = performance.now();
    const warm: number[] = [];
    let now = cold;
    while (warm.length < warmRuns && (warm.length < leastWarm || now - cold < mostWarmMs)) {
      const asked = now;
      await run();
      now = performance.now();
      warm.push(now - asked);
    }
    const memory = Reflect.get(window, 'peerMemory')();
    return { load: opened - begun, compile: null, first: cold - opened, warm, memory };
  };
  Object.assign(window, { measured: null });
  measure().then(end, (error) => end({ problem: String(error) }));
}
