import type { Signal } from '../../utils/checks/signal';
import { useServices } from '../services';
import { useFormat, useText } from '../words/words';

export interface EstimateNoteProps {
  readonly signal: Signal;
  readonly probability: number;
}

/** What a model's number is, and which model gave it. Outlined: an estimate, not a fact. */
export function EstimateNote({ signal, probability }: EstimateNoteProps) {
  const words = useText();
  const format = useFormat();
  const { openModel } = useServices();
  const { model } = signal;
  return (
    <p className="rounded-sm border border-edge p-2 text-small">
      {words('ui.estimate.probability', { probability: format.probability(probability) })}
      {model && (
        <>
          {` ${words('ui.estimate.model', { model: model.id, version: model.version, backend: model.backend })} `}
          <button type="button" className="underline underline-offset-2" onClick={() => openModel(model.id)}>
            {words('ui.estimate.about')}
          </button>
        </>
      )}
    </p>
  );
}
