import type { TrustSettings } from '../checks/check';
import type { KeptText } from '../checks/fingerprint/text/fingerprint-text';
import type { Signal } from '../checks/signal';
import { TimeOut } from '../checks/time-out';
import {
  type ModelAnswer,
  ModelError,
  type ModelFailure,
  type ModelInput,
  type ModelRunner,
} from '../inference/model-runner';
import type { OnTrial } from '../inference/trial-watch';
import type { Limits } from '../subject/limits';
import type { AskedKind, Coverage, Subject } from '../subject/subject';
import type { SubjectErrorCode } from '../subject/subject-error';
import { type Phrase, phrase } from '../words/phrase';

/** A subject's bytes on their way to a worker: small ones are copied, which is quickest; a Blob travels by reference. */
export type Content = Uint8Array<ArrayBuffer> | Blob;

/** What is known of a subject beside its bytes. */
export type SubjectFacts = Omit<Subject, 'bytes'>;

/** One piece of work for a lane's worker. */
export type LaneRequest = LoadRequest | CheckRequest | ThumbnailRequest | FingerprintRequest;

export interface LoadRequest {
  readonly task: 'load';
  readonly as: AskedKind;
  readonly content: Content;
  readonly coverage: Coverage;
  readonly limits: Limits;
}

export interface CheckRequest {
  readonly task: 'check';
  readonly check: string;
  readonly content: Content;
  readonly facts: SubjectFacts;
  /** What the pixels are decoded from instead of the file itself, for types that a worker cannot decode. */
  readonly raster?: Blob;
  readonly limits: Limits;
  readonly timeoutMs: number;
  readonly trust: TrustSettings;
}

export interface ThumbnailRequest {
  readonly task: 'thumbnail';
  readonly content: Content;
  readonly facts: SubjectFacts;
  readonly raster?: Blob;
  readonly limits: Limits;
}

/** Asks for what the library keeps of a text. */
export interface FingerprintRequest {
  readonly task: 'fingerprint';
  readonly content: Content;
  readonly limits: Limits;
}

/** What a worker answers. A failure is one that the task foresees; a crash ends the worker. */
export type LaneAnswer =
  | LoadAnswer
  | { readonly signals: readonly Signal[] }
  | { readonly thumbnail: string }
  | { readonly keptText: KeptText }
  | {
      readonly failure: { readonly code: SubjectErrorCode; readonly said: Phrase; readonly detail?: string };
    };

export interface LoadAnswer {
  readonly facts: SubjectFacts;
  /** What of a text is checked: it may have been cut. */
  readonly text?: string;
  readonly notices: readonly Phrase[];
}

/**
 * What a lane's worker is told: what to do, what the models that its checks asked have answered, and that one of them
 * is being tested, or no longer.
 */
export type ToLaneWorker =
  | { readonly id: number; readonly request: LaneRequest }
  | { readonly asked: number; readonly reply: ModelRunReply }
  | { readonly asked: number; readonly testing: boolean };

/** What it says: the answer to what it was told to do, and on the way what its checks ask of models. */
export type FromLaneWorker =
  | { readonly id: number; readonly answer: LaneAnswer }
  | { readonly ask: ModelAsk };

export interface ModelAsk {
  readonly id: number;
  readonly modelId: string;
  readonly inputs: readonly ModelInput[];
}

/** A ModelError loses its class on the way. */
export type ModelRunReply =
  | { readonly answer: ModelAnswer }
  | {
      readonly failure: {
        readonly code: ModelFailure;
        readonly modelId: string;
        readonly said: Phrase;
        readonly detail?: string;
      };
    };

/** The part of a Worker that a lane uses; tests hand in their own. */
export interface LaneWorker {
  postMessage: (message: ToLaneWorker) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<FromLaneWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Why a lane gave no answer. The worker has been ended; the next request starts a new one. */
export class LaneError extends Error {
  override readonly name = 'LaneError';

  constructor(
    readonly reason: 'timeout' | 'crashed' | 'cancelled',
    message: string,
  ) {
    super(message);
  }
}

/**
 * One worker that does one thing at a time, in the order asked. A request that hangs or crashes takes only
 * itself down: the worker is ended, and the next request gets a new one.
 */
export class Lane {
  private worker: LaneWorker | null = null;
  private doing: {
    readonly id: number;
    readonly settle: (outcome: LaneAnswer | LaneError) => void;
    readonly onTrial: OnTrial;
  } | null = null;
  private tail: Promise<unknown> = Promise.resolve();
  private lastId = 0;

  constructor(
    private readonly startWorker: () => LaneWorker,
    /** Runs the models that checks in the worker ask. */
    private readonly models: ModelRunner,
  ) {}

  /**
   * Rejects with LaneError when there is no answer within `timeoutMs` of the start, or on abort. The time in which a
   * model is tested does not count, as TimeOut has it; `onTrial` is told of it.
   */
  ask(
    request: LaneRequest,
    timeoutMs: number,
    signal: AbortSignal,
    onTrial: OnTrial = () => undefined,
  ): Promise<LaneAnswer> {
    const answer = this.tail.then(() => this.askNow(request, timeoutMs, signal, onTrial));
    this.tail = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the worker, which gives its memory back; what it was doing is answered by its time-out. */
  end(): void {
    this.worker?.terminate();
    this.worker = null;
  }

  private askNow(
    request: LaneRequest,
    timeoutMs: number,
    signal: AbortSignal,
    onTrial: OnTrial,
  ): Promise<LaneAnswer> {
    if (signal.aborted) return Promise.reject(new LaneError('cancelled', 'cancelled before it started'));
    this.worker ??= this.listenTo(this.startWorker());
    const worker = this.worker;
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<LaneAnswer>((resolve, reject) => {
      const cancel = () => settle(new LaneError('cancelled', 'cancelled'));
      const timeOut = new TimeOut(
        () => settle(new LaneError('timeout', `no answer within ${timeoutMs} ms`)),
        timeoutMs,
        GRACE_MS,
      );
      const settle = (outcome: LaneAnswer | LaneError) => {
        timeOut.end();
        signal.removeEventListener('abort', cancel);
        this.doing = null;
        if (!(outcome instanceof LaneError)) return resolve(outcome);
        this.end();
        reject(outcome);
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.doing = {
        ...{ id, settle },
        onTrial: (testing) => {
          timeOut.hold(testing);
          onTrial(testing);
        },
      };
      worker.postMessage({ id, request });
    });
  }

  private listenTo(worker: LaneWorker): LaneWorker {
    worker.onerror = ({ message }) =>
      this.doing?.settle(new LaneError('crashed', message || 'the worker could not be started'));
    worker.onmessage = ({ data }) => {
      if ('ask' in data) void this.askModel(worker, data.ask);
      else if (data.id === this.doing?.id) this.doing.settle(data.answer);
    };
    return worker;
  }

  /** A model outlives the worker that asked it: its answer then goes nowhere. */
  private async askModel(worker: LaneWorker, { id, modelId, inputs }: ModelAsk): Promise<void> {
    const { doing } = this;
    const tell = (testing: boolean) => {
      // A check that ran out of time may have left its question behind.
      if (this.worker !== worker || this.doing !== doing) return;
      doing?.onTrial(testing);
      worker.postMessage({ asked: id, testing });
    };
    const reply = await this.models.run(modelId, inputs, tell).then(
      (answer): ModelRunReply => ({ answer }),
      (error: unknown) => ({ failure: failureOf(error, modelId) }),
    );
    if (this.worker === worker) worker.postMessage({ asked: id, reply });
  }
}

/** The check's own clock in the worker rings first. */
const GRACE_MS = 1000;

function failureOf(error: unknown, asked: string): Extract<ModelRunReply, { failure: object }>['failure'] {
  const { code, modelId, said, detail } =
    error instanceof ModelError
      ? error
      : new ModelError('crashed', asked, phrase('models.crashed', { model: asked }), String(error));
  return { code, modelId, said, ...(detail !== undefined && { detail }) };
}
