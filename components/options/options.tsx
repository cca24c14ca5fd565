import { Direction, Tabs } from 'radix-ui';
import { useState } from 'react';
import { CorrectionsView } from '../corrections/corrections-view';
import { Tab } from '../kit/tab';
import { ModelsView } from '../models/models-view';
import { useServices } from '../services';
import { directionOf } from '../words/bidi';
import { useText } from '../words/words';
import { About } from './about';
import { CORRECTIONS_ANCHOR, MODELS_ANCHOR } from './anchors';
import { ChecksSection } from './checks-section';
import { HistorySection } from './history-section';
import { LimitsSection } from './limits-section';
import { PermissionsSection } from './permissions-section';
import { TrustListsSection } from './trust-lists-section';

const VIEWS = ['settings', 'models', 'corrections'] as const;
type View = (typeof VIEWS)[number];

/** The settings page, with the models and the corrections on pages of their own. */
export function Options() {
  const words = useText();
  const { language } = useServices();
  const [view, setView] = useView();
  const title = words(TITLES[view]);
  return (
    <Direction.Provider dir={directionOf(language.locale)}>
      <Tabs.Root
        value={view}
        onValueChange={(value) => setView(VIEWS.find((one) => one === value) ?? 'settings')}
        className="mx-auto max-w-2xl px-4 pb-16 text-body"
      >
        <header className="mb-4 border-b border-line">
          <Tabs.List aria-label={words('ui.options.views')} className="flex flex-wrap">
            {VIEWS.map((one) => (
              <Tab key={one} value={one}>
                {words(TITLES[one])}
              </Tab>
            ))}
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
          <Tabs.Content value="corrections" tabIndex={-1} className="outline-none">
            <CorrectionsView />
          </Tabs.Content>
        </main>
      </Tabs.Root>
    </Direction.Provider>
  );
}

const TITLES = {
  settings: 'ui.options.title',
  models: 'ui.models.title',
  corrections: 'ui.corrections.title',
} as const;

const ANCHORS = { models: MODELS_ANCHOR, corrections: CORRECTIONS_ANCHOR } as const;

/** The view stands in the address, so that a link can lead to it and a reload stays there. */
function useView(): [View, (view: View) => void] {
  const [view, setView] = useState<View>(viewInAddress);
  const show = (next: View) => {
    history.replaceState(null, '', next === 'settings' ? location.pathname : ANCHORS[next]);
    setView(next);
  };
  return [view, show];
}

function viewInAddress(): View {
  if (location.hash === CORRECTIONS_ANCHOR) return 'corrections';
  return location.hash.startsWith(MODELS_ANCHOR) ? 'models' : 'settings';
}
