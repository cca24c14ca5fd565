import { useId } from 'react';
import { askedKindOf, type Job } from '../../utils/jobs/job';
import { LEVEL_SIGNS } from '../../utils/verdict/signs';
import { CheckRows } from './check-rows';
import { FileFacts } from './file-facts';
import { JobActions } from './job-actions';
import { isRunning } from './job-facts';
import { JobHead } from './job-head';
import { JobNotices } from './job-notices';
import { JobProblem } from './job-problem';
import { JobProgress } from './job-progress';
import { MarkedText } from './marked-text';
import { UnseenMarks } from './unseen-marks';

export interface JobViewProps {
  readonly job: Job;
  /** Opens the dialog "Add to library" when the picture has been read. */
  readonly addToLibrary?: boolean;
}

/** One check of one picture or text: the answer in a sentence, then the evidence, then what can be done with it. */
export function JobView({ job, addToLibrary = false }: JobViewProps) {
  const title = useId();
  const tone = job.verdict ? LEVEL_SIGNS[job.verdict.level].tone : 'neutral';
  return (
    <article
      data-job={job.id}
      data-tone={tone}
      aria-labelledby={title}
      className="@container flex flex-col gap-4"
    >
      <JobHead job={job} titleId={title} />
      {job.error ? <JobProblem job={job} error={job.error} /> : <JobNotices job={job} />}
      {job.subject?.text && <MarkedText job={job} text={job.subject.text} />}
      <CheckRows job={job} tone={tone} />
      {isRunning(job) ? <JobProgress job={job} /> : <JobActions job={job} addToLibrary={addToLibrary} />}
      <div>
        <UnseenMarks kind={askedKindOf(job.source)} />
        {job.subject && <FileFacts job={job} subject={job.subject} />}
      </div>
    </article>
  );
}
