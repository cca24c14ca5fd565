import { browser } from 'wxt/browser';
import type { KeptText } from '../checks/fingerprint/text/fingerprint-text';
import { sha256Of } from '../inference/sha256';
import type { EngineClient } from '../jobs/engine-client';
import type { Job } from '../jobs/job';
import type { History } from '../records/history';
import { SubjectError } from '../subject/subject-error';
import { phrase } from '../words/phrase';
import { ask } from './bus';
import { takeBlob } from './engine-blob';
import { onNews } from './page-news';
import type { EngineCall } from './table';

/** The engine as a page of ours sees it: it follows every job, and wakes the engine only to give it work. */
export function createEngineClient(history: Pick<History, 'list'>): EngineClient {
  const jobs = new Map<string, Job>();
  /** Files outlive the engine that checked them here: they are references, not bytes. */
  const files = new Map<string, File>();
  const listeners = new Set<(jobs: readonly Job[]) => void>();
  let drawing: ReturnType<typeof setTimeout> | undefined;
  const learn = (learned: readonly Job[], overwrite: boolean) => {
    for (const job of learned) {
      if (overwrite || !jobs.has(job.id)) jobs.set(job.id, job);
    }
    // A job changes many times in a moment; a page need not draw each of them.
    if (drawing !== undefined) return;
    drawing = setTimeout(() => {
      drawing = undefined;
      const newestFirst = [...jobs.values()].sort((one, other) => other.created.localeCompare(one.created));
      for (const listener of listeners) listener(newestFirst);
    }, DRAW_EVERY_MS);
  };
  onNews('jobChanged', ({ job }) => learn([job], true));
  // What was told since is newer than what is answered now, so the answers do not overwrite it.
  void ask('background', 'currentJobs').then(
    (current) => learn(current, false),
    () => undefined,
  );
  void history.list({ limit: RECENT_JOBS }).then(
    (past) => learn(past, false),
    () => undefined,
  );
  return {
    watch(listener) {
      listeners.add(listener);
      learn([], false);
      return () => listeners.delete(listener);
    },
    async checkFile(file) {
      const blobUrl = URL.createObjectURL(file);
      try {
        const request = { name: file.name, declaredType: file.type, blobUrl };
        const id = (await callEngine({ name: 'submitFile', request })) as string;
        files.set(id, file);
        for (const oldest of [...files.keys()].slice(0, -FILES_AT_HAND)) files.delete(oldest);
        return id;
      } finally {
        URL.revokeObjectURL(blobUrl);
      }
    },
    async readPicture({ id: jobId, source, subject }) {
      const request = { jobId, source };
      const picture =
        files.get(jobId) ?? (await takeBlob((await callEngine({ name: 'readPicture', request })) as string));
      const sha256 = await sha256Of(picture).catch(() => undefined);
      if (sha256 !== subject?.sha256) throw new SubjectError('not-found', phrase('subject.changedSince'));
      return picture;
    },
    checkText: async (text) => (await callEngine({ name: 'submitText', request: { text } })) as string,
    chooseCandidate: async (jobId, candidate) =>
      (await callEngine({ name: 'chooseCandidate', request: { jobId, candidate } })) as string,
    cancel: async (jobId) => {
      await callEngine({ name: 'cancel', request: { jobId } });
    },
    again: async (jobId) => (await callEngine({ name: 'again', request: { jobId } })) as string,
    fingerprintText: async (jobId) =>
      (await callEngine({ name: 'fingerprintText', request: { jobId } })) as KeptText,
    async pick() {
      const { id: windowId } = await browser.windows.getCurrent();
      const start = await ask('background', 'pick', { windowId });
      if (start === 'forbidden') throw new SubjectError('blocked', phrase('subject.pageForbidden'));
    },
  };
}

/** Quick enough for an eye, and seldom enough to leave the thread, which Firefox shares with the engine, to the checks. */
const DRAW_EVERY_MS = 60;

/** Of the files that this page has handed over, the last ones. */
const FILES_AT_HAND = 50;

/** How many past checks a newly opened panel lists. */
const RECENT_JOBS = 20;

function callEngine(call: EngineCall): Promise<unknown> {
  return ask('background', 'callEngine', call);
}
