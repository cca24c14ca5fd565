import { CircleCheck, CircleDashed, CirclePause, type LucideIcon } from 'lucide-react';
import type { ModelStatus } from '../../utils/inference/model-status';
import type { Phrase } from '../../utils/words/phrase';
import { phrase } from '../../utils/words/phrase';
import { TechnicalDetail } from '../kit/problem-note';
import { useSay, useText } from '../words/words';
import { BACKEND_NAMES } from './model-names';

/** Whether the model serves, and if not: since when, by whom and why. */
export function ModelStateLine({ status }: { readonly status: ModelStatus }) {
  const say = useSay();
  const words = useText();
  const { state } = status;
  const suspended = state.is === 'suspended';
  const Icon = iconOf(status);
  return (
    <div className="flex gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">
          {words(suspended ? 'ui.models.state.suspended' : 'ui.models.state.ready')}
        </p>
        <p className="text-soft">{say(reasonOf(status))}</p>
        {suspended && state.detail && <TechnicalDetail text={state.detail} />}
      </div>
    </div>
  );
}

function iconOf({ state, test }: ModelStatus): LucideIcon {
  if (state.is === 'suspended') return CirclePause;
  return test?.chosen ? CircleCheck : CircleDashed;
}

function reasonOf({ state, test }: ModelStatus): Phrase {
  if (state.is === 'suspended') {
    const since = { date: state.since };
    return state.by === 'person'
      ? phrase('ui.models.state.byPerson', { since })
      : phrase('ui.models.state.bySelf', { since, why: state.why });
  }
  if (!test) return phrase('ui.models.state.untested');
  if (!test.chosen) return phrase('ui.models.state.noBackend');
  return phrase('ui.models.state.passed', { backend: phrase(BACKEND_NAMES[test.chosen]) });
}
