import { failedSignal } from '../checks/run';
import type { Signal } from '../checks/signal';
import type { Acquired } from '../subject/ladder';
import type { Limits } from '../subject/limits';
import { SubjectError } from '../subject/subject-error';
import { decide } from '../verdict/decide';
import { type Phrase, phrase } from '../words/phrase';
import { blobOf, contentOf, sizeOf } from './content';
import { failureOf, failureSignal, laneSignal, notForKind, saidBy } from './failures';
import { askedKindOf, type CheckRow, type Job, type JobSource } from './job';
import type { JobParts, JobSettings, PlannedCheck } from './job-parts';
import type { Content, LaneAnswer, LaneRequest, LoadAnswer, SubjectFacts } from './lane';
import { disguise, summarise } from './subject-summary';

/** A subject that has been loaded: its bytes, and what is known of it. */
interface Loaded {
  readonly content: Content;
  readonly facts: SubjectFacts;
}

/** One job from its first to its last step. */
export class JobRun {
  private unfinishedKept: Promise<void> = Promise.resolve();

  constructor(
    private job: Job,
    private readonly parts: JobParts,
    private readonly signal: AbortSignal,
    private readonly onChange: (job: Job) => void,
  ) {}

  async toEnd(given: Content | undefined, failure: SubjectError | undefined): Promise<void> {
    this.change({ status: 'loading' });
    this.keepUnfinished(undefined);
    let keepingBytes: ReturnType<typeof setTimeout> | undefined;
    try {
      if (failure) throw failure;
      const settings = await this.parts.settings();
      const loaded = await this.load(given, settings);
      // Writing megabytes would hold up the first answers, and most jobs have ended by then.
      keepingBytes = setTimeout(() => this.keepUnfinished(loaded.content), KEEP_BYTES_AFTER_MS);
      await this.check(loaded, settings);
      const features = await this.parts.features(loaded.facts.sha256).catch(() => undefined);
      const status = this.signal.aborted ? 'cancelled' : 'done';
      this.change({ status, verdict: this.decideNow(), ...(features && { features }) });
    } catch (error) {
      this.endWithout(error);
    }
    clearTimeout(keepingBytes);
    await this.keep(() => this.parts.keepHistory(this.job));
    await this.unfinishedKept;
    await this.parts.forgetUnfinished(this.job.id).catch(() => undefined);
  }

  private async load(given: Content | undefined, settings: JobSettings): Promise<Loaded> {
    const { content: read, ...acquired } = given
      ? { content: given, ...fileAsAcquired(this.job.source) }
      : await this.acquire(settings.limits);
    const answer = await this.parts.lanes.metadata.ask(
      {
        task: 'load',
        as: askedKindOf(this.job.source),
        content: read,
        coverage: acquired.coverage,
        limits: settings.limits,
      },
      LOAD_TIMEOUT_MS,
      this.signal,
    );
    const { facts, text, notices } = loadedBy(answer);
    const content = text === undefined ? read : contentOf(new TextEncoder().encode(text));
    this.change({
      status: 'checking',
      subject: summarise(this.job.source, acquired, facts, { size: sizeOf(content), text }),
    });
    this.note(...acquired.notices, ...notices, ...disguise(this.job.source, acquired, facts));
    if (acquired.grant !== undefined) this.change({ grant: acquired.grant });
    return { content, facts };
  }

  private async acquire(limits: Limits) {
    if (this.job.source.kind !== 'web') throw new SubjectError('unreadable', phrase('subject.bytesGone'));
    const acquiring = this.parts.acquire(this.job.source, limits, this.signal);
    const { bytes, ...acquired } = await abortable(acquiring, this.signal);
    return { content: contentOf(bytes), ...acquired };
  }

  private async check({ content, facts }: Loaded, settings: JobSettings): Promise<void> {
    const planned = this.parts.checks.filter(({ id }) => this.job.rows.some(({ check }) => check === id));
    const raster = await this.parts.rasterise(content, facts).catch(() => undefined);
    const shared = { content, facts, limits: settings.limits, ...(raster && { raster }) };
    const ask = (check: PlannedCheck) => this.checkOne(check, shared, settings);
    const [seeing, reading] = partition(planned, ({ lane }) => lane === 'pixels');
    // What takes longest is asked first; lanes answer in the order asked.
    const first = [
      ...seeing.filter(({ slow }) => !slow).map(ask),
      ...reading.map(ask),
      ...(facts.kind === 'image' ? [this.thumbnail({ task: 'thumbnail', ...shared })] : []),
    ];
    // A model takes every core that it gets, and would hold up the other lanes.
    await Promise.race([Promise.all(first), pause(HEAD_START_OF_SLOW_MS)]);
    await Promise.all([...first, ...seeing.filter(({ slow }) => slow).map(ask)]);
  }

  private async checkOne(
    check: PlannedCheck,
    shared: { content: Content; facts: SubjectFacts; limits: Limits; raster?: Blob },
    settings: JobSettings,
  ): Promise<void> {
    if (!check.kinds.includes(shared.facts.kind)) return this.answerRow(check.id, [notForKind(check.id)]);
    if (settings.checksOff.includes(check.id)) {
      return this.answerRow(check.id, [failedSignal(check.id, 'switched-off', phrase('check.switchedOff'))]);
    }
    this.setRow({ check: check.id, state: 'running', signals: [] });
    const { checkTimeoutMs: timeoutMs, trust } = settings;
    const request: LaneRequest = { task: 'check', check: check.id, ...shared, timeoutMs, trust };
    try {
      const onTrial = (testing: boolean) =>
        this.setRow({ check: check.id, state: testing ? 'testing' : 'running', signals: [] });
      const answer = await this.parts.lanes[check.lane].ask(
        request,
        timeoutMs + GRACE_MS,
        this.signal,
        onTrial,
      );
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
      this.signal.aborted
        ? { status: 'cancelled' }
        : { status: 'failed', error: failureOf(error, LOAD_TIMEOUT_MS) },
    );
  }

  /** Keeps the job while it is checked: nobody waits for the disk. */
  private keepUnfinished(content: Content | undefined): void {
    const { job } = this;
    this.unfinishedKept = this.unfinishedKept.then(() =>
      this.keep(() => this.parts.keepUnfinished(job, content && blobOf(content))),
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

/** What a lane may take beyond a check's own time, before its worker is taken to hang. */
const GRACE_MS = 1000;

/** How long what is slow waits for what is quick, where that hangs. */
const HEAD_START_OF_SLOW_MS = 2000;

/** When the bytes of a job that is still under way are kept, so that it survives the end of this process. */
const KEEP_BYTES_AFTER_MS = 300;

/** How long loading and drawing may take. */
const LOAD_TIMEOUT_MS = 15_000;

function loadedBy(answer: LaneAnswer): LoadAnswer {
  if ('facts' in answer) return answer;
  if (!('failure' in answer)) throw new Error('The worker answered something else');
  const { code, said, detail } = answer.failure;
  throw new SubjectError(code, said, detail);
}

function fileAsAcquired(source: JobSource): Omit<Acquired, 'bytes'> {
  const declaredType = source.kind === 'file' ? source.declaredType : '';
  return { coverage: 'file', declaredType, readFrom: '', notices: [] };
}

/** The hash that the fingerprint check found, which the library needs. */
function fingerprintOf(signals: readonly Signal[]): string | undefined {
  for (const { check, evidence } of signals) {
    if (check === 'fingerprint' && 'hash' in evidence && typeof evidence.hash === 'string')
      return evidence.hash;
  }
  return undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Those that it holds for, and the others. */
function partition<Item>(items: readonly Item[], holds: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
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
