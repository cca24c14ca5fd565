import type { Differential, ModelStatus } from '../../utils/inference/model-status';
import { Fact, Facts } from '../kit/facts';
import { Foreign, Verbatim } from '../kit/verbatim';
import type { Text } from '../words/words';
import { type Format, useFormat, useText } from '../words/words';
import { BACKEND_NAMES, FAILURE_NAMES } from './model-names';

/** What there is to know of a model at a glance. */
export function ModelFacts({ status }: { readonly status: ModelStatus }) {
  const words = useText();
  const format = useFormat();
  const { manifest, origin, test, running, counts, differential } = status;
  return (
    <Facts>
      <Fact name={words('ui.models.facts.version')}>
        <Verbatim>{`${manifest.id} ${manifest.version}`}</Verbatim>
        {`, ${words(origin === 'built-in' ? 'ui.models.facts.builtIn' : 'ui.models.facts.imported')}`}
      </Fact>
      <Fact name={words('ui.models.facts.encoder')}>
        {manifest.encoder && <Verbatim>{`${manifest.encoder.id} ${manifest.encoder.version}`}</Verbatim>}
      </Fact>
      <Fact name={words('ui.models.facts.licence')}>
        <Foreign>{manifest.licence}</Foreign>
      </Fact>
      <Fact name={words('ui.models.facts.size')}>{format.bytes(manifest.size)}</Fact>
      <Fact name={words('ui.models.facts.backend')}>
        {test?.chosen ? words(BACKEND_NAMES[test.chosen]) : words('ui.models.facts.noBackend')}
      </Fact>
      <Fact name={words('ui.models.facts.tested')}>
        {test ? format.shortDate(test.at) : words('ui.models.facts.untested')}
      </Fact>
      <Fact name={words('ui.models.facts.memory')}>{sayMemory(running, words, format)}</Fact>
      <Fact name={words('ui.models.facts.uses')}>{format.number(counts.uses)}</Fact>
      <Fact name={words('ui.models.facts.failures')}>
        {format.number(counts.failures)}
        {counts.last &&
          `; ${words('ui.models.facts.lastFailure', {
            failure: words(FAILURE_NAMES[counts.last.code]),
            date: format.shortDate(counts.last.at),
          })}`}
        {counts.last?.detail && (
          <span className="block text-small text-soft">
            <Verbatim>{counts.last.detail}</Verbatim>
          </span>
        )}
      </Fact>
      <Fact name={words('ui.models.facts.differential')}>
        {differential && sayDifferential(differential, words, format)}
      </Fact>
    </Facts>
  );
}

function sayMemory(running: ModelStatus['running'], words: Text, format: Format): string {
  if (!running) return words('ui.models.facts.notRunning');
  return running.memory === null ? words('ui.models.facts.memoryUnknown') : format.bytes(running.memory);
}

/** The comparison with what was answered before, in one line. */
function sayDifferential(
  { at, inputs, largest, flipped, passed }: Differential,
  words: Text,
  format: Format,
): string {
  const date = format.shortDate(at);
  if (inputs === 0) return words('ui.models.differential.nothing', { date });
  return [
    words(passed ? 'ui.models.differential.passed' : 'ui.models.differential.failed', { date }),
    words('ui.models.differential.largest', { largest: format.difference(largest) }, inputs),
    ...(flipped === null ? [] : [words('ui.models.differential.flipped', {}, flipped)]),
  ].join(' ');
}
