import type { Estimate } from '../../utils/checks/estimate';
import type { Signal } from '../../utils/checks/signal';
import { BACKEND_NAMES } from '../models/model-names';
import { useServices } from '../services';
import { useFormat, useSay, useText } from '../words/words';

export interface EstimateNoteProps {
  readonly signal: Signal;
  readonly probability: number;
}

/** What a model's number is, and which model gave it. Outlined: an estimate, not a fact. */
export function EstimateNote({ signal, probability }: EstimateNoteProps) {
  const say = useSay();
  const words = useText();
  const format = useFormat();
  const { openModel } = useServices();
  const { model } = signal;
  const { meaning } = signal.evidence as Partial<Estimate>;
  return (
    <p className="rounded-sm border border-edge p-2 text-small">
      {words('ui.estimate.probability', { probability: format.probability(probability) })}
      {meaning && ` ${say(meaning)}`}
      {model && (
        <>
          {` ${words('ui.estimate.model', {
            model: model.id,
            version: model.version,
            backend: words(BACKEND_NAMES[model.backend]),
          })} `}
          <button type="button" className="underline underline-offset-2" onClick={() => openModel(model.id)}>
            {words('ui.estimate.about')}
          </button>
        </>
      )}
    </p>
  );
}
