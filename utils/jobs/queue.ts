import type { SubjectError } from '../subject/subject-error';
import { askedKindOf, type CheckRow, type Job, type JobSource } from './job';
import type { JobParts } from './job-parts';
import { JobRun } from './job-run';
import type { Content } from './lane';

export interface SubmitOptions {
  /** A file's bytes; those of something on a page are acquired. */
  readonly content?: Content;
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
  private readonly files = new Map<string, Content>();

  constructor(private readonly parts: JobParts) {}

  /** Starts a job and answers it at once, still waiting. */
  submit(source: JobSource, { content, intent, failure }: SubmitOptions = {}): Job {
    const job: Job = {
      id: crypto.randomUUID(),
      created: new Date().toISOString(),
      source,
      status: 'waiting',
      ...(intent && { intent }),
      rows: this.parts.checks
        .filter(({ kinds }) => kinds.includes(askedKindOf(source)))
        .map(({ id }) => ({ check: id, state: 'waiting', signals: [] })),
      notices: [],
    };
    this.start(job, content, failure);
    return job;
  }

  /** Takes up a job that an earlier process left unfinished. */
  resume(job: Job, content?: Content): void {
    if (this.jobs.has(job.id)) return;
    const { subject: _, ...rest } = job;
    const fresh = rest.rows.map(({ check }): CheckRow => ({ check, state: 'waiting', signals: [] }));
    this.start({ ...rest, status: 'waiting', rows: fresh, notices: [] }, content);
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

  /** A file that was checked, while it is at hand. */
  contentOf(id: string): Content | undefined {
    return this.files.get(id);
  }

  private start(job: Job, content: Content | undefined, failure?: SubjectError): void {
    const abort = new AbortController();
    this.running.set(job.id, abort);
    if (content) this.files.set(job.id, content);
    const run = new JobRun(job, this.parts, abort.signal, (changed) => {
      this.jobs.set(changed.id, changed);
      this.parts.publish(changed);
    });
    void run.toEnd(content, failure).finally(() => {
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
