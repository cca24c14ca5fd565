import { Download, FlaskConical, type LucideIcon, Pause, Play, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ModelStatus, ModelsClient, SelfTest } from '../../utils/inference/model-status';
import type { WordKey } from '../../utils/words/phrase';
import { Button } from '../kit/button';
import { Confirm } from '../kit/dialog';
import { ProblemNote } from '../kit/problem-note';
import { saveBlob } from '../kit/save-file';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { type Text, useText } from '../words/words';
import { BACKEND_NAMES } from './model-names';

export interface ModelActionsProps {
  readonly status: ModelStatus;
  readonly onChange: () => void;
}

/** What can be done about a model. What came of it is told under the buttons, and to screen readers. */
export function ModelActions({ status, onChange }: ModelActionsProps) {
  const words = useText();
  const { models } = useServices();
  const { run, busy, problem } = useAction();
  const [told, setTold] = useState<string>();
  const start = ({ doing, act }: Offer) => {
    setTold(words(doing));
    run(async () => {
      try {
        setTold(await act());
      } catch (error) {
        setTold(undefined);
        throw error;
      } finally {
        onChange();
      }
    });
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {offersFor(status, models, words).map((offer) => (
          <OfferButton key={offer.word} offer={offer} status={status} busy={busy} onStart={start} />
        ))}
      </div>
      <p role="status" className="text-small text-soft">
        {told}
      </p>
      <ProblemNote problem={problem} />
    </div>
  );
}

/** One thing that can be done. */
interface Offer {
  readonly icon: LucideIcon;
  /** On the button. */
  readonly word: string;
  /** What is told while it is done. */
  readonly doing: WordKey;
  /** Does it, and answers what is told then. */
  readonly act: () => Promise<string>;
  /** Whether something is lost by it, so that it is asked for. */
  readonly loses?: boolean;
}

function offersFor(
  { id, manifest, state, previous, origin }: ModelStatus,
  models: ModelsClient,
  words: Text,
): readonly Offer[] {
  const then = (done: WordKey, act: () => Promise<unknown>) => async () => {
    await act();
    return words(done);
  };
  const suspend: Offer = {
    icon: Pause,
    word: words('ui.models.actions.suspend'),
    doing: 'ui.models.actions.suspending',
    act: then('ui.models.actions.suspended', () => models.suspend(id)),
  };
  const resume: Offer = {
    icon: Play,
    word: words('ui.models.actions.resume'),
    doing: 'ui.models.actions.testing',
    act: then('ui.models.actions.resumed', () => models.resume(id)),
  };
  const rollBack: Offer = {
    icon: Undo2,
    word: words('ui.models.actions.rollBack', { version: previous ?? '' }),
    doing: 'ui.models.actions.testing',
    act: then('ui.models.actions.rolledBack', () => models.rollBack(id)),
  };
  const test: Offer = {
    icon: FlaskConical,
    word: words('ui.models.actions.test'),
    doing: 'ui.models.actions.testing',
    act: async () => sayTest(await models.test(id), words),
  };
  const exportPack: Offer = {
    icon: Download,
    word: words('ui.models.actions.export'),
    doing: 'ui.models.actions.exporting',
    act: then('ui.models.actions.exported', async () =>
      saveBlob(`${id}-${manifest.version}.zip`, await models.exportPack(id)),
    ),
  };
  const remove: Offer = {
    icon: Trash2,
    word: words('ui.models.actions.remove'),
    doing: 'ui.models.actions.removing',
    act: then('ui.models.actions.removed', () => models.remove(id)),
    loses: true,
  };
  return [
    state.is === 'ready' ? suspend : resume,
    ...(previous === null ? [] : [rollBack]),
    test,
    exportPack,
    ...(origin === 'pack' ? [remove] : []),
  ];
}

function sayTest({ chosen }: SelfTest, words: Text): string {
  if (!chosen) return words('ui.models.actions.testFailed');
  return words('ui.models.actions.testPassed', { backend: words(BACKEND_NAMES[chosen]) });
}

interface OfferButtonProps {
  readonly offer: Offer;
  readonly status: ModelStatus;
  readonly busy: boolean;
  readonly onStart: (offer: Offer) => void;
}

function OfferButton({ offer, status, busy, onStart }: OfferButtonProps) {
  const words = useText();
  const [asking, setAsking] = useState(false);
  const { icon, word: action, loses = false } = offer;
  const model = status.manifest.title;
  return (
    <>
      <Button
        icon={icon}
        disabled={busy}
        aria-label={words('ui.models.actions.named', { action, model })}
        onClick={() => (loses ? setAsking(true) : onStart(offer))}
      >
        {action}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.models.remove.title', { model })}
        description={words('ui.models.remove.text')}
        action={action}
        onConfirm={() => onStart(offer)}
      />
    </>
  );
}
