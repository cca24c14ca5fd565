import type { Signal } from '../../utils/checks/signal';
import { useFormat, useText } from '../words/words';

export interface EstimateNoteProps {
  readonly signal: Signal;
  readonly probability: number;
}

/** What a model's number is, and which model gave it. Outlined: an estimate, not a fact. */
export function EstimateNote({ signal, probability }: EstimateNoteProps) {
  const words = useText();
  const format = useFormat();
  return (
    <p className="rounded-sm border border-edge p-2 text-small">
      {words('ui.estimate.probability', { probability: format.probability(probability) })}
      {signal.model &&
        ` ${words('ui.estimate.model', { model: signal.model.id, version: signal.model.version, backend: signal.model.backend })}`}
    </p>
  );
}
