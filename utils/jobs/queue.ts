import type { Lane as LaneName, TrustSettings } from '../checks/check';
import { failedSignal, timedOutSignal } from '../checks/run';
import type { Signal } from '../checks/signal';
import type { Acquired } from '../subject/ladder';
import { GrantableError } from '../subject/ladder';
import type { Limits } from '../subject/limits';
import { disguiseNotice } from '../subject/load';
import type { SubjectKind } from '../subject/subject';
import { SubjectError } from '../subject/subject-error';
import { decide } from '../verdict/decide';
import { type Phrase, phrase } from '../words/phrase';
import type { CheckRow, Failure, Job, JobSource, SubjectSummary } from './job';
import { type Lane, LaneError, type LaneRequest, type SubjectFacts } from './lane';

/** What the queue knows of a check: enough to plan it, nothing of how it works. */
export interface PlannedCheck {
  readonly id: string;
  readonly kinds: readonly SubjectKind[];
  readonly lane: LaneName;
  readonly slow?: true;
}

export interface QueueSettings {
  readonly limits: Limits;
  readonly checkTimeoutMs: number;
  readonly checksOff: readonly string[];
  readonly trust: TrustSettings;
}

/** The queue's surroundings. Everything that touches a browser or a disk is handed in. */
export interface QueueParts {
  readonly checks: readonly PlannedCheck[];
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly settings: () => Promise<QueueSettings>;
  /** Gets the bytes of something on a page. Rejects with SubjectError. */
  readonly acquire: (
    source: Extract<JobSource, { kind: 'web' }>,
    limits: Limits,
    signal: AbortSignal,
  ) => Promise<Acquired>;
  /** Draws what a worker cannot decode (SVG); undefined for all other types. Rejects with SubjectError. */
  readonly rasterise: (blob: Blob, facts: SubjectFacts) => Promise<Blob | undefined>;
  readonly keepUnfinished: (job: Job, blob?: Blob) => Promise<void>;
  readonly forgetUnfinished: (id: string) => Promise<void>;
  readonly keepHistory: (job: Job) => Promise<void>;
  /** Tells whoever looks that a job has changed. */
  readonly publish: (job: Job) => void;
}

export interface SubmitOptions {
  /** A file's bytes; those of something on a page are acquired. */
  readonly blob?: Blob;
  readonly intent?: 'add-to-library';
  /** Why there is nothing to check: the job ends with it, so that the user is told where they look. */
  readonly failure?: SubjectError;
}

/**
 * The jobs of the engine page. Each has an id, time-outs, progress that is published row by row, and can be
 * cancelled. A job is kept until it has ended, so that none is lost with the process.
 */
export class JobQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly running = new Map<string, AbortController>();
  private readonly files = new Map<string, Blob>();

  constructor(private readonly parts: QueueParts) {}

  /** Starts a job and answers it at once, still waiting. */
  submit(source: JobSource, { blob, intent, failure }: SubmitOptions = {}): Job {
    const job: Job = {
      id: crypto.randomUUID(),
      created: new Date().toISOString(),
      source,
      status: 'waiting',
      ...(intent && { intent }),
      rows: this.parts.checks
        .filter(({ kinds }) => kinds.includes('image'))
        .map(({ id }) => ({ check: id, state: 'waiting', signals: [] })),
      notices: [],
    };
    this.start(job, blob, failure);
    return job;
  }

  /** Takes up a job that an earlier process left unfinished. */
  resume(job: Job, blob?: Blob): void {
    if (this.jobs.has(job.id)) return;
    const { subject: _, ...rest } = job;
    const fresh = rest.rows.map(({ check }): CheckRow => ({ check, state: 'waiting', signals: [] }));
    this.start({ ...rest, status: 'waiting', rows: fresh, notices: [] }, blob);
  }

  /** Ends a job; what it has found until then stays. */
  cancel(id: string): void {
    this.running.get(id)?.abort();
  }

  /** This process's jobs, newest first. */
  list(): readonly Job[] {
    return [...this.jobs.values()].sort((one, other) => other.created.localeCompare(one.created));
  }

  get(id: string): Job | undefined {
    return this.jobs.get(id);
  }

  /** Whether nothing is under way, so that the process may end. */
  get idle(): boolean {
    return this.running.size === 0;
  }

  /** The bytes of a file that was checked, while they are at hand. */
  bytesOf(id: string): Blob | undefined {
    return this.files.get(id);
  }

  private start(job: Job, blob: Blob | undefined, failure?: SubjectError): void {
    const abort = new AbortController();
    this.running.set(job.id, abort);
    if (blob) this.files.set(job.id, blob);
    const run = new JobRun(job, this.parts, abort.signal, (changed) => {
      this.jobs.set(changed.id, changed);
      this.parts.publish(changed);
    });
    void run.toEnd(blob, failure).finally(() => {
      this.running.delete(job.id);
      this.forgetOldest();
    });
  }

  /** Finished jobs live on in the history; here only the latest are at hand. */
  private forgetOldest(): void {
    for (const { id } of this.list().slice(JOBS_AT_HAND)) {
      if (this.running.has(id)) continue;
      this.jobs.delete(id);
      this.files.delete(id);
    }
  }
}

const JOBS_AT_HAND = 50;

/** What a lane may take beyond a check's own time, before its worker is taken to hang. */
const GRACE_MS = 1000;

/** How long loading and drawing may take. */
const LOAD_TIMEOUT_MS = 15_000;

/** One job from its first to its last step. */
class JobRun {
  constructor(
    private job: Job,
    private readonly parts: QueueParts,
    private readonly signal: AbortSignal,
    private readonly onChange: (job: Job) => void,
  ) {}

  async toEnd(givenBlob: Blob | undefined, failure: SubjectError | undefined): Promise<void> {
    this.change({ status: 'loading' });
    await this.keep(() => this.parts.keepUnfinished(this.job, givenBlob));
    try {
      if (failure) throw failure;
      const settings = await this.parts.settings();
      const { blob, facts } = await this.load(givenBlob, settings);
      await this.check(blob, facts, settings);
      this.change({ status: this.signal.aborted ? 'cancelled' : 'done', verdict: this.decideNow() });
    } catch (error) {
      this.endWithout(error);
    }
    await this.keep(() => this.parts.keepHistory(this.job));
    await this.parts.forgetUnfinished(this.job.id).catch(() => undefined);
  }

  private async load(givenBlob: Blob | undefined, settings: QueueSettings) {
    const { blob, acquired } = givenBlob
      ? { blob: givenBlob, acquired: fileAsAcquired(givenBlob) }
      : await this.acquire(settings.limits);
    const answer = await this.parts.lanes.metadata.ask(
      { task: 'load', blob, coverage: acquired.coverage, limits: settings.limits },
      LOAD_TIMEOUT_MS,
      this.signal,
    );
    if ('failure' in answer)
      throw new SubjectError(
        answer.failure.code as SubjectError['code'],
        answer.failure.said,
        answer.failure.detail,
      );
    if (!('facts' in answer)) throw new Error('The worker answered something else');
    const { facts } = answer;
    this.change({ status: 'checking', subject: summarise(this.job.source, acquired, facts, blob.size) });
    this.note(...acquired.notices, ...disguise(this.job.source, acquired, facts));
    if (acquired.grant !== undefined) this.change({ grant: acquired.grant });
    if (!givenBlob) await this.keep(() => this.parts.keepUnfinished(this.job, blob));
    return { blob, facts };
  }

  private async acquire(limits: Limits) {
    if (this.job.source.kind === 'file') throw new SubjectError('unreadable', phrase('subject.bytesGone'));
    const acquired = await abortable(this.parts.acquire(this.job.source, limits, this.signal), this.signal);
    // A Blob travels to the workers by reference; its bytes would be copied.
    return { blob: new Blob([acquired.bytes]), acquired };
  }

  private async check(blob: Blob, facts: SubjectFacts, settings: QueueSettings): Promise<void> {
    const planned = this.parts.checks.filter(({ id }) => this.job.rows.some(({ check }) => check === id));
    const raster = await this.parts.rasterise(blob, facts).catch(() => undefined);
    const shared = { blob, facts, limits: settings.limits, ...(raster && { raster }) };
    const thumbnail =
      facts.kind === 'image' ? this.thumbnail({ task: 'thumbnail', ...shared }) : Promise.resolve();
    await Promise.all([thumbnail, ...planned.map(async (check) => this.checkOne(check, shared, settings))]);
  }

  private async checkOne(
    check: PlannedCheck,
    shared: { blob: Blob; facts: SubjectFacts; limits: Limits; raster?: Blob },
    settings: QueueSettings,
  ): Promise<void> {
    if (!check.kinds.includes(shared.facts.kind)) return this.answerRow(check.id, [notForKind(check.id)]);
    if (settings.checksOff.includes(check.id)) {
      return this.answerRow(check.id, [failedSignal(check.id, 'switched-off', phrase('check.switchedOff'))]);
    }
    this.setRow({ check: check.id, state: 'running', signals: [] });
    const { checkTimeoutMs: timeoutMs, trust } = settings;
    const request: LaneRequest = { task: 'check', check: check.id, ...shared, timeoutMs, trust };
    try {
      const answer = await this.parts.lanes[check.lane].ask(request, timeoutMs + GRACE_MS, this.signal);
      const signals = 'signals' in answer ? answer.signals : [failureSignal(check.id, answer)];
      // A library that crashed, WebAssembly above all, may be left in no state to go on.
      if (signals.some(({ reason }) => reason === 'crashed')) this.parts.lanes[check.lane].end();
      this.answerRow(check.id, signals);
    } catch (error) {
      this.answerRow(check.id, [laneSignal(check.id, error, timeoutMs)]);
    }
  }

  private async thumbnail(request: LaneRequest): Promise<void> {
    const answer = await this.parts.lanes.pixels.ask(request, LOAD_TIMEOUT_MS, this.signal).catch(() => null);
    if (answer && 'thumbnail' in answer && this.job.subject) {
      this.change({ subject: { ...this.job.subject, thumbnail: answer.thumbnail } });
    }
  }

  private answerRow(check: string, signals: readonly Signal[]): void {
    this.setRow({ check, state: 'done', signals });
    const fingerprint = fingerprintOf(signals);
    if (fingerprint !== undefined && this.job.subject) {
      this.change({ subject: { ...this.job.subject, fingerprint } });
    }
  }

  private setRow(row: CheckRow): void {
    this.change({ rows: this.job.rows.map((old) => (old.check === row.check ? row : old)) });
  }

  private decideNow() {
    return decide(this.job.rows.flatMap(({ signals }) => signals));
  }

  /** The subject could not be had: the job ends with the reason. */
  private endWithout(error: unknown): void {
    this.change(
      this.signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: failureOf(error) },
    );
  }

  /** A store that refuses to write must not cost the user the answer: it becomes a notice beside it. */
  private async keep(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.note(saidBy(error) ?? phrase('records.notKept'));
    }
  }

  private note(...notices: readonly Phrase[]): void {
    const known = new Set(this.job.notices.map(({ key }) => key));
    const fresh = notices.filter(({ key }) => !known.has(key));
    if (fresh.length > 0) this.change({ notices: [...this.job.notices, ...fresh] });
  }

  private change(changes: Partial<Job>): void {
    this.job = { ...this.job, ...changes };
    this.onChange(this.job);
  }
}

function fileAsAcquired(blob: Blob): Omit<Acquired, 'bytes'> {
  return { coverage: 'file', declaredType: blob.type, readFrom: '', notices: [] };
}

function summarise(
  source: JobSource,
  { readFrom, coverage }: Pick<Acquired, 'readFrom' | 'coverage'>,
  { kind, mediaType, sha256, dimensions }: SubjectFacts,
  size: number,
): SubjectSummary {
  const name = source.kind === 'file' ? source.name : nameOfAddress(readFrom);
  return {
    kind,
    name,
    mediaType,
    size,
    sha256,
    dimensions,
    coverage,
    ...(readFrom && { readFrom: readFrom.slice(0, MAX_ADDRESS) }),
  };
}

/** A data: URL as long as its picture helps nobody who reads it. */
const MAX_ADDRESS = 2000;

/** The last part of an address's path, decoded; the host where there is none. */
function nameOfAddress(address: string): string {
  if (/^(data|blob):/i.test(address)) return address.slice(0, 5) === 'data:' ? 'data:' : 'blob:';
  try {
    const url = new URL(address);
    return decodeURIComponent(url.pathname.split('/').filter(Boolean).at(-1) ?? url.host);
  } catch {
    return address.slice(0, 80);
  }
}

function disguise(
  source: JobSource,
  acquired: Pick<Acquired, 'declaredType' | 'readFrom' | 'coverage'>,
  facts: SubjectFacts,
) {
  if (acquired.coverage === 'pixels') return [];
  const name = source.kind === 'file' ? source.name : nameOfAddress(acquired.readFrom);
  const notice = disguiseNotice(name, acquired.declaredType, facts);
  return notice ? [notice] : [];
}

function notForKind(check: string): Signal {
  return {
    check,
    finding: 'not-applicable',
    basis: 'declared',
    summary: phrase('check.notForKind'),
    reason: 'kind',
    ms: 0,
    evidence: {},
  };
}

function failureSignal(check: string, answer: object): Signal {
  const { failure } = answer as { failure?: { code: string; said: Phrase; detail?: string } };
  if (!failure) return failedSignal(check, 'crashed', phrase('check.crashed'));
  return failedSignal(check, failure.code, failure.said, failure.detail);
}

function laneSignal(check: string, error: unknown, timeoutMs: number): Signal {
  if (error instanceof LaneError && error.reason === 'timeout') return timedOutSignal(check, timeoutMs);
  if (error instanceof LaneError && error.reason === 'cancelled') {
    return failedSignal(check, 'cancelled', phrase('check.cancelled'));
  }
  return failedSignal(
    check,
    'crashed',
    phrase('check.crashed'),
    error instanceof Error ? error.message : String(error),
  );
}

function failureOf(error: unknown): Failure {
  if (error instanceof SubjectError) {
    return {
      code: error.code,
      said: error.said,
      ...(error.detail !== undefined && { detail: error.detail }),
      ...(error instanceof GrantableError && { grant: error.grant }),
    };
  }
  if (error instanceof LaneError && error.reason === 'timeout') {
    return {
      code: 'timeout',
      said: phrase('subject.loadTimeout', undefined, LOAD_TIMEOUT_MS / 1000),
      detail: error.message,
    };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'unreadable', said: phrase('subject.unreadable'), detail };
}

/** Errors of the stores carry what to tell the user. */
function saidBy(error: unknown): Phrase | undefined {
  return typeof error === 'object' && error !== null && 'said' in error ? (error.said as Phrase) : undefined;
}

/** The hash that the fingerprint check found, which the library needs. */
function fingerprintOf(signals: readonly Signal[]): string | undefined {
  for (const { check, evidence } of signals) {
    if (check === 'fingerprint' && 'hash' in evidence && typeof evidence.hash === 'string')
      return evidence.hash;
  }
  return undefined;
}

/** The promise, or a rejection as soon as the signal is aborted. */
function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
