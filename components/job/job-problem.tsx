import type { Failure, Job } from '../../utils/jobs/job';
import type { SubjectErrorCode } from '../../utils/subject/subject-error';
import type { WordKey } from '../../utils/words/phrase';
import { ProblemNote } from '../kit/problem-note';
import { useText } from '../words/words';
import { AllowReading } from './allow-reading';

export interface JobProblemProps {
  readonly job: Job;
  readonly error: Failure;
}

/** Why the picture could not be read, what still works, and what to do next. */
export function JobProblem({ job, error }: JobProblemProps) {
  const words = useText();
  return (
    <ProblemNote problem={error}>
      {error.grant && <AllowReading job={job} address={error.grant} />}
      <p className="text-soft">{words(adviceFor(error.code))}</p>
    </ProblemNote>
  );
}

function adviceFor(code: string): WordKey {
  return Object.hasOwn(ADVICE, code) ? ADVICE[code as SubjectErrorCode] : 'ui.advice.other';
}

const ADVICE: Readonly<Record<SubjectErrorCode, WordKey>> = {
  empty: 'ui.advice.file',
  'too-large': 'ui.advice.limit',
  'too-many-pixels': 'ui.advice.limit',
  'not-supported': 'ui.advice.file',
  'cannot-decode': 'ui.advice.file',
  'not-found': 'ui.advice.page',
  refused: 'ui.advice.save',
  blocked: 'ui.advice.save',
  redirected: 'ui.advice.save',
  unreachable: 'ui.advice.network',
  timeout: 'ui.advice.network',
  'page-gone': 'ui.advice.page',
  unreadable: 'ui.advice.file',
};
