import { useCallback, useState } from 'react';
import type { Job } from '../../utils/jobs/job';
import { JobView } from '../job/job-view';
import { RecentChecks } from './recent-checks';
import { Start } from './start';
import type { FileIntake } from './use-file-intake';

export interface CheckViewProps {
  readonly jobs: readonly Job[];
  readonly intake: FileIntake;
}

/** The current job, the ways to start another, and the others of this session. */
export function CheckView({ jobs, intake }: CheckViewProps) {
  const [current, open] = useCurrentJob(jobs);
  if (!current) return <Start intake={intake} />;
  const others = jobs.filter(({ id }) => id !== current.id);
  return (
    <div className="flex flex-col gap-6">
      <JobView
        key={current.id}
        job={current}
        addToLibrary={current === jobs[0] && current.intent === 'add-to-library'}
      />
      <Start intake={intake} compact />
      {others.length > 0 && <RecentChecks jobs={others} onOpen={open} />}
    </div>
  );
}

/** The newest job, until the user opens another one; a newer one takes its place again. */
function useCurrentJob(jobs: readonly Job[]): [Job | undefined, (id: string) => void] {
  const newest = jobs[0];
  const [opened, setOpened] = useState<{ readonly id: string; readonly newest: string | undefined }>();
  const still = opened && opened.newest === newest?.id ? jobs.find(({ id }) => id === opened.id) : undefined;
  const newestId = newest?.id;
  const open = useCallback(
    (id: string) => {
      setOpened({ id, newest: newestId });
      window.scrollTo({ top: 0 });
    },
    [newestId],
  );
  return [still ?? newest, open];
}
