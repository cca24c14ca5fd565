import type { InferenceSession, Tensor as RuntimeTensor, TensorConstructor } from 'onnxruntime-web';
import { feedsOf, type GraphInput, graphInputs } from './graph-inputs';
import type { Manifest } from './manifest';
import type { BackendId, ModelFailure } from './model-runner';
import type { ModelReply, ModelRequest } from './model-worker';
import { prove } from './prove';
import type { Tensor, Tensors } from './tensor';

/** The part of onnxruntime that is used; its builds for browsers and for Node have it in common. */
export interface Runtime {
  readonly InferenceSession: {
    create(file: Uint8Array<ArrayBuffer>, options: InferenceSession.SessionOptions): Promise<Session>;
  };
  readonly Tensor: TensorConstructor;
}

export interface RuntimeTools {
  /** Called once, with the backend that the model is opened for. */
  readonly load: (backend: BackendId) => Promise<Runtime>;
  /** Bytes that the runtime holds; null where that cannot be known. */
  readonly memory: () => number | null;
  /** Lets the runtime have no more bytes than these, where that can be had. */
  readonly limitMemory?: (bytes: number) => void;
}

/** What a model's worker does: opens one model on one backend, proves it and runs it. Never rejects. */
export class ModelServer {
  private open: OpenModel | null = null;

  constructor(private readonly tools: RuntimeTools) {}

  async serve(request: ModelRequest): Promise<ModelReply> {
    try {
      if (request.task === 'open') return await this.openModel(request);
      if (!this.open) throw new ServeFailure('broken', 'no model has been opened');
      if (request.task === 'prove') return { proof: await this.prove(this.open, request.golden) };
      const start = performance.now();
      const outputs = await run(this.open, request.input);
      return { outputs, ms: performance.now() - start, memory: this.tools.memory() };
    } catch (error) {
      return { failure: failureOf(error) };
    }
  }

  private async openModel({
    manifest,
    file,
    backend,
    mostMemory,
  }: Extract<ModelRequest, { task: 'open' }>): Promise<ModelReply> {
    if (this.open) throw new ServeFailure('broken', 'a worker opens one model');
    const bytes = file instanceof Uint8Array ? file : new Uint8Array(await file.arrayBuffer());
    await refuseAltered(bytes, manifest);
    const start = performance.now();
    if (mostMemory !== undefined) this.tools.limitMemory?.(mostMemory);
    const runtime = await this.loadRuntime(backend);
    const session = await runtime.InferenceSession.create(bytes, {
      executionProviders: [backend],
      // What goes wrong is answered; nothing is to be printed.
      logSeverityLevel: FATAL_ONLY,
      extra: { session: { intra_op: { allow_spinning: '1', spin_duration_us: SPIN_MICROSECONDS } } },
    });
    refuseUnlike(session, manifest);
    const loadMs = performance.now() - start;
    this.open = { runtime, session, manifest, backend, loadMs };
    return { opened: { loadMs, memory: this.tools.memory() } };
  }

  private async loadRuntime(backend: BackendId): Promise<Runtime> {
    try {
      return await this.tools.load(backend);
    } catch (error) {
      throw new ServeFailure('crashed', `the runtime for ${backend} cannot be loaded: ${wordsOf(error)}`);
    }
  }

  private async prove(open: OpenModel, golden: Extract<ModelRequest, { task: 'prove' }>['golden']) {
    const { backend, loadMs, manifest } = open;
    return { backend, loadMs, ...(await prove(manifest, golden, (input) => run(open, input))) };
  }
}

/** The buffers of a reply, which can be handed over instead of being copied. */
export function transfersOf(reply: ModelReply): ArrayBuffer[] {
  return 'outputs' in reply ? Object.values(reply.outputs).map(({ data }) => data.buffer) : [];
}

/** The part of an InferenceSession that is used. */
type Session = Pick<InferenceSession, 'run' | 'inputMetadata' | 'outputMetadata'>;

interface OpenModel {
  readonly runtime: Runtime;
  readonly session: Session;
  readonly manifest: Manifest;
  readonly backend: BackendId;
  readonly loadMs: number;
}

class ServeFailure extends Error {
  override readonly name = 'ServeFailure';

  constructor(
    readonly code: ModelFailure,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/**
 * How long a thread of the runtime burns its core before it sleeps, where there are several threads: longer than from
 * one operator to the next, much shorter than a run. Measured in Node on two cores, without / with these / with the
 * runtime's own spinning: alone, the face detector took 4.6 / 3.5 / 3.4 ms and the encoder 160 ms with each; two
 * processes beside each other came to 208 / 251 / 166 runs a second of the one and 5.6 / 5.6 / 4.9 of the other.
 */
const SPIN_MICROSECONDS = '20';

/** Of onnxruntime's five levels, from verbose on. */
const FATAL_ONLY = 4;

async function refuseAltered(bytes: Uint8Array<ArrayBuffer>, { size, sha256 }: Manifest): Promise<void> {
  if (bytes.length !== size) {
    throw new ServeFailure('broken', `the file has ${bytes.length} bytes, and its manifest says ${size}`);
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hash !== sha256) {
    throw new ServeFailure('broken', `the file's SHA-256 is ${hash}, and its manifest says ${sha256}`);
  }
}

/** Throws where the graph's input and outputs are not those of the manifest. It may have more outputs. */
function refuseUnlike({ inputMetadata, outputMetadata }: Session, { input, outputs }: Manifest): void {
  const inputs = graphInputs(input);
  if (inputMetadata.length !== inputs.length) {
    throw new ServeFailure('broken', `the graph has ${inputMetadata.length} inputs, not ${inputs.length}`);
  }
  for (const [{ name, shape, type }, found] of [
    ...inputs.map((one) => [one, inputMetadata.find(({ name }) => name === one.name)] as const),
    ...outputs.map(
      (output) =>
        [
          { ...output, type: 'float32' } as const,
          outputMetadata.find(({ name }) => name === output.name),
        ] as const,
    ),
  ]) {
    if (!found) throw new ServeFailure('broken', `the graph has no ${name}`);
    if (!found.isTensor || found.type !== type) {
      throw new ServeFailure('broken', `${name} does not hold ${type}`);
    }
    if (!isLike(found.shape, shape)) {
      throw new ServeFailure(
        'broken',
        `${name} has the shape ${found.shape}, and its manifest says ${shape}`,
      );
    }
  }
}

/** A size that the graph leaves open is a name there, and fits every size; `batch` and `any` fit only such a one. */
function isLike(found: readonly (number | string)[], shape: GraphInput['shape']): boolean {
  if (found.length !== shape.length) return false;
  return found.every((size, index) => typeof size !== 'number' || size === shape[index]);
}

async function run({ runtime, session, manifest }: OpenModel, input: Tensor): Promise<Tensors> {
  const given = feedsOf(manifest.input, input).map(
    ({ name, type, data, shape }) => [name, new runtime.Tensor(type, data, shape)] as const,
  );
  try {
    const outputs = await session.run(
      Object.fromEntries(given),
      manifest.outputs.map(({ name }) => name),
    );
    return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, taken(output)]));
  } finally {
    for (const [, tensor] of given) tensor.dispose();
  }
}

/** A copy outside the runtime's memory, which is given back. */
function taken(output: RuntimeTensor): Tensor {
  const { data, dims } = output;
  if (!(data instanceof Float32Array)) throw new ServeFailure('broken', 'an output holds no 32-bit floats');
  const copy = { shape: dims, data: new Float32Array(data) };
  output.dispose();
  return copy;
}

/** The runtimes have no error codes: their words are all there is. */
function failureOf(error: unknown): { code: ModelFailure; detail: string } {
  if (error instanceof ServeFailure) return { code: error.code, detail: error.detail };
  const detail = wordsOf(error);
  if (OUT_OF_MEMORY.test(detail)) return { code: 'memory', detail };
  // A WebAssembly runtime that is beyond help throws its own kind of error, or only a number.
  const collapsed = error instanceof WebAssembly.RuntimeError || !(error instanceof Error);
  if (collapsed || DEVICE_LOST.test(detail) || NO_RUNTIME.test(detail)) return { code: 'crashed', detail };
  return { code: 'broken', detail };
}

/** A size that does not fit into 32 bits is more than WebAssembly can address. */
const OUT_OF_MEMORY =
  /out of memory|out-of-memory|bad_alloc|failed to allocate|allocation failed|cannot (enlarge|grow) memory|safeint/i;

/** As WebGPU and Dawn put it; a GPU process that died makes its buffers impossible to read. */
const DEVICE_LOST =
  /device (is |was |has been )?lost|lost (the )?device|device is destroyed|gpu process|mapasync/i;

/** The WebAssembly files, or a GPU, could not be had. */
const NO_RUNTIME = /no available backend|failed to (get|request) (gpu|a?n? ?adapter)|aborted\(/i;

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
