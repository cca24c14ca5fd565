import type { Lane as LaneName } from '../../utils/checks/check';
import { CHECKS } from '../../utils/checks/registry';
import type { Job, JobSource, WebSource } from '../../utils/jobs/job';
import { Lane } from '../../utils/jobs/lane';
import { JobQueue, type QueueSettings } from '../../utils/jobs/queue';
import { ask, receive, tellPages } from '../../utils/messages/bus';
import { rasteriseSvg } from '../../utils/platform/rasterise';
import { settingsStore } from '../../utils/platform/settings-store';
import { Records } from '../../utils/records/database';
import { createHistory } from '../../utils/records/history';
import { anchorsOf, createTrustLists } from '../../utils/records/trust-lists';
import { createUnfinished } from '../../utils/records/unfinished';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';
import { acquireFromPage } from './acquire';
import CheckWorker from './check-worker?worker';

/** The engine page: owns the queue and the workers, and ends when nothing has happened for a while. */
export function startEngine(): void {
  const records = new Records();
  const unfinished = createUnfinished(records);
  const history = createHistory(records);
  const trustLists = createTrustLists(records);
  const lanes: Record<LaneName, Lane> = { provenance: newLane(), metadata: newLane(), pixels: newLane() };
  const idle = new IdleEnd(() => queue.idle, lanes);

  const queue = new JobQueue({
    checks: CHECKS,
    lanes,
    settings: async (): Promise<QueueSettings> => {
      const settings = await settingsStore.read();
      return {
        limits: { maxBytes: settings.maxMegabytes * 1_048_576, maxPixels: settings.maxMegapixels * 1_000_000 },
        checkTimeoutMs: settings.checkSeconds * 1000,
        checksOff: settings.checksOff,
        trust: { anchors: anchorsOf(await trustLists.list()) },
      };
    },
    acquire: acquireFromPage,
    rasterise: rasteriseSvg,
    keepUnfinished: unfinished.put,
    forgetUnfinished: unfinished.remove,
    async keepHistory(job) {
      const { keepHistory, historyEntries } = await settingsStore.read();
      if (keepHistory) await history.keep(job, historyEntries);
    },
    publish(job) {
      idle.touch();
      tellPages('jobChanged', { job });
    },
  });

  receive('engine', {
    async submitFile({ name, declaredType, blobUrl }) {
      const blob = await (await fetch(blobUrl)).blob();
      return queue.submit({ kind: 'file', name, declaredType }, { blob }).id;
    },
    submitWeb: ({ source, intent }) => queue.submit(source, { ...(intent && { intent }) }).id,
    submitFailure: ({ source, reason }) => queue.submit(source, { failure: FAILURES[reason]() }).id,
    async chooseCandidate({ jobId, candidate }) {
      const { source } = await find(jobId);
      if (source.kind !== 'web') throw new Error('A file has one version');
      return queue.submit({ ...source, chosen: candidate } satisfies WebSource).id;
    },
    async again({ jobId }) {
      const { source } = await find(jobId);
      return queue.submit(source, await keptBytes(jobId, source)).id;
    },
    cancel: ({ jobId }) => queue.cancel(jobId),
    listJobs: () => queue.list(),
  });

  const find = async (jobId: string): Promise<Job> => {
    const job = queue.get(jobId) ?? (await history.get(jobId));
    if (!job) throw new Error(`There is no job ${jobId}`);
    return job;
  };
  const keptBytes = async (jobId: string, source: JobSource) => {
    const blob = source.kind === 'file' ? queue.bytesOf(jobId) : undefined;
    return blob ? { blob } : {};
  };

  void unfinished.list().then((rows) => {
    for (const { job, blob } of rows) queue.resume(job, blob);
  });
  idle.touch();
}

const FAILURES = {
  'no-picture': () => new SubjectError('not-found', phrase('subject.noneThere')),
  forbidden: () => new SubjectError('blocked', phrase('subject.pageForbidden')),
} as const;

function newLane(): Lane {
  return new Lane(() => new CheckWorker());
}

/** Ends the workers, and in Chrome the page, when no job has moved for a while: only that gives memory back. */
class IdleEnd {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly isIdle: () => boolean,
    private readonly lanes: Readonly<Record<LaneName, Lane>>,
  ) {}

  touch(): void {
    clearTimeout(this.timer);
    void settingsStore.read().then(({ idleSeconds }) => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.end(), idleSeconds * 1000);
    });
  }

  private end(): void {
    if (!this.isIdle()) return this.touch();
    for (const lane of Object.values(this.lanes)) lane.end();
    void ask('background', 'engineIsIdle').catch(() => undefined);
  }
}
