import type { Job } from '../jobs/job';
import type { Records, UnfinishedRow } from './database';
import { keeping } from './storage-error';

/** Jobs under way, kept so that the end of the process which runs them loses none. */
export interface Unfinished {
  readonly put: (job: Job, blob?: Blob) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly list: () => Promise<readonly UnfinishedRow[]>;
}

export function createUnfinished(records: Records): Unfinished {
  return {
    put: (job, blob) =>
      keeping(async () => {
        await records.unfinished.put({ id: job.id, job, ...(blob && { blob }) });
      }),
    remove: (id) => keeping(() => records.unfinished.delete(id)),
    list: () => records.unfinished.toArray(),
  };
}
