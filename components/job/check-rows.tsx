import { Accordion } from 'radix-ui';
import { useId } from 'react';
import { CHECK_GROUPS, type CheckGroup, groupOf } from '../../utils/checks/check-groups';
import type { Job, CheckRow as Row } from '../../utils/jobs/job';
import type { Tone } from '../../utils/verdict/signs';
import { useText } from '../words/words';
import { CheckRow } from './check-row';

export interface CheckRowsProps {
  readonly job: Job;
  /** The colour of the verdict: a row that speaks for it wears it. */
  readonly tone: Tone;
}

/** Every check in its group, from the start and in one order. One row is open at a time. */
export function CheckRows({ job, tone }: CheckRowsProps) {
  return (
    <Accordion.Root type="single" collapsible className="flex flex-col gap-4">
      {CHECK_GROUPS.map((group) => {
        const rows = job.rows.filter((row) => groupOf(row.check) === group);
        return rows.length > 0 && <Group key={group.title} group={group} rows={rows} job={job} tone={tone} />;
      })}
    </Accordion.Root>
  );
}

interface GroupProps extends CheckRowsProps {
  readonly group: CheckGroup;
  readonly rows: readonly Row[];
}

function Group({ group, rows, job, tone }: GroupProps) {
  const words = useText();
  const title = useId();
  return (
    <section aria-labelledby={title}>
      <h3 id={title} className="mb-1 text-small font-medium text-soft">
        {words(group.title)}
      </h3>
      <div className="border-b border-line">
        {rows.map((row) => (
          <CheckRow key={row.check} row={row} job={job} tone={tone} />
        ))}
      </div>
    </section>
  );
}
