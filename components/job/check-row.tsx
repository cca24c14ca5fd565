import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { Accordion } from 'radix-ui';
import type { Signal } from '../../utils/checks/signal';
import type { Job, CheckRow as Row } from '../../utils/jobs/job';
import { signOfFinding, type Tone } from '../../utils/verdict/signs';
import { SignalEvidence } from '../evidence/signal-evidence';
import { sayCheckTitle } from '../words/check-title';
import { useFormat, useSay, useText } from '../words/words';
import { isRunning, mainSignal } from './job-facts';
import { SignDrawing } from './sign-drawing';

export interface CheckRowProps {
  readonly row: Row;
  readonly job: Job;
  readonly tone: Tone;
}

/** One check: what it found in a line, and its evidence when the row is opened. */
export function CheckRow({ row, job, tone }: CheckRowProps) {
  const say = useSay();
  const signal = mainSignal(row);
  return (
    <Accordion.Item value={row.check} disabled={!signal} className="border-t border-line">
      <Accordion.Header asChild>
        <h4>
          <Accordion.Trigger className="group/row flex min-h-10 w-full items-center gap-3 rounded-sm px-1 py-0.5 text-start enabled:hover:bg-sunken data-disabled:cursor-default">
            <span className="flex size-4 shrink-0">
              {signal ? (
                <FindingSign signal={signal} tone={tone} />
              ) : (
                <Placeholder running={isRunning(job)} />
              )}
            </span>
            <span className="flex min-w-0 flex-1 flex-col @lg:flex-row @lg:items-baseline @lg:gap-3">
              <span className="font-medium leading-4.5 @lg:w-40 @lg:shrink-0">
                {sayCheckTitle(row.check, say)}
              </span>
              <RowSummary row={row} signal={signal} running={isRunning(job)} />
            </span>
            {signal && (
              <ChevronRight
                aria-hidden
                className="size-4 shrink-0 text-soft group-data-[state=open]/row:rotate-90 rtl:-scale-x-100 rtl:group-data-[state=open]/row:scale-x-100"
              />
            )}
          </Accordion.Trigger>
        </h4>
      </Accordion.Header>
      <Accordion.Content className="ps-8 pe-1 pt-1 pb-4">
        <RowDetail row={row} job={job} />
      </Accordion.Content>
    </Accordion.Item>
  );
}

/** Wears the verdict's colour where it speaks for the verdict, and none elsewhere: one accent at a time. */
function FindingSign({ signal, tone }: { readonly signal: Signal; readonly tone: Tone }) {
  const words = useText();
  const { tone: own, ...sign } = signOfFinding(signal.finding, signal.basis);
  const label = FOUND_SOMETHING.has(signal.finding) ? words(BASIS_NAMES[signal.basis]) : undefined;
  return (
    <span className={clsx('size-4', own === tone && own !== 'neutral' ? 'text-accent' : 'text-soft')}>
      <SignDrawing {...sign} className="size-4" {...(label && { label })} />
    </span>
  );
}

const BASIS_NAMES = { declared: 'ui.row.fact', estimated: 'ui.row.estimate' } as const;

const FOUND_SOMETHING: ReadonlySet<Signal['finding']> = new Set([
  'signed-trusted',
  'signed-unknown',
  'altered',
  'ai-generated',
  'ai-edited',
  'face-manipulated',
  'known-copy',
  'hidden-text',
  'uncertain',
  'origin-stated',
]);

function Placeholder({ running }: { readonly running: boolean }) {
  return (
    <span
      className={clsx(
        'size-4 rounded-full',
        running ? 'animate-pulse bg-line' : 'border border-dashed border-edge',
      )}
    />
  );
}

interface RowSummaryProps {
  readonly row: Row;
  readonly signal: Signal | undefined;
  readonly running: boolean;
}

function RowSummary({ row, signal, running }: RowSummaryProps) {
  const say = useSay();
  const words = useText();
  // An open row shows the same words in full right under its name.
  if (signal) {
    return (
      <span className="flex min-w-0 flex-1 gap-1 text-small text-soft group-data-[state=open]/row:hidden @lg:text-body">
        {signal.probability !== undefined && <Estimate probability={signal.probability} />}
        <span className="truncate">{say(signal.summary)}</span>
      </span>
    );
  }
  if (!running) return <span className="text-small text-soft @lg:text-body">{words('ui.row.notRun')}</span>;
  if (row.state === 'testing') {
    return <span className="text-small text-soft @lg:text-body">{words('ui.row.testing')}</span>;
  }
  return (
    <span className="flex h-4 items-center">
      <span className="h-2 w-28 animate-pulse rounded-sm bg-line" />
      <span className="sr-only">{words(row.state === 'running' ? 'ui.row.running' : 'ui.row.waiting')}</span>
    </span>
  );
}

function Estimate({ probability }: { readonly probability: number }) {
  const format = useFormat();
  return <span className="shrink-0 whitespace-nowrap tabular-nums">{format.probability(probability)}</span>;
}

/** Everything that the check found, in full, with the time it took. */
function RowDetail({ row, job }: { readonly row: Row; readonly job: Job }) {
  const words = useText();
  const format = useFormat();
  return (
    <div className="flex flex-col gap-4">
      {row.signals.map((signal, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the signals of a finished row never change their order
        <SignalEvidence key={index} signal={signal} job={job} />
      ))}
      <p className="text-small text-soft">
        {words('ui.row.took', { time: format.milliseconds(row.signals[0]?.ms ?? 0) })}
      </p>
    </div>
  );
}
