import { useServices } from '../services';
import { useText } from '../words/words';
import { Section } from './section';

/** What this is, and what it does with what it sees. */
export function About() {
  const words = useText();
  const { version } = useServices();
  return (
    <Section title={words('ui.options.about.title')} text={words('ui.options.about.privacy')}>
      <div className="text-soft">
        <p>{words('ui.options.about.version', { version })}</p>
        <p>{words('ui.options.about.licence')}</p>
      </div>
    </Section>
  );
}
