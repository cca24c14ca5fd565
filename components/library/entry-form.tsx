import { type FormEvent, useState } from 'react';
import { LIBRARY_LABELS, type LibraryLabel } from '../../utils/checks/check';
import { Button } from '../kit/button';
import { Field, Select, TextArea, TextInput } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useText } from '../words/words';
import { LABEL_NAMES } from './label-names';

/** What the user writes about a kept picture or text. */
export interface EntryWords {
  readonly name: string;
  readonly label: LibraryLabel;
  readonly note: string;
}

export interface EntryFormProps {
  readonly initial: EntryWords;
  /** The word on the button that saves. */
  readonly action: string;
  readonly onSave: (entry: EntryWords) => Promise<void>;
  readonly onCancel: () => void;
}

/** Name, label and note of an entry of the library. */
export function EntryForm({ initial, action, onSave, onCancel }: EntryFormProps) {
  const words = useText();
  const { run, busy, problem } = useAction();
  const [entry, setEntry] = useState(initial);
  const save = (event: FormEvent) => {
    event.preventDefault();
    run(() => onSave({ ...entry, name: entry.name.trim() || initial.name }));
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-4">
      <Field label={words('ui.library.name')}>
        {(ids) => (
          <TextInput
            {...ids}
            value={entry.name}
            required
            onChange={({ target }) => setEntry({ ...entry, name: target.value })}
          />
        )}
      </Field>
      <Field label={words('ui.library.label')} hint={words('ui.library.labelHint')}>
        {(ids) => (
          <Select
            {...ids}
            value={entry.label}
            onChange={({ target }) => setEntry({ ...entry, label: target.value as LibraryLabel })}
          >
            {LIBRARY_LABELS.map((label) => (
              <option key={label} value={label}>
                {words(LABEL_NAMES[label])}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={words('ui.library.note')}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={3}
            value={entry.note}
            onChange={({ target }) => setEntry({ ...entry, note: target.value })}
          />
        )}
      </Field>
      <ProblemNote problem={problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{words('ui.dialog.cancel')}</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
