import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { Check, CheckTools } from '../utils/checks/check';
import { runCheck } from '../utils/checks/run';
import { ModelError, type ModelRunner } from '../utils/inference/model-runner';
import type { OnTrial } from '../utils/inference/trial-watch';
import { SHOWN_CHARACTERS, type SubjectSummary } from '../utils/jobs/job';
import { disguiseNotice, loadSubject } from '../utils/subject/load';
import type { Subject } from '../utils/subject/subject';
import { loadText } from '../utils/subject/text/load-text';
import { decoderFor, makeThumbnail } from './decode';
import { describeFailure } from './failure';
import type { FromWorker, Services, ToWorker, WorkerSetup } from './protocol';
import { readFileWithin } from './read-file';

/** Answers the main thread's messages: loads one subject at a time and runs the checks on it, in their order. */
export function serveChecks(port: MessagePort, all: readonly Check[], setup: WorkerSetup): void {
  const checks = all.filter(({ id }) => setup.only?.includes(id) ?? true);
  const post = (message: FromWorker) => port.postMessage(message);
  const remote = askThrough(post);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'answer') remote.settle(message);
    else if (message.type === 'trial') remote.tellTrial(message);
    else void checkOne(message, checks, setup, remote.services, post);
  });
}

async function checkOne(
  task: Extract<ToWorker, { type: 'check' }>,
  checks: readonly Check[],
  setup: WorkerSetup,
  services: Services,
  post: (message: FromWorker) => void,
): Promise<void> {
  post({ type: 'began', step: { kind: 'load' } });
  const subject = await loadOrRefuse(task, setup, post);
  if (subject) {
    const tools = toolsFor(subject, setup, services);
    const options = { ...setup, signal: new AbortController().signal };
    for (const check of checks) {
      if (!check.kinds.includes(subject.kind) || task.answered.includes(check.id)) continue;
      post({ type: 'began', step: { kind: 'check', check: check.id } });
      post({ type: 'answered', check: check.id, signals: await runCheck(check, subject, tools, options) });
    }
  }
  post({ type: 'finished' });
}

async function loadOrRefuse(
  { name, source, as }: Extract<ToWorker, { type: 'check' }>,
  { limits, thumbnails }: WorkerSetup,
  post: (message: FromWorker) => void,
): Promise<Subject | null> {
  let bytes: Uint8Array<ArrayBuffer> | null = null;
  try {
    bytes = 'bytes' in source ? source.bytes : await readFileWithin(source.path, limits);
    if (as === 'text') {
      const { subject, text, notices } = await loadText(bytes, limits);
      post({ type: 'loaded', subject: summarise(subject, name, { text }), notices });
      return subject;
    }
    const subject = await loadSubject(bytes, { coverage: 'file', limits });
    const notice = disguiseNotice(name, '', subject);
    const thumbnail = thumbnails ? await makeThumbnail(subject, limits) : null;
    post({
      type: 'loaded',
      subject: summarise(subject, name, { thumbnail }),
      notices: notice ? [notice] : [],
    });
    return subject;
  } catch (error) {
    const sha256 = bytes && createHash('sha256').update(bytes).digest('hex');
    post({ type: 'refused', failure: describeFailure(error), sha256 });
    return null;
  }
}

function summarise(
  subject: Subject,
  name: string,
  { thumbnail = null, text }: { readonly thumbnail?: string | null; readonly text?: string },
): SubjectSummary {
  const { kind, mediaType, sha256, dimensions, coverage, bytes } = subject;
  return {
    ...{ kind, name: basename(name), mediaType, size: bytes.length, sha256, dimensions, coverage },
    ...(thumbnail !== null && { thumbnail }),
    ...(text !== undefined && {
      text: { content: text.slice(0, SHOWN_CHARACTERS), characters: text.length },
    }),
  };
}

function toolsFor(subject: Subject, { limits, trust }: WorkerSetup, services: Services): CheckTools {
  return {
    decode: decoderFor(subject, limits),
    trust,
    library: {
      size: services.librarySize,
      find: services.libraryFind,
      sizeOfTexts: services.librarySizeOfTexts,
      findTexts: services.libraryFindTexts,
    },
    models: modelRunner(services),
    loadWasm: services.loadWasm,
  };
}

function modelRunner({ runModel }: Services): ModelRunner {
  return {
    async run(modelId, pictures, onTrial) {
      const outcome = await runModel(modelId, pictures, onTrial);
      if ('answer' in outcome) return outcome.answer;
      const { code, modelId: failed, said, detail } = outcome.failure;
      throw new ModelError(code, failed, said, detail);
    },
  };
}

interface Asked {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
  readonly onTrial: OnTrial | undefined;
}

/** The main thread's services, called by message. */
function askThrough(post: (message: FromWorker) => void) {
  const open = new Map<number, Asked>();
  let last = 0;
  const put = <Method extends keyof Services>(method: Method, args: unknown[], onTrial?: OnTrial) =>
    new Promise<Awaited<ReturnType<Services[Method]>>>((resolve, reject) => {
      last += 1;
      open.set(last, { resolve, reject, onTrial });
      post({ type: 'ask', id: last, method, args });
    });
  const ask =
    <Method extends keyof Services>(method: Method) =>
    (...args: Parameters<Services[Method]>) =>
      put(method, args);
  return {
    services: {
      loadWasm: ask('loadWasm'),
      librarySize: ask('librarySize'),
      libraryFind: ask('libraryFind'),
      librarySizeOfTexts: ask('librarySizeOfTexts'),
      libraryFindTexts: ask('libraryFindTexts'),
      runModel: (modelId, pictures, onTrial) => put('runModel', [modelId, pictures], onTrial),
    } satisfies Services,
    tellTrial({ id, testing }: Extract<ToWorker, { type: 'trial' }>): void {
      open.get(id)?.onTrial?.(testing);
    },
    settle({ id, value, error }: Extract<ToWorker, { type: 'answer' }>): void {
      const waiting = open.get(id);
      open.delete(id);
      if (error === undefined) waiting?.resolve(value as never);
      else waiting?.reject(new Error(error));
    },
  };
}
