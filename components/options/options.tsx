import { Direction } from 'radix-ui';
import { useServices } from '../services';
import { directionOf } from '../words/bidi';
import { useText } from '../words/words';
import { About } from './about';
import { ChecksSection } from './checks-section';
import { HistorySection } from './history-section';
import { LimitsSection } from './limits-section';
import { PermissionsSection } from './permissions-section';
import { TrustListsSection } from './trust-lists-section';

/** The settings page. */
export function Options() {
  const words = useText();
  const { language } = useServices();
  return (
    <Direction.Provider dir={directionOf(language.locale)}>
      <main className="mx-auto flex max-w-2xl flex-col gap-8 p-4 pb-16">
        <h1 className="text-title font-semibold">{words('ui.options.title')}</h1>
        <TrustListsSection />
        <ChecksSection />
        <LimitsSection />
        <HistorySection />
        <PermissionsSection />
        <About />
      </main>
    </Direction.Provider>
  );
}
