import type { Signal } from '../../utils/checks/signal';
import type { CheckRow, ImageCandidate, Job, JobStatus } from '../../utils/jobs/job';

const RUNNING: readonly JobStatus[] = ['waiting', 'loading', 'checking'];

export function isRunning(job: Job): boolean {
  return RUNNING.includes(job.status);
}

/** What to call a job: the file's name, or the last part of the address until the file has been read. */
export function nameOf(job: Job): string {
  if (job.subject) return job.subject.name;
  if (job.source.kind !== 'web') return job.source.name;
  const candidate = chosenCandidate(job);
  return candidate ? lastPartOf(candidate.url) : job.source.page.title;
}

export function chosenCandidate(job: Pick<Job, 'source'>): ImageCandidate | undefined {
  return job.source.kind === 'web' ? job.source.candidates[job.source.chosen] : undefined;
}

/** The host of an http(s) address; undefined for data:, blob: and everything else that has none. */
export function hostOf(url: string): string | undefined {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).host;
}

/** Cuts an address: a data: URL is as long as its picture. */
export function shortened(url: string, length: number): string {
  return url.length > length ? `${url.slice(0, length)}…` : url;
}

/** The signal that a row shows: the one that matters most for where the picture comes from. */
export function mainSignal(row: CheckRow): Signal | undefined {
  return [...row.signals].sort((one, other) => rank(one) - rank(other))[0];
}

/** Of several signals of one check, the earlier in this list is shown in the row. */
const BY_WEIGHT: readonly Signal['finding'][] = [
  'altered',
  'hidden-text',
  'ai-generated',
  'ai-edited',
  'face-manipulated',
  'signed-trusted',
  'known-copy',
  'signed-unknown',
  'uncertain',
  'origin-stated',
  'check-failed',
  'not-applicable',
  'no-face',
  'none',
];

function rank(signal: Signal): number {
  return BY_WEIGHT.indexOf(signal.finding);
}

function lastPartOf(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, MAX_NAME_LENGTH);
  const { protocol, pathname, host } = new URL(url);
  if (protocol === 'data:' || protocol === 'blob:') return protocol;
  return pathname.split('/').findLast(Boolean) ?? host;
}

const MAX_NAME_LENGTH = 80;
