import { CHECKS } from '../../utils/checks/registry';
import { ProblemNote } from '../kit/problem-note';
import { sayCheckTitle } from '../words/check-title';
import { useSay, useText } from '../words/words';
import { Section } from './section';
import { SwitchRow } from './switch-row';
import { useSettings } from './use-settings';

/** Which checks run. One that is off keeps its row in every answer, and says so there. */
export function ChecksSection() {
  const say = useSay();
  const words = useText();
  const { settings, change, isFixed, problem } = useSettings();
  const turn = (id: string, on: boolean) => {
    const others = settings?.checksOff.filter((off) => off !== id) ?? [];
    change({ checksOff: on ? others : [...others, id] });
  };
  return (
    <Section title={words('ui.options.checks.title')} text={words('ui.options.checks.text')}>
      <ProblemNote problem={problem} />
      {settings &&
        CHECKS.map(({ id }) => (
          <SwitchRow
            key={id}
            label={sayCheckTitle(id, say)}
            on={!settings.checksOff.includes(id)}
            fixed={isFixed('checksOff')}
            onChange={(on) => turn(id, on)}
          />
        ))}
    </Section>
  );
}
