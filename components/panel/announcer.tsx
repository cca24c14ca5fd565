import type { Job } from '../../utils/jobs/job';
import { isRunning } from '../job/job-facts';
import { sentenceOf } from '../job/job-head';
import { useSay } from '../words/words';

/** Tells a screen reader the newest answer, once: its text changes when a job ends and not for each row. */
export function Announcer({ newest }: { readonly newest: Job | undefined }) {
  const say = useSay();
  return (
    <p role="status" className="sr-only">
      {newest && !isRunning(newest) && announcementOf(newest, say)}
    </p>
  );
}

function announcementOf(job: Job, say: ReturnType<typeof useSay>): string {
  const reason = job.verdict?.why ?? job.error?.said;
  return [sentenceOf(job), ...(reason ? [reason] : [])].map(say).join(' ');
}
