import { AI_IMAGE_MODEL, pictureKey } from '../../utils/checks/ai-image';
import type { Lane as LaneName } from '../../utils/checks/check';
import { CHECKS } from '../../utils/checks/registry';
import type { ModelService } from '../../utils/inference/model-service';
import { contentOf, readContent } from '../../utils/jobs/content';
import type { Job } from '../../utils/jobs/job';
import { Lane } from '../../utils/jobs/lane';
import { JobQueue } from '../../utils/jobs/queue';
import { keptText, textSource } from '../../utils/jobs/text-source';
import { ask, type Handlers, receive, tellPages } from '../../utils/messages/bus';
import { serveDecoding } from '../../utils/platform/page-decoder';
import { rasteriseSvg } from '../../utils/platform/rasterise';
import { limitsOf } from '../../utils/policy/settings';
import { Records } from '../../utils/records/database';
import { createHistory, type History } from '../../utils/records/history';
import { createTrustLists } from '../../utils/records/trust-lists';
import { createUnfinished } from '../../utils/records/unfinished';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';
import { acquireFromPage } from './acquire';
import type { CheckWorkerSetUp } from './check-worker';
import CheckWorker from './check-worker?worker';
import { fingerprintText } from './fingerprint-text';
import { IdleEnd } from './idle-end';
import { createModels, type ModelHandlers, modelHandlers } from './models';
import { readPicture } from './read-picture';
import { RulesInForce } from './rules-in-force';

/** The engine page: owns the queue and the workers, and ends when nothing has happened for a while. */
export async function startEngine(): Promise<void> {
  const records = new Records();
  const history = createHistory(records);
  const rules = new RulesInForce(createTrustLists(records));
  const models = createModels(records, rules);
  const newLane = () => new Lane(startCheckWorker, models);
  const lanes: Record<LaneName, Lane> = { provenance: newLane(), metadata: newLane(), pixels: newLane() };
  const idle = new IdleEnd(() => (queue.idle && models.idle ? fallAsleep(lanes, models) : idle.touch()));
  const queue = createQueue({ records, history, lanes, idle, rules, models });
  receive('engine', {
    ...handlersOf({ queue, history, rules, idle, lanes }),
    ...modelHandlers(models, () => idle.touch()),
  });
  idle.touch();
  for (const { job, blob } of await createUnfinished(records).list()) {
    queue.resume(job, blob && (await readContent(blob)));
  }
}

interface Engine {
  readonly records: Records;
  readonly history: History;
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly idle: IdleEnd;
  readonly rules: RulesInForce;
  readonly models: ModelService;
}

function createQueue({ records, history, lanes, idle, rules, models }: Engine): JobQueue {
  const unfinished = createUnfinished(records);
  const queue = new JobQueue({
    checks: CHECKS,
    lanes,
    async settings() {
      const { settings, anchors } = await rules.read();
      idle.setSeconds(settings.idleSeconds);
      return {
        limits: limitsOf(settings),
        checkTimeoutMs: settings.checkSeconds * 1000,
        checksOff: settings.checksOff,
        trust: { anchors },
      };
    },
    acquire: acquireFromPage,
    rasterise: rasteriseSvg,
    features: (sha256) => models.pooledFeatures(AI_IMAGE_MODEL, pictureKey(sha256)),
    keepUnfinished: unfinished.put,
    forgetUnfinished: unfinished.remove,
    async keepHistory(job) {
      const { keepHistory, historyEntries } = (await rules.read()).settings;
      if (keepHistory) await history.keep(job, historyEntries);
    },
    publish(job) {
      idle.touch();
      tellPages('jobChanged', { job });
      // What the models made of its picture is needed no longer.
      if (queue.list().every(hasEnded)) models.dropFeatures();
    },
  });
  return queue;
}

function hasEnded({ status }: Job): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

function handlersOf({
  queue,
  history,
  rules,
  idle,
  lanes,
}: Pick<Engine, 'history' | 'rules' | 'idle' | 'lanes'> & { readonly queue: JobQueue }): Omit<
  Handlers<'engine'>,
  keyof ModelHandlers
> {
  const find = async (jobId: string): Promise<Job> => {
    const job = queue.get(jobId) ?? (await history.get(jobId));
    if (!job) throw new Error(`There is no job ${jobId}`);
    return job;
  };
  return {
    async submitFile({ name, declaredType, blobUrl }) {
      const content = await readContent(await (await fetch(blobUrl)).blob());
      return queue.submit({ kind: 'file', name, declaredType }, { content }).id;
    },
    submitText: ({ text, page }) =>
      queue.submit(textSource(text, page), { content: contentOf(new TextEncoder().encode(text)) }).id,
    submitWeb: ({ source, intent }) => queue.submit(source, { ...(intent && { intent }) }).id,
    submitFailure: ({ source, reason }) => queue.submit(source, { failure: FAILURES[reason] }).id,
    async chooseCandidate({ jobId, candidate }) {
      const { source } = await find(jobId);
      if (source.kind !== 'web') throw new Error('It has one version');
      return queue.submit({ ...source, chosen: candidate }).id;
    },
    async again({ jobId }) {
      const job = await find(jobId);
      const content = queue.contentOf(jobId) ?? keptText(job);
      return queue.submit(job.source, { ...(content && { content }) }).id;
    },
    cancel: ({ jobId }) => queue.cancel(jobId),
    listJobs: () => queue.list(),
    async readPicture({ jobId, source }) {
      idle.touch();
      const limits = limitsOf((await rules.read()).settings);
      return URL.createObjectURL(await readPicture(source, queue.contentOf(jobId), limits));
    },
    async fingerprintText({ jobId }) {
      idle.touch();
      const content = queue.contentOf(jobId) ?? keptText(await find(jobId));
      return fingerprintText(content, lanes.metadata, limitsOf((await rules.read()).settings));
    },
    blobTaken: ({ blobUrl }) => URL.revokeObjectURL(blobUrl),
    settingsChanged: () => rules.forget(),
  };
}

function startCheckWorker(): Worker {
  const worker = new CheckWorker();
  if (import.meta.env.FIREFOX) {
    const { port1, port2 } = new MessageChannel();
    serveDecoding(port1);
    worker.postMessage({ decodingAt: port2 } satisfies CheckWorkerSetUp, [port2]);
  }
  return worker;
}

const FAILURES = {
  'no-picture': new SubjectError('not-found', phrase('subject.noneThere')),
  forbidden: new SubjectError('blocked', phrase('subject.pageForbidden')),
} as const;

/** Ends the workers, and in Chrome the page: only that gives their memory back. */
function fallAsleep(lanes: Readonly<Record<LaneName, Lane>>, models: ModelService): void {
  for (const lane of Object.values(lanes)) lane.end();
  models.end();
  void ask('background', 'engineIsIdle').catch(() => undefined);
}
