import { useState } from 'react';
import type { Job } from '../../utils/jobs/job';
import { isRunning } from '../job/job-facts';
import { sentenceOf } from '../job/job-head';
import { useSay } from '../words/words';

/** Tells a screen reader the newest answer, once: its text changes when a job ends and not for each row. */
export function Announcer({ newest }: { readonly newest: Job | undefined }) {
  const say = useSay();
  const [openedAt] = useState(Date.now);
  const told =
    newest && !isRunning(newest) && Date.parse(newest.created) > openedAt - JUST_BEFORE_MILLISECONDS;
  return (
    <p role="status" className="sr-only">
      {told && announcementOf(newest, say)}
    </p>
  );
}

/** A job that opened the panel is a little older than the panel; anything older is history, and not news. */
const JUST_BEFORE_MILLISECONDS = 60_000;

function announcementOf(job: Job, say: ReturnType<typeof useSay>): string {
  const reason = job.verdict?.why ?? job.error?.said;
  return [sentenceOf(job), ...(reason ? [reason] : [])].map(say).map(asSentence).join(' ');
}

/** A screen reader pauses at a full stop. */
function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
