import { Info } from 'lucide-react';
import type { Job } from '../../utils/jobs/job';
import { useSay, useText } from '../words/words';
import { AllowReading } from './allow-reading';
import { isRunning } from './job-facts';

/** What the user should know beside the verdict. Where only the screen was read, the way to the file is offered. */
export function JobNotices({ job }: { readonly job: Job }) {
  const say = useSay();
  const words = useText();
  const pixelsOnly = job.subject?.coverage === 'pixels';
  const notices = [...(pixelsOnly ? [words('ui.notices.pixelsOnly')] : []), ...job.notices.map(say)];
  if (notices.length === 0 && !job.grant) return null;
  return (
    <div className="flex gap-2 rounded-md bg-sunken p-3">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        {notices.map((notice) => (
          <p key={notice}>{notice}</p>
        ))}
        {job.grant && !isRunning(job) && <AllowReading job={job} address={job.grant} />}
      </div>
    </div>
  );
}
