import { useCallback } from 'react';
import { ProblemNote } from '../kit/problem-note';
import { useLoaded } from '../kit/use-loaded';
import { useServices } from '../services';
import { useText } from '../words/words';
import { ImportModel } from './import-model';
import { ModelItem } from './model-item';

/** Every model: what it does, whether it serves, how it was tested here, and what can be done about it. */
export function ModelsView() {
  const words = useText();
  const { models } = useServices();
  const load = useCallback(() => models.list(), [models]);
  const { value: list, problem, reload } = useLoaded(load, models.watch);
  return (
    <div className="flex flex-col gap-8">
      <p className="text-soft">{words('ui.models.text')}</p>
      <ProblemNote problem={problem} />
      {list?.length === 0 && <p>{words('ui.models.none')}</p>}
      {list?.map((status) => (
        <ModelItem key={status.id} status={status} onChange={reload} />
      ))}
      <ImportModel onImported={reload} />
    </div>
  );
}
