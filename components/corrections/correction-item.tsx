import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { HumanVerdict } from '../../utils/records/human-verdict';
import { VerdictBadge } from '../job/verdict-badge';
import { IconButton } from '../kit/button';
import { Confirm } from '../kit/dialog';
import { ProblemNote } from '../kit/problem-note';
import { Thumbnail } from '../kit/thumbnail';
import { useAction } from '../kit/use-action';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useServices } from '../services';
import { LEVEL_NAMES } from '../words/levels';
import { useFormat, useText } from '../words/words';
import { PICTURE_LABEL_NAMES } from './label-names';

/** One answer that was called wrong: what it is, and what the answer was. */
export function CorrectionItem({ said }: { readonly said: HumanVerdict }) {
  const words = useText();
  const format = useFormat();
  const { label, note, origin, features, judged, picture } = said;
  return (
    <li className="flex items-start gap-3 border-t border-line py-2">
      {picture ? (
        <Thumbnail source={picture.thumbnail} alt="" className="size-14" />
      ) : (
        <span className="flex size-14 shrink-0 items-center justify-center">
          <VerdictBadge level={said.verdict.level} className="size-8" />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{words(PICTURE_LABEL_NAMES[label])}</p>
        <p className="text-soft">
          <Answer said={said} />
        </p>
        {note && (
          <p className="whitespace-pre-wrap">
            <Foreign>{note}</Foreign>
          </p>
        )}
        <p className="flex flex-wrap gap-x-2 text-small text-soft">
          {origin && <Verbatim className="line-clamp-2">{origin.name}</Verbatim>}
          <time dateTime={judged}>{format.shortDate(judged)}</time>
        </p>
        {'missing' in features && (
          <p className="text-small text-soft">{words('ui.corrections.noFeatures')}</p>
        )}
      </div>
      <RemoveCorrection said={said} />
    </li>
  );
}

function Answer({ said: { verdict } }: { readonly said: HumanVerdict }) {
  const words = useText();
  const format = useFormat();
  const answer = words(LEVEL_NAMES[verdict.level]);
  return verdict.probability === undefined
    ? words('ui.corrections.answer', { answer })
    : words('ui.corrections.answerWith', { answer, probability: format.probability(verdict.probability) });
}

function RemoveCorrection({ said: { sha256, origin, judged } }: { readonly said: HumanVerdict }) {
  const words = useText();
  const format = useFormat();
  const { humanVerdicts } = useServices();
  const { run, problem } = useAction();
  const [asking, setAsking] = useState(false);
  const name = origin?.name ?? words('ui.corrections.unnamed', { date: format.shortDate(judged) });
  return (
    <>
      <IconButton
        icon={Trash2}
        label={words('ui.corrections.removeNamed', { name })}
        onClick={() => setAsking(true)}
      />
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.corrections.removeTitle')}
        description={words('ui.corrections.removeText')}
        action={words('ui.corrections.removeAction')}
        onConfirm={() => run(() => humanVerdicts.remove(sha256))}
      />
      <ProblemNote problem={problem} />
    </>
  );
}
