import type { Golden } from './golden';
import type { Manifest } from './manifest';
import type { BackendId, ModelFailure } from './model-runner';
import type { BackendTest } from './model-status';
import type { ModelReply, ModelRequest, ModelWorker } from './model-worker';
import type { Tensor, Tensors } from './tensor';

/** Why a model's worker did not do what it was asked. It has been ended. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';

  constructor(
    readonly code: ModelFailure,
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`);
  }
}

/**
 * One worker with one model on one backend. Whoever owns it asks one thing at a time. Every failure ends the worker,
 * which alone gives its memory back; all promises reject with HostFailure.
 */
export class ModelHost {
  /** Bytes that the runtime held when it last said so. */
  memory: number | null = null;
  private readonly worker: ModelWorker;
  private waiting: {
    readonly id: number;
    readonly settle: (reply: ModelReply | HostFailure) => void;
  } | null = null;
  private lastId = 0;
  private ended = false;

  constructor(
    readonly backend: BackendId,
    startWorker: (backend: BackendId) => ModelWorker,
  ) {
    try {
      this.worker = startWorker(backend);
    } catch (error) {
      throw new HostFailure('crashed', String(error));
    }
    this.worker.onmessage = ({ data }) => {
      if (data.id === this.waiting?.id) this.waiting.settle(data.reply);
    };
    this.worker.onerror = ({ message }) =>
      this.end(new HostFailure('crashed', message || 'the worker could not be started'));
  }

  get alive(): boolean {
    return !this.ended;
  }

  /** Answers the milliseconds that it took. `mostMemory` is in bytes. */
  async open(manifest: Manifest, file: Blob, mostMemory: number): Promise<number> {
    const request: ModelRequest = { task: 'open', manifest, file, backend: this.backend, mostMemory };
    const reply = await this.ask(request, this.trialTimeoutMs);
    if (!('opened' in reply)) throw this.unexpected();
    this.memory = reply.opened.memory;
    return reply.opened.loadMs;
  }

  async prove(golden: Golden): Promise<BackendTest> {
    const reply = await this.ask({ task: 'prove', golden }, this.trialTimeoutMs);
    if (!('proof' in reply)) throw this.unexpected();
    return reply.proof;
  }

  /** Shapes with the batch. */
  async run(input: Tensor, timeoutMs: number): Promise<Tensors> {
    const reply = await this.ask({ task: 'run', input }, timeoutMs);
    if (!('outputs' in reply)) throw this.unexpected();
    this.memory = reply.memory;
    return reply.outputs;
  }

  /** Throws HostFailure, and ends the worker, when the runtime holds more than so many bytes. */
  refuseMemoryAbove(bytes: number): void {
    if (this.memory === null || this.memory <= bytes) return;
    this.end();
    throw new HostFailure('memory', `${this.memory} bytes, and ${bytes} are allowed`);
  }

  /** Ends the worker; what it was doing fails with `reason`. */
  end(reason = new HostFailure('cancelled', 'ended while it ran')): void {
    if (this.ended) return;
    this.ended = true;
    this.worker.terminate();
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.waiting?.settle(reason);
  }

  private ask(request: ModelRequest, timeoutMs: number): Promise<ModelReply> {
    if (this.ended) return Promise.reject(new HostFailure('cancelled', 'the worker has been ended'));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.end(new HostFailure('timeout', `${request.task}: no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      const settle = (reply: ModelReply | HostFailure) => {
        clearTimeout(timer);
        this.waiting = null;
        const failure = failureIn(reply);
        if (failure === null) return resolve(reply as ModelReply);
        this.end();
        reject(failure);
      };
      this.waiting = { id, settle };
      // The input is copied, not handed over: it may be needed for another backend, and is kept to compare versions.
      this.worker.postMessage({ id, request }, []);
    });
  }

  private get trialTimeoutMs(): number {
    return this.backend === 'webgpu' ? GPU_TRIAL_TIMEOUT_MS : TRIAL_TIMEOUT_MS;
  }

  private unexpected(): HostFailure {
    this.end();
    return new HostFailure('broken', 'the worker answered something else');
  }
}

/** To load and compile, and to run all golden vectors, on a slow machine that is busy; a run has its own limit. */
const TRIAL_TIMEOUT_MS = 60_000;

/** A GPU that needs longer, such as one that a program imitates, is no gain over the processor. */
const GPU_TRIAL_TIMEOUT_MS = 15_000;

function failureIn(reply: ModelReply | HostFailure): HostFailure | null {
  if (reply instanceof HostFailure) return reply;
  return 'failure' in reply ? new HostFailure(reply.failure.code, reply.failure.detail) : null;
}
