import { ArrowLeft, Trash2 } from 'lucide-react';
import { useCallback, useDeferredValue, useState } from 'react';
import type { Job } from '../../utils/jobs/job';
import { VERDICT_LEVELS, type VerdictLevel } from '../../utils/verdict/verdict';
import { nameOf } from '../job/job-facts';
import { JobList } from '../job/job-list';
import { JobView } from '../job/job-view';
import { Button, IconButton } from '../kit/button';
import { EmptyState } from '../kit/empty-state';
import { Select, TextInput } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { useServices } from '../services';
import { LEVEL_NAMES } from '../words/levels';
import { useText } from '../words/words';
import { ClearHistory } from './clear-history';

const PAGE = 50;

export interface HistoryViewProps {
  /** Goes to where a check is started. */
  readonly onCheckSomething: () => void;
}

/** Past checks: searched, filtered, opened and deleted. */
export function HistoryView({ onCheckSomething }: HistoryViewProps) {
  const [opened, setOpened] = useState<string>();
  const [query, setQuery] = useState('');
  const [level, setLevel] = useState<VerdictLevel>();
  if (opened !== undefined) return <OpenedJob id={opened} onBack={() => setOpened(undefined)} />;
  return (
    <div className="flex flex-col gap-4">
      <Filters query={query} onQuery={setQuery} level={level} onLevel={setLevel} />
      <Results query={query} level={level} onOpen={setOpened} onCheckSomething={onCheckSomething} />
    </div>
  );
}

interface FiltersProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly level: VerdictLevel | undefined;
  readonly onLevel: (level: VerdictLevel | undefined) => void;
}

function Filters({ query, onQuery, level, onLevel }: FiltersProps) {
  const words = useText();
  return (
    <div className="grid grid-cols-1 gap-2 xs:grid-cols-2">
      <TextInput
        type="search"
        aria-label={words('ui.history.search')}
        placeholder={words('ui.history.search')}
        value={query}
        onChange={({ target }) => onQuery(target.value)}
      />
      <Select
        aria-label={words('ui.history.filter')}
        value={level ?? ''}
        onChange={({ target }) => onLevel(VERDICT_LEVELS.find((one) => one === target.value))}
      >
        <option value="">{words('ui.history.all')}</option>
        {VERDICT_LEVELS.map((one) => (
          <option key={one} value={one}>
            {words(LEVEL_NAMES[one])}
          </option>
        ))}
      </Select>
    </div>
  );
}

interface ResultsProps {
  readonly query: string;
  readonly level: VerdictLevel | undefined;
  readonly onOpen: (id: string) => void;
  readonly onCheckSomething: () => void;
}

function Results({ query, level, onOpen, onCheckSomething }: ResultsProps) {
  const words = useText();
  const { history } = useServices();
  const { run, problem: actionProblem } = useAction();
  const wanted = useDeferredValue(query.trim());
  const [pages, setPages] = useState(1);
  const load = useCallback(
    () => history.list({ query: wanted, limit: pages * PAGE + 1, ...(level && { level }) }),
    [history, wanted, level, pages],
  );
  const { value: jobs, problem } = useLoaded(load, history.watch);
  if (!jobs) return <ProblemNote problem={problem} />;
  if (jobs.length === 0) {
    return wanted || level ? (
      <EmptyState title={words('ui.history.noneFound')} text={words('ui.history.noneFoundText')} />
    ) : (
      <EmptyState title={words('ui.history.empty')} text={words('ui.history.emptyText')}>
        <Button look="primary" onClick={onCheckSomething}>
          {words('ui.history.emptyAction')}
        </Button>
      </EmptyState>
    );
  }
  const remove = (job: Job) => (
    <IconButton
      icon={Trash2}
      label={words('ui.history.removeNamed', { name: nameOf(job) })}
      onClick={() => run(() => history.remove([job.id]))}
    />
  );
  return (
    <>
      <ProblemNote problem={actionProblem ?? problem} />
      <JobList jobs={jobs.slice(0, pages * PAGE)} onOpen={onOpen} aside={remove} />
      <div className="flex flex-wrap justify-between gap-2">
        {jobs.length > pages * PAGE && (
          <Button onClick={() => setPages(pages + 1)}>{words('ui.history.more')}</Button>
        )}
        <ClearHistory />
      </div>
    </>
  );
}

function OpenedJob({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const words = useText();
  const { history } = useServices();
  const { run, problem: actionProblem } = useAction();
  const load = useCallback(async () => (await history.get(id)) ?? null, [history, id]);
  const { value: job, problem } = useLoaded(load, history.watch);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap justify-between gap-2">
        <Button
          look="quiet"
          icon={ArrowLeft}
          autoFocus
          onClick={onBack}
          className="-ms-3 rtl:[&_svg]:-scale-x-100"
        >
          {words('ui.history.back')}
        </Button>
        {job && (
          <Button
            look="quiet"
            icon={Trash2}
            onClick={() =>
              run(async () => {
                await history.remove([id]);
                onBack();
              })
            }
          >
            {words('ui.history.remove')}
          </Button>
        )}
      </div>
      <ProblemNote problem={actionProblem ?? problem} />
      {job === null && <EmptyState title={words('ui.history.gone')} text={words('ui.history.goneText')} />}
      {job && <JobView job={job} />}
    </div>
  );
}
