import { ProblemNote } from '../kit/problem-note';
import { useText } from '../words/words';
import { NumberRow } from './number-row';
import { Section } from './section';
import { useSettings } from './use-settings';

/** What is refused before it is opened, and how long a check may take. */
export function LimitsSection() {
  const words = useText();
  const { settings, change, isFixed, problem } = useSettings();
  return (
    <Section title={words('ui.options.limits.title')} text={words('ui.options.limits.text')}>
      <ProblemNote problem={problem} />
      {settings &&
        LIMITS.map(({ name, label, hint, max }) => (
          <NumberRow
            key={name}
            label={words(label)}
            hint={words(hint)}
            value={settings[name]}
            min={1}
            max={max}
            fixed={isFixed(name)}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
    </Section>
  );
}

/** The bounds are those of the settings' own schema. */
const LIMITS = [
  {
    name: 'maxMegabytes',
    label: 'ui.options.limits.megabytes',
    hint: 'ui.options.limits.megabytesHint',
    max: 1024,
  },
  {
    name: 'maxMegapixels',
    label: 'ui.options.limits.megapixels',
    hint: 'ui.options.limits.megapixelsHint',
    max: 1000,
  },
  {
    name: 'maxThousandCharacters',
    label: 'ui.options.limits.characters',
    hint: 'ui.options.limits.charactersHint',
    max: 10_000,
  },
  {
    name: 'checkSeconds',
    label: 'ui.options.limits.seconds',
    hint: 'ui.options.limits.secondsHint',
    max: 120,
  },
] as const;
