import { Direction, Tabs } from 'radix-ui';
import { useState } from 'react';
import { Tab } from '../kit/tab';
import { MODELS_ANCHOR } from '../models/model-anchor';
import { ModelsView } from '../models/models-view';
import { useServices } from '../services';
import { directionOf } from '../words/bidi';
import { useText } from '../words/words';
import { About } from './about';
import { ChecksSection } from './checks-section';
import { HistorySection } from './history-section';
import { LimitsSection } from './limits-section';
import { PermissionsSection } from './permissions-section';
import { TrustListsSection } from './trust-lists-section';

type View = 'settings' | 'models';

/** The settings page, with the models on a page of their own. */
export function Options() {
  const words = useText();
  const { language } = useServices();
  const [view, setView] = useView();
  const title = words(TITLES[view]);
  return (
    <Direction.Provider dir={directionOf(language.locale)}>
      <Tabs.Root
        value={view}
        onValueChange={(value) => setView(value === 'models' ? 'models' : 'settings')}
        className="mx-auto max-w-2xl px-4 pb-16 text-body"
      >
        <header className="mb-4 border-b border-line">
          <Tabs.List aria-label={words('ui.options.views')} className="flex flex-wrap">
            <Tab value="settings">{words(TITLES.settings)}</Tab>
            <Tab value="models">{words(TITLES.models)}</Tab>
          </Tabs.List>
        </header>
        <main>
          <h1 className="mb-4 text-title font-semibold">{title}</h1>
          <Tabs.Content value="settings" tabIndex={-1} className="flex flex-col gap-8 outline-none">
            <TrustListsSection />
            <ChecksSection />
            <LimitsSection />
            <HistorySection />
            <PermissionsSection />
            <About />
          </Tabs.Content>
          <Tabs.Content value="models" tabIndex={-1} className="outline-none">
            <ModelsView />
          </Tabs.Content>
        </main>
      </Tabs.Root>
    </Direction.Provider>
  );
}

const TITLES = { settings: 'ui.options.title', models: 'ui.models.title' } as const;

/** The view stands in the address, so that a link can lead to it and a reload stays there. */
function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(location.hash.startsWith(MODELS_ANCHOR) ? 'models' : 'settings');
  const show = (next: View) => {
    history.replaceState(null, '', next === 'models' ? MODELS_ANCHOR : location.pathname);
    setView(next);
  };
  return [view, show];
}
