import { useEffect, useRef, useState } from 'react';
import type { Job } from '../../utils/jobs/job';
import { JobList } from '../job/job-list';
import { Button } from '../kit/button';
import { useText } from '../words/words';

/** More than these would push everything else out of sight; whoever looks for an older one asks for it. */
const SHOWN_AT_FIRST = 10;

export interface RecentChecksProps {
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly onOpen: (id: string) => void;
}

/** The checks before the current one: the newest of them, and the others once they are asked for. */
export function RecentChecks({ jobs, onOpen }: RecentChecksProps) {
  const words = useText();
  const [all, setAll] = useState(false);
  const section = useRef<HTMLElement>(null);
  // The button goes away under whoever pressed it: the keyboard goes on with the first check that it brought.
  useEffect(() => {
    if (all) section.current?.querySelectorAll<HTMLElement>('li button')[SHOWN_AT_FIRST]?.focus();
  }, [all]);
  return (
    <section ref={section} aria-label={words('ui.start.recent')} className="flex flex-col items-start gap-2">
      <h2 className="text-small font-medium text-soft">{words('ui.start.recent')}</h2>
      <div className="w-full">
        <JobList jobs={all ? jobs : jobs.slice(0, SHOWN_AT_FIRST)} onOpen={onOpen} />
      </div>
      {!all && jobs.length > SHOWN_AT_FIRST && (
        <Button onClick={() => setAll(true)}>{words('ui.start.showAll', { count: jobs.length })}</Button>
      )}
    </section>
  );
}
