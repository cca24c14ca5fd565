import { Settings } from 'lucide-react';
import { Direction, Tabs } from 'radix-ui';
import { type ReactNode, startTransition, useEffect, useState } from 'react';
import type { Job } from '../../utils/jobs/job';
import { HistoryView } from '../history/history-view';
import { IconButton } from '../kit/button';
import { ProblemNote } from '../kit/problem-note';
import { Tab } from '../kit/tab';
import { LibraryView } from '../library/library-view';
import { useServices } from '../services';
import { directionOf } from '../words/bidi';
import { useText } from '../words/words';
import { Announcer } from './announcer';
import { CheckView } from './check-view';
import { useFileIntake } from './use-file-intake';

const VIEWS = ['check', 'history', 'library'] as const;
type View = (typeof VIEWS)[number];

/** The side panel: what is being checked, what was checked, and what is kept. */
export function Panel() {
  const words = useText();
  const { language, openOptions } = useServices();
  const jobs = useJobs();
  const intake = useFileIntake();
  const [view, setView] = useViewFollowing(jobs);
  return (
    <Direction.Provider dir={directionOf(language.locale)}>
      <Tabs.Root
        value={view}
        onValueChange={(value) => setView(VIEWS.find((one) => one === value) ?? 'check')}
        className="mx-auto flex min-h-dvh max-w-3xl flex-col"
        {...intake.dropTarget}
      >
        <header className="top-0 z-10 2xs:sticky flex items-center justify-between gap-2 border-b border-line bg-surface px-4">
          <h1 className="sr-only">{words('extension.name')}</h1>
          <Tabs.List aria-label={words('ui.nav.label')} className="flex flex-wrap">
            {VIEWS.map((one) => (
              <Tab key={one} value={one}>
                {words(`ui.nav.${one}`)}
              </Tab>
            ))}
          </Tabs.List>
          <IconButton icon={Settings} label={words('ui.nav.settings')} onClick={openOptions} />
        </header>
        <main className="flex flex-1 flex-col p-4">
          <ProblemNote problem={intake.problem} />
          <ViewContent view="check">{jobs && <CheckView jobs={jobs} intake={intake} />}</ViewContent>
          <ViewContent view="history">
            <HistoryView onCheckSomething={() => setView('check')} />
          </ViewContent>
          <ViewContent view="library">
            <LibraryView onCheckSomething={() => setView('check')} />
          </ViewContent>
        </main>
        <Announcer newest={jobs?.[0]} />
        {intake.dragging && <DropHint />}
      </Tabs.Root>
    </Direction.Provider>
  );
}

function ViewContent({ view, children }: { readonly view: View; readonly children: ReactNode }) {
  return (
    <Tabs.Content value={view} tabIndex={-1} className="outline-none">
      {children}
    </Tabs.Content>
  );
}

function DropHint() {
  const words = useText();
  return (
    <div className="pointer-events-none fixed inset-2 z-20 flex items-center justify-center rounded-md border-2 border-dashed border-ink bg-surface/90 text-title font-semibold">
      {words('ui.start.dropHere')}
    </div>
  );
}

/** The jobs of this session, newest first; undefined until the engine has answered. */
function useJobs(): readonly Job[] | undefined {
  const { engine } = useServices();
  const [jobs, setJobs] = useState<readonly Job[]>();
  // Drawn in slices, between which the answers of checks get through: Firefox has the engine on the same thread.
  useEffect(() => engine.watch((known) => startTransition(() => setJobs(known))), [engine]);
  return jobs;
}

/** The chosen view; a new job, wherever it was started, brings the view that shows it. Past ones that are heard of late do not. */
function useViewFollowing(jobs: readonly Job[] | undefined): [View, (view: View) => void] {
  const [view, setView] = useState<View>('check');
  const [openedAt] = useState(() => new Date().toISOString());
  const newest = jobs?.[0];
  const [followed, setFollowed] = useState(newest?.id);
  if (newest?.id !== followed) {
    setFollowed(newest?.id);
    if (newest && newest.created >= openedAt) setView('check');
  }
  return [view, setView];
}
