import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { goldenInput } from '../../utils/inference/golden-inputs';
import { feedsOf } from '../../utils/inference/graph-inputs';
import type { Manifest } from '../../utils/inference/manifest';
import { parseManifest } from '../../utils/inference/pack';
import { ModelServer } from '../../utils/inference/serve-model';
import type { Tensor } from '../../utils/inference/tensor';
import { LEAST_WARM, MOST_WARM_MS } from './measure';
import type { StartResult } from './model-speed';

/* Measures one model in one runtime, in a process of its own, so that nothing has been loaded before: see model-speed.ts. */

interface Opened {
  readonly run: (input: Tensor) => Promise<unknown>;
  /** Of the time to open it, what the runtime and the session took. */
  readonly compile: number | null;
}

type Opener = (folder: URL, manifest: Manifest) => Promise<Opened>;

const OPENERS: Readonly<Record<string, Opener>> = { touchstone: openOwn, peer: openPeer };

/** As the shell runs it. */
async function openOwn(folder: URL, manifest: Manifest): Promise<Opened> {
  const server = new ModelServer({ load: () => import('onnxruntime-node'), memory: () => null });
  const file = new Uint8Array(await readFile(new URL(manifest.file, folder)));
  const opened = await server.serve({ task: 'open', manifest, file, backend: 'cpu' });
  if ('failure' in opened) throw new Error(opened.failure.detail);
  if (!('opened' in opened)) throw new Error('the model was not opened');
  return {
    compile: opened.opened.loadMs,
    run: async (input) => {
      const reply = await server.serve({ task: 'run', input });
      if ('failure' in reply) throw new Error(reply.failure.detail);
    },
  };
}

/** As transformers.js loads a folder with a model of no kind that it knows: with all its defaults. */
async function openPeer(folder: URL, manifest: Manifest): Promise<Opened> {
  const { AutoModel, env, Tensor: PeerTensor } = await import('@huggingface/transformers');
  const models = await mkdtemp(join(tmpdir(), 'touchstone-peer-'));
  try {
    await mkdir(join(models, 'model', 'onnx'), { recursive: true });
    await writeFile(join(models, 'model', 'config.json'), JSON.stringify({ model_type: manifest.id }));
    await symlink(fileURLToPath(new URL(manifest.file, folder)), join(models, 'model', 'onnx', 'model.onnx'));
    env.allowRemoteModels = false;
    env.localModelPath = `${models}/`;
    const model = await AutoModel.from_pretrained('model');
    return {
      compile: null,
      run: (input) =>
        model(
          Object.fromEntries(
            feedsOf(manifest.input, input).map(({ name, type, data, shape }) => [
              name,
              new PeerTensor(type, data, [...shape]),
            ]),
          ),
        ),
    };
  } finally {
    await rm(models, { recursive: true });
  }
}

async function measureHere(runner: string, folder: URL, warmRuns: number): Promise<StartResult> {
  const manifest = parseManifest(await readFile(new URL('manifest.json', folder), 'utf8'));
  const input = goldenInput(manifest.input, 1, 1);
  const open = OPENERS[runner];
  if (open === undefined) throw new Error(`no such runner: ${runner}`);
  const before = process.memoryUsage().rss;
  const begun = performance.now();
  const { run, compile } = await open(folder, manifest);
  const opened = performance.now();
  await run(input);
  const cold = performance.now();
  const warm: number[] = [];
  let now = cold;
  while (warm.length < warmRuns && (warm.length < LEAST_WARM || now - cold < MOST_WARM_MS)) {
    const asked = now;
    await run(input);
    now = performance.now();
    warm.push(now - asked);
  }
  const memory = process.memoryUsage().rss - before;
  return { load: opened - begun - (compile ?? 0), compile, first: cold - opened, warm, memory };
}

const [runner = '', folder = '', warmRuns = ''] = process.argv.slice(2);
const result = await measureHere(runner, new URL(folder), Number(warmRuns));
process.stdout.write(JSON.stringify(result));
