import { Progress } from 'radix-ui';
import type { Job } from '../../utils/jobs/job';
import { Button } from '../kit/button';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { useText } from '../words/words';

/** How many checks have answered, with cancel beside it. The answers arrive above. */
export function JobProgress({ job }: { readonly job: Job }) {
  const words = useText();
  const { engine } = useServices();
  const { run, busy, problem } = useAction();
  const done = job.rows.filter(({ state }) => state === 'done').length;
  const count = words('ui.progress.count', { done, all: job.rows.length });
  const share = job.rows.length === 0 ? 0 : (100 * done) / job.rows.length;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-8 items-center gap-3">
        <Progress.Root
          value={done}
          max={Math.max(job.rows.length, 1)}
          aria-label={words('ui.progress.label')}
          getValueLabel={() => count}
          className="h-1.5 flex-1 overflow-hidden rounded-sm border border-edge bg-sunken"
        >
          <Progress.Indicator
            className="h-full bg-ink forced-colors:bg-[CanvasText]"
            style={{ inlineSize: `${share}%` }}
          />
        </Progress.Root>
        <span className="text-small text-soft tabular-nums">{count}</span>
        <Button disabled={busy} onClick={() => run(() => engine.cancel(job.id))}>
          {words('ui.progress.cancel')}
        </Button>
      </div>
      <ProblemNote problem={problem} />
    </div>
  );
}
