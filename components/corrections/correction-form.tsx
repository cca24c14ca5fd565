import { type FormEvent, useId } from 'react';
import { LONGEST_NOTE, PICTURE_LABELS, type PictureLabel } from '../../utils/records/human-verdict';
import { Button } from '../kit/button';
import { Field, TextArea } from '../kit/field';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useText } from '../words/words';
import { PICTURE_LABEL_NAMES } from './label-names';

/** What has been filled in so far. */
export interface CorrectionDraft {
  readonly label?: PictureLabel;
  readonly note: string;
  readonly keepPicture: boolean;
}

/** With the label that nothing is kept without. */
export type CorrectionWords = Required<CorrectionDraft>;

export interface CorrectionFormProps {
  /** Held outside, so that a form which is closed by mistake loses nothing. */
  readonly draft: CorrectionDraft;
  readonly onDraft: (draft: CorrectionDraft) => void;
  readonly onSave: (words: CorrectionWords) => Promise<void>;
  readonly onCancel: () => void;
}

/** What the picture is, whose answer is wrong. */
export function CorrectionForm({ draft, onDraft, onSave, onCancel }: CorrectionFormProps) {
  const words = useText();
  const { run, busy, problem } = useAction();
  const { label, note, keepPicture } = draft;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (label) run(() => onSave({ label, note, keepPicture }));
  };
  return (
    <form onSubmit={save} className="flex flex-col gap-3">
      <LabelChoice label={label} onLabel={(chosen) => onDraft({ ...draft, label: chosen })} />
      <Field label={words('ui.correct.note')}>
        {(ids) => (
          <TextArea
            {...ids}
            rows={2}
            maxLength={LONGEST_NOTE}
            value={note}
            onChange={({ target }) => onDraft({ ...draft, note: target.value })}
          />
        )}
      </Field>
      <KeepPicture on={keepPicture} onChange={(on) => onDraft({ ...draft, keepPicture: on })} />
      <ProblemNote problem={problem} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{words('ui.dialog.cancel')}</Button>
        <Button type="submit" look="primary" disabled={busy}>
          {words('ui.correct.save')}
        </Button>
      </div>
    </form>
  );
}

interface LabelChoiceProps {
  readonly label: PictureLabel | undefined;
  readonly onLabel: (label: PictureLabel) => void;
}

function LabelChoice({ label, onLabel }: LabelChoiceProps) {
  const words = useText();
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 font-medium">{words('ui.correct.title')}</legend>
      {PICTURE_LABELS.map((one) => (
        <label key={one} className={CHOICE}>
          <input
            type="radio"
            name={name}
            value={one}
            required
            checked={one === label}
            onChange={() => onLabel(one)}
            className={MARK}
          />
          {words(PICTURE_LABEL_NAMES[one])}
        </label>
      ))}
    </fieldset>
  );
}

function KeepPicture({ on, onChange }: { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  const words = useText();
  const hint = useId();
  return (
    <div>
      <label className={CHOICE}>
        <input
          type="checkbox"
          checked={on}
          aria-describedby={hint}
          onChange={({ target }) => onChange(target.checked)}
          className={MARK}
        />
        {words('ui.correct.keepPicture')}
      </label>
      <p id={hint} className="ps-6 text-small text-soft">
        {words('ui.correct.keepPictureHint')}
      </p>
    </div>
  );
}

/** The system's own marks: they know every keyboard and every screen reader. */
const CHOICE = 'flex cursor-pointer items-start gap-2 rounded-sm py-1 hover:bg-sunken';
const MARK = 'mt-0.5 size-4 shrink-0 accent-ink';
