import { ClearHistory } from '../history/clear-history';
import { ProblemNote } from '../kit/problem-note';
import { useText } from '../words/words';
import { NumberRow } from './number-row';
import { Section } from './section';
import { SwitchRow } from './switch-row';
import { useSettings } from './use-settings';

/** Whether past checks are kept, and how many. */
export function HistorySection() {
  const words = useText();
  const { settings, change, isFixed, problem } = useSettings();
  return (
    <Section title={words('ui.options.history.title')} text={words('ui.options.history.text')}>
      <ProblemNote problem={problem} />
      {settings && (
        <>
          <SwitchRow
            label={words('ui.options.history.keep')}
            hint={words('ui.options.history.keepHint')}
            on={settings.keepHistory}
            fixed={isFixed('keepHistory')}
            onChange={(keepHistory) => change({ keepHistory })}
          />
          <NumberRow
            label={words('ui.options.history.entries')}
            hint={words('ui.options.history.entriesHint')}
            value={settings.historyEntries}
            min={1}
            max={100_000}
            fixed={isFixed('historyEntries')}
            onChange={(historyEntries) => change({ historyEntries })}
          />
        </>
      )}
      <div>
        <ClearHistory />
      </div>
    </Section>
  );
}
