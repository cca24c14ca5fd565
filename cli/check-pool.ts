import { Worker } from 'node:worker_threads';
import { failedSignal, timedOutSignal } from '../utils/checks/run';
import type { Signal } from '../utils/checks/signal';
import { TimeOut } from '../utils/checks/time-out';
import type { Failure, SubjectSummary } from '../utils/jobs/job';
import type { AskedKind } from '../utils/subject/subject';
import { type Phrase, phrase } from '../utils/words/phrase';
import type { Outcome } from './outcome';
import type { FromWorker, Services, Source, Step, WorkerSetup } from './protocol';

export interface PoolOptions {
  /** The built worker. */
  readonly script: URL;
  /** The most workers at a time. */
  readonly size: number;
  readonly setup: WorkerSetup;
  readonly services: Services;
}

/** One subject to load and check. */
export interface CheckTask {
  /** As shown to the user. */
  readonly name: string;
  readonly source: Source;
  readonly asked: AskedKind;
}

/**
 * Checks subjects side by side, one at a time in each worker. A worker that hangs or dies takes only the step
 * down that it was at: the subject's other checks are done by the worker that follows it.
 */
export class CheckPool {
  readonly #waiting: Progress[] = [];
  readonly #idle: CheckWorker[] = [];
  readonly #workers = new Set<CheckWorker>();
  #busy = 0;
  #stopped = false;

  constructor(private readonly options: PoolOptions) {}

  /** Never rejects: what goes wrong is in the outcome. */
  check(task: CheckTask): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#waiting.push(new Progress(task, resolve));
      if (this.#busy < this.options.size) void this.#work();
    });
  }

  /** Starts a worker ahead of the first subject, while there is something else to do. */
  warmUp(): void {
    this.#idle.push(this.#open());
  }

  /** Ends the workers in the middle of what they do: what is still being checked is never answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.length = 0;
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  /** One worker after the other, until nothing waits. */
  async #work(): Promise<void> {
    this.#busy += 1;
    let worker = this.#idle.pop() ?? this.#open();
    for (let progress = this.#waiting.shift(); progress; progress = this.#waiting.shift()) {
      while (!(await worker.work(progress))) {
        if (this.#stopped) return;
        this.#workers.delete(worker);
        void worker.end();
        worker = this.#open();
      }
      progress.resolve(progress.outcome());
    }
    this.#idle.push(worker);
    this.#busy -= 1;
  }

  #open(): CheckWorker {
    const worker = new CheckWorker(this.options);
    this.#workers.add(worker);
    return worker;
  }
}

/** What is known of one subject so far: it outlives the worker that found it out. */
class Progress {
  readonly signals: Signal[] = [];
  readonly answered: string[] = [];
  #subject: SubjectSummary | null = null;
  #sha256: string | null = null;
  #notices: readonly Phrase[] = [];
  #failure: Failure | null = null;

  constructor(
    readonly task: CheckTask,
    readonly resolve: (outcome: Outcome) => void,
  ) {}

  get refused(): boolean {
    return this.#failure !== null;
  }

  loaded(subject: SubjectSummary, notices: readonly Phrase[]): void {
    this.#subject = subject;
    this.#sha256 = subject.sha256;
    this.#notices = notices;
  }

  refuse(failure: Failure, sha256: string | null): void {
    this.#failure = failure;
    this.#sha256 = sha256;
  }

  answer(check: string, signals: readonly Signal[]): void {
    this.answered.push(check);
    this.signals.push(...signals);
  }

  /** The step that a worker was at when it was lost: it is not tried again. */
  lose(step: Step, loss: Loss, timeoutMs: number): void {
    if (step.kind === 'check') {
      const failed =
        loss.reason === 'timeout'
          ? timedOutSignal(step.check, timeoutMs)
          : failedSignal(step.check, 'crashed', phrase('check.crashed'), loss.detail);
      this.answer(step.check, [failed]);
    } else if (loss.reason === 'timeout') {
      const said = phrase('subject.loadTimeout', undefined, Math.round(timeoutMs / 1000));
      this.refuse({ code: 'timeout', said }, null);
    } else {
      this.refuse({ code: 'crashed', said: phrase('subject.unreadable'), detail: loss.detail }, null);
    }
  }

  outcome(): Outcome {
    return {
      path: this.task.name,
      asked: this.task.asked,
      subject: this.#subject,
      sha256: this.#sha256,
      signals: this.signals,
      notices: this.#notices,
      failure: this.#failure,
    };
  }
}

type Loss = { readonly reason: 'timeout' } | { readonly reason: 'crashed'; readonly detail: string };

/** The worker's own clock rings first; this one is for a worker that no longer hears it. */
const GRACE_MS = 1000;

/** What a new worker may take until it takes up its first subject, on a busy machine. */
const START_MS = 30_000;

/** One worker thread and the clock that watches it. */
class CheckWorker {
  readonly #worker: Worker;
  #clock: TimeOut | undefined;
  #progress: Progress | null = null;
  #step: Step = { kind: 'load' };
  #settle: (finished: boolean) => void = () => {};
  #dead = false;

  constructor(private readonly options: PoolOptions) {
    // What libraries print in there is nobody's answer: the standard output carries the answers alone.
    this.#worker = new Worker(options.script, { workerData: options.setup, stdout: true, stderr: true });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#lost({ reason: 'crashed', detail: error.message }));
    this.#worker.on('exit', (code) => this.#lost({ reason: 'crashed', detail: `worker ended (${code})` }));
  }

  /** Takes the subject as far as it can. False: the worker was lost on the way and must be replaced. */
  work(progress: Progress): Promise<boolean> {
    if (progress.refused) return Promise.resolve(true);
    if (this.#dead) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#progress = progress;
      this.#begin({ kind: 'load' }, START_MS);
      const { name, source, asked } = progress.task;
      this.#worker.postMessage({
        type: 'check',
        ...{ name, source, as: asked },
        answered: progress.answered,
      });
    });
  }

  async end(): Promise<void> {
    this.#clock?.end();
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    const progress = this.#progress;
    if (message.type === 'ask') void this.#serve(message);
    if (progress === null) return;
    if (message.type === 'began') this.#begin(message.step);
    else if (message.type === 'loaded') progress.loaded(message.subject, message.notices);
    else if (message.type === 'refused') progress.refuse(message.failure, message.sha256);
    else if (message.type === 'answered') progress.answer(message.check, message.signals);
    else if (message.type === 'finished') this.#finish(true);
  }

  #begin(step: Step, milliseconds = this.options.setup.timeoutMs + GRACE_MS): void {
    this.#step = step;
    this.#clock?.end();
    this.#clock = new TimeOut(() => this.#lost({ reason: 'timeout' }), milliseconds, GRACE_MS);
  }

  #lost(loss: Loss): void {
    this.#dead = true;
    this.#progress?.lose(this.#step, loss, this.options.setup.timeoutMs);
    this.#finish(false);
  }

  #finish(finished: boolean): void {
    this.#clock?.end();
    this.#progress = null;
    this.#settle(finished);
  }

  async #serve({ id, method, args }: Extract<FromWorker, { type: 'ask' }>): Promise<void> {
    const onTrial = (testing: boolean) => {
      this.#clock?.hold(testing);
      this.#worker.postMessage({ type: 'trial', id, testing });
    };
    const given = method === 'runModel' ? [...args, onTrial] : args;
    try {
      const service: (...args: never[]) => Promise<unknown> = this.options.services[method];
      this.#worker.postMessage({ type: 'answer', id, value: await service(...(given as never[])) });
    } catch (error) {
      this.#worker.postMessage({
        type: 'answer',
        id,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
