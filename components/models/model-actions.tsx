import { Download, FlaskConical, Pause, Play, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { ModelStatus, SelfTest } from '../../utils/inference/model-status';
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
  const { id, manifest, state, previous, origin } = status;
  const act = (doing: WordKey, action: () => Promise<string>) => {
    setTold(words(doing));
    run(async () => {
      try {
        setTold(await action());
      } catch (error) {
        setTold(undefined);
        throw error;
      } finally {
        onChange();
      }
    });
  };
  const thenTell = (doing: WordKey, action: () => Promise<unknown>, done: WordKey) =>
    act(doing, async () => {
      await action();
      return words(done);
    });
  const named = (action: string) => words('ui.models.actions.named', { action, model: manifest.title });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {state.is === 'ready' ? (
          <Button
            icon={Pause}
            disabled={busy}
            aria-label={named(words('ui.models.actions.suspend'))}
            onClick={() =>
              thenTell(
                'ui.models.actions.suspending',
                () => models.suspend(id),
                'ui.models.actions.suspended',
              )
            }
          >
            {words('ui.models.actions.suspend')}
          </Button>
        ) : (
          <Button
            icon={Play}
            disabled={busy}
            aria-label={named(words('ui.models.actions.resume'))}
            onClick={() =>
              thenTell('ui.models.actions.testing', () => models.resume(id), 'ui.models.actions.resumed')
            }
          >
            {words('ui.models.actions.resume')}
          </Button>
        )}
        {previous !== null && (
          <Button
            icon={Undo2}
            disabled={busy}
            aria-label={named(words('ui.models.actions.rollBack', { version: previous }))}
            onClick={() =>
              thenTell('ui.models.actions.testing', () => models.rollBack(id), 'ui.models.actions.rolledBack')
            }
          >
            {words('ui.models.actions.rollBack', { version: previous })}
          </Button>
        )}
        <Button
          icon={FlaskConical}
          disabled={busy}
          aria-label={named(words('ui.models.actions.test'))}
          onClick={() => act('ui.models.actions.testing', async () => sayTest(await models.test(id), words))}
        >
          {words('ui.models.actions.test')}
        </Button>
        <Button
          icon={Download}
          disabled={busy}
          aria-label={named(words('ui.models.actions.export'))}
          onClick={() =>
            act('ui.models.actions.exporting', async () => {
              saveBlob(`${id}-${manifest.version}.zip`, await models.exportPack(id));
              return words('ui.models.actions.exported');
            })
          }
        >
          {words('ui.models.actions.export')}
        </Button>
        {origin === 'pack' && (
          <RemoveModel
            title={manifest.title}
            disabled={busy}
            onConfirm={() =>
              thenTell('ui.models.actions.removing', () => models.remove(id), 'ui.models.actions.removed')
            }
          />
        )}
      </div>
      <p role="status" className="text-small text-soft">
        {told}
      </p>
      <ProblemNote problem={problem} />
    </div>
  );
}

interface RemoveModelProps {
  readonly title: string;
  readonly disabled: boolean;
  readonly onConfirm: () => void;
}

function RemoveModel({ title, disabled, onConfirm }: RemoveModelProps) {
  const words = useText();
  const [asking, setAsking] = useState(false);
  const remove = words('ui.models.actions.remove');
  return (
    <>
      <Button
        icon={Trash2}
        disabled={disabled}
        aria-label={words('ui.models.actions.named', { action: remove, model: title })}
        onClick={() => setAsking(true)}
      >
        {remove}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.models.remove.title', { model: title })}
        description={words('ui.models.remove.text')}
        action={remove}
        onConfirm={onConfirm}
      />
    </>
  );
}

function sayTest({ chosen }: SelfTest, words: Text): string {
  if (!chosen) return words('ui.models.actions.testFailed');
  return words('ui.models.actions.testPassed', { backend: words(BACKEND_NAMES[chosen]) });
}
