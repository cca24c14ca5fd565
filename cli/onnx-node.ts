import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ModelError } from '../utils/inference/model-runner';
import { ModelService } from '../utils/inference/model-service';
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from '../utils/inference/model-status';
import type { ModelCatalogue, ModelStateStore } from '../utils/inference/model-store';
import type { ModelReply, ModelWorker } from '../utils/inference/model-worker';
import { MANIFEST_NAME, parseGolden, parseManifest } from '../utils/inference/pack';
import { phrase } from '../utils/words/phrase';
import type { ToModelThread } from './model-thread';
import type { Services } from './protocol';
import { ProvenModels } from './proven-models';

export interface ModelsOptions {
  /** Holds a folder a model. */
  readonly folder: URL;
  /** The built thread that a model runs in. */
  readonly script: URL;
  /** Where it is remembered which models gave their golden answers on this machine. */
  readonly provenFile: string;
  /** How long a run of one picture may take; the usual limit where left out. */
  readonly timeoutSeconds?: number;
}

/**
 * The models for the shell: the same service as the extension's, on the native runtime. Every model runs in one thread
 * that all workers share, so that it is in memory once; the thread is started when the model is first asked for.
 */
export class ShellModels {
  readonly #service: ModelService;
  readonly #threads = new Set<Worker>();
  #stopped = false;

  constructor(private readonly options: ModelsOptions) {
    const catalogue = folderCatalogue(options.folder);
    const { timeoutSeconds = LIMITS.timeoutSeconds } = options;
    const proven = new ProvenModels(options.provenFile);
    this.#service = new ModelService({
      catalogue,
      store: shellStore(catalogue, proven, { ...LIMITS, timeoutSeconds }),
      startWorker: () => this.#startThread(),
      describeDevice: async () => ({ device: describeMachine(), backends: ['cpu'] }),
      // A run that was stopped must not keep the process waiting for its model to be idle.
      settings: async () => ({ idleSeconds: this.#stopped ? 0 : IDLE_SECONDS, keepInputs: false }),
    });
  }

  /** Never rejects, since an error loses its kind on the way to another thread. */
  readonly runModel: Services['runModel'] = async (modelId, pictures, onTrial) => {
    try {
      return { answer: await this.#service.run(modelId, pictures, onTrial) };
    } catch (error) {
      const { code, said, detail, modelId: id } = asModelError(error, modelId);
      return { failure: { code, modelId: id, said, ...(detail !== undefined && { detail }) } };
    }
  };

  /** What is being run fails at once. Resolves when the threads have ended, each after the native call that it is in. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const ended = [...this.#threads].map((thread) => once(thread, 'exit'));
    this.#service.end();
    await Promise.all([this.#service.written(), ...ended]);
  }

  #startThread(): ModelWorker {
    if (this.#stopped) throw new Error('The models have been stopped');
    // What the runtime prints is nobody's answer: the standard output carries the answers alone.
    const thread = new Worker(this.options.script, { stdout: true, stderr: true });
    thread.stdout.resume();
    thread.stderr.resume();
    this.#threads.add(thread);
    thread.on('exit', () => this.#threads.delete(thread));
    return asModelWorker(thread);
  }
}

/** Until a model's thread ends for want of work. */
const IDLE_SECONDS = 60;

/** Whoever names a folder of ten thousand pictures wants them all checked. */
const LIMITS: ModelLimits = {
  ...DEFAULT_MODEL_LIMITS,
  ...{ runsPerMinute: Number.MAX_SAFE_INTEGER, queueLength: Number.MAX_SAFE_INTEGER },
};

function asModelError(error: unknown, modelId: string): ModelError {
  if (error instanceof ModelError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new ModelError('crashed', modelId, phrase('check.crashed'), detail);
}

/** A thread as the engine knows workers. */
function asModelWorker(thread: Worker): ModelWorker {
  const worker: ModelWorker = {
    postMessage: (message, transfer) =>
      thread.postMessage(message satisfies ToModelThread, transfer as ArrayBuffer[]),
    // To terminate a thread within a native call would kill the whole process: the runtime's binding throws, on its way
    // back, what nobody can catch there. So the thread ends itself as soon as it hears of it.
    terminate: () => thread.postMessage('end' satisfies ToModelThread),
    onmessage: null,
    onerror: null,
  };
  const lost = (message: string) => worker.onerror?.({ message } as ErrorEvent);
  thread.on('message', (data: { readonly id: number; readonly reply: ModelReply }) =>
    worker.onmessage?.({ data } as MessageEvent),
  );
  thread.on('error', (error) => lost(error.message));
  thread.on('exit', (code) => lost(`thread ended (${code})`));
  return worker;
}

/** The folders with a manifest. Nothing is imported into them or removed. */
function folderCatalogue(folder: URL): ModelCatalogue {
  const read = (id: string, file: string) => readFile(new URL(`${id}/${file}`, folder));
  const manifestOf = async (id: string) => parseManifest((await read(id, MANIFEST_NAME)).toString());
  const refuse = () => Promise.reject(new Error('The shell keeps no models of its own'));
  return {
    async list() {
      const entries = await readdir(folder, { withFileTypes: true });
      const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      const there = await Promise.all(ids.map(async (id) => (await contains(folder, id)) && manifestOf(id)));
      return there.flatMap((manifest) => (manifest ? [{ manifest, origin: 'built-in' as const }] : []));
    },
    readFile: async (id) => new Blob([Uint8Array.from(await read(id, (await manifestOf(id)).file))]),
    async readGolden(id) {
      const manifest = await manifestOf(id);
      return parseGolden((await read(id, manifest.golden)).toString(), manifest);
    },
    readCard: async (id) => (await read(id, (await manifestOf(id)).card)).toString(),
    savePack: refuse,
    writePack: refuse,
    removePack: refuse,
  };
}

async function contains(folder: URL, id: string): Promise<boolean> {
  return (await readdir(new URL(`${id}/`, folder))).includes(MANIFEST_NAME);
}

/** Nothing is kept but which models have passed: what went wrong is tried again by the next command. */
function shellStore(catalogue: ModelCatalogue, proven: ProvenModels, limits: ModelLimits): ModelStateStore {
  return {
    async readAll() {
      const tests = await proven.read();
      return (await catalogue.list()).map(({ manifest: { id } }) => ({
        ...{ id, limits, counts: { uses: 0, failures: 0 } },
        tests: tests.filter((test) => test.id === id).map(({ test }) => test),
      }));
    },
    write: ({ id, tests }) => proven.add(id, tests),
    remove: async () => undefined,
    lastInputs: async () => [],
    keepInput: async () => undefined,
  };
}

/** Another runtime or processor is to prove the models anew. */
function describeMachine(): string {
  const { version } = createRequire(import.meta.url)('onnxruntime-node/package.json');
  const cpu = cpus()[0]?.model.trim() ?? 'unknown processor';
  return `onnxruntime-node ${version}; ${process.platform} ${process.arch}; ${cpu}`;
}
