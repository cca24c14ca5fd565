import { clsx } from 'clsx';
import type { Action } from '../../utils/checks/provenance/evidence';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useFormat, useSay, useText } from '../words/words';

export interface ActionListProps {
  readonly actions: readonly Action[];
  /** How many more the file holds. */
  readonly leftOut?: number;
}

/** What was done, in order, with what, and what that says of the source. An action by AI is marked. */
export function ActionList({ actions, leftOut = 0 }: ActionListProps) {
  const words = useText();
  return (
    <>
      <ol className="flex flex-col gap-2">
        {actions.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same action may occur twice, and the list never changes
          <ActionItem key={index} action={action} />
        ))}
      </ol>
      {leftOut > 0 && (
        <p className="text-small text-soft">{words('ui.provenance.actionsLeftOut', {}, leftOut)}</p>
      )}
    </>
  );
}

function ActionItem({ action }: { readonly action: Action }) {
  const say = useSay();
  const format = useFormat();
  const { digitalSourceType: source } = action;
  const byAi = source?.ai === 'generated' || source?.ai === 'edited';
  return (
    <li className={clsx('border-s-2 ps-3', byAi ? 'border-accent' : 'border-line')}>
      <p>{action.meaning ? say(action.meaning) : <Verbatim>{action.action}</Verbatim>}</p>
      {source && (
        <p className={clsx(byAi && 'font-medium')}>
          {source.meaning ? say(source.meaning) : <Verbatim>{source.stated}</Verbatim>}
        </p>
      )}
      {action.description && (
        <p className="text-soft">
          <Foreign>{action.description}</Foreign>
        </p>
      )}
      <p className="text-small text-soft">
        {action.softwareAgent && <Foreign>{action.softwareAgent}</Foreign>}
        {action.softwareAgent && action.when && ' · '}
        {action.when && format.shortDate(action.when)}
      </p>
    </li>
  );
}
