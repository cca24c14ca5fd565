import { memo, type ReactNode } from 'react';
import { askedKindOf, type Job } from '../../utils/jobs/job';
import { Thumbnail } from '../kit/thumbnail';
import { Verbatim } from '../kit/verbatim';
import { useFormat, useSay } from '../words/words';
import { nameOf } from './job-facts';
import { sentenceOf } from './job-head';
import { VerdictBadge } from './verdict-badge';

export interface JobListProps {
  readonly jobs: readonly Job[];
  readonly onOpen: (id: string) => void;
  /** What else can be done with one, at the end of its line. */
  readonly aside?: (job: Job) => ReactNode;
}

/** Jobs, one in two lines: the answer, and what it is about. */
export function JobList({ jobs, onOpen, aside }: JobListProps) {
  return (
    <ul className="border-b border-line">
      {jobs.map((job) => (
        <li key={job.id} className="flex items-center gap-1 border-t border-line">
          <JobLine job={job} onOpen={onOpen} />
          {aside?.(job)}
        </li>
      ))}
    </ul>
  );
}

/** Drawn anew only when its job has changed: others change many times a second while they are checked. */
const JobLine = memo(function JobLine({ job, onOpen }: Pick<JobListProps, 'onOpen'> & { readonly job: Job }) {
  const say = useSay();
  const format = useFormat();
  return (
    <button
      type="button"
      onClick={() => onOpen(job.id)}
      className="flex min-h-14 min-w-0 flex-1 items-center gap-3 rounded-sm p-1 text-start hover:bg-sunken"
    >
      <Thumbnail
        source={job.subject?.thumbnail}
        alt=""
        kind={job.subject?.kind ?? askedKindOf(job.source)}
        className="size-10"
      />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-center gap-2">
          {job.verdict && <VerdictBadge level={job.verdict.level} className="size-4" />}
          <span className="truncate">{say(sentenceOf(job))}</span>
        </span>
        <span className="flex gap-2 text-small text-soft">
          <Verbatim className="min-w-0 truncate">{nameOf(job)}</Verbatim>
          <time dateTime={job.created} title={format.shortDate(job.created)} className="ms-auto shrink-0">
            {format.recent(job.created)}
          </time>
        </span>
      </span>
    </button>
  );
});
