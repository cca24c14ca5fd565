import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goldenInput } from '../../utils/inference/golden-inputs';
import type { Manifest } from '../../utils/inference/manifest';
import { parseManifest } from '../../utils/inference/pack';
import { ModelServer } from '../../utils/inference/serve-model';
import type { Tensor } from '../../utils/inference/tensor';

/* Measures one model in one runtime, in a process of its own, so that nothing has been loaded before: see model-speed.ts. */

/** What a process found, in milliseconds and bytes. */
export interface ProcessResult {
  /** From nothing to a model that is ready: runtime, file, session. */
  readonly load: number;
  readonly first: number;
  readonly warm: readonly number[];
  /** What the process holds more than before. */
  readonly memory: number;
}

type Runner = (input: Tensor) => Promise<unknown>;
type Opener = (folder: URL, manifest: Manifest) => Promise<Runner>;

const OPENERS: Readonly<Record<string, Opener>> = { touchstone: openOwn, peer: openPeer };

/** As the shell runs it. */
async function openOwn(folder: URL, manifest: Manifest): Promise<Runner> {
  const server = new ModelServer({ load: () => import('onnxruntime-node'), memory: () => null });
  const file = Uint8Array.from(await readFile(new URL(manifest.file, folder)));
  const opened = await server.serve({ task: 'open', manifest, file, backend: 'cpu' });
  if ('failure' in opened) throw new Error(opened.failure.detail);
  return async (input) => {
    const reply = await server.serve({ task: 'run', input });
    if ('failure' in reply) throw new Error(reply.failure.detail);
  };
}

/** As transformers.js loads a folder with a model of no kind that it knows: with all its defaults. */
async function openPeer(folder: URL, manifest: Manifest): Promise<Runner> {
  const { AutoModel, env, Tensor: PeerTensor } = await import('@huggingface/transformers');
  const models = await mkdtemp(join(tmpdir(), 'touchstone-peer-'));
  try {
    await mkdir(join(models, 'model', 'onnx'), { recursive: true });
    await writeFile(join(models, 'model', 'config.json'), JSON.stringify({ model_type: manifest.id }));
    await symlink(fileURLToPath(new URL(manifest.file, folder)), join(models, 'model', 'onnx', 'model.onnx'));
    env.allowRemoteModels = false;
    env.localModelPath = `${models}/`;
    const model = await AutoModel.from_pretrained('model');
    return (input) =>
      model({ [manifest.input.name]: new PeerTensor('float32', input.data, [...input.shape]) });
  } finally {
    await rm(models, { recursive: true });
  }
}

/** No further run is begun after so long: a large model is known well enough by fewer. */
const MOST_MS = 5_000;

async function measureHere(runner: string, folder: URL, runs: number): Promise<ProcessResult> {
  const manifest = parseManifest(await readFile(new URL('manifest.json', folder), 'utf8'));
  const input = goldenInput(manifest.input, 1, 1);
  const open = OPENERS[runner];
  if (open === undefined) throw new Error(`no such runner: ${runner}`);
  const before = process.memoryUsage().rss;
  const start = performance.now();
  const run = await open(folder, manifest);
  const load = performance.now() - start;
  const times: number[] = [];
  while (times.length <= runs && (times.length < 2 || performance.now() - start < MOST_MS)) {
    const start = performance.now();
    await run(input);
    times.push(performance.now() - start);
  }
  const [first = Number.NaN, ...warm] = times;
  return { load, first, warm, memory: process.memoryUsage().rss - before };
}

const [runner = '', folder = '', runs = ''] = process.argv.slice(2);
const result = await measureHere(runner, new URL(folder), Number(runs));
process.stdout.write(JSON.stringify(result));
