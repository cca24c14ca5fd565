import { useId, useState } from 'react';
import { Field, TextInput } from '../kit/field';
import { useText } from '../words/words';

export interface NumberRowProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** A policy decides it: shown, and not to be changed. */
  readonly fixed: boolean;
  readonly onChange: (value: number) => void;
}

/** A whole number within its bounds. It is written when the field is left; a wrong one is put back, with the reason. */
export function NumberRow({ label, hint, value, min, max, fixed, onChange }: NumberRowProps) {
  const words = useText();
  const errorId = useId();
  const [draft, setDraft] = useState<string>();
  const [refused, setRefused] = useState(false);

  const commit = () => {
    if (draft === undefined) return;
    const number = Number(draft);
    const fits = draft.trim() !== '' && Number.isInteger(number) && number >= min && number <= max;
    setRefused(!fits);
    setDraft(undefined);
    if (fits && number !== value) onChange(number);
  };
  return (
    <div className="max-w-xs">
      <Field label={label} hint={fixed ? `${hint} ${words('ui.options.fixed')}` : hint}>
        {(ids) => (
          <TextInput
            {...ids}
            type="number"
            min={min}
            max={max}
            step={1}
            disabled={fixed}
            aria-invalid={refused}
            value={draft ?? value}
            onChange={({ target }) => setDraft(target.value)}
            onBlur={commit}
            onKeyDown={({ key }) => {
              if (key === 'Enter') commit();
            }}
          />
        )}
      </Field>
      <p id={errorId} role="status" className="text-small">
        {refused && words('ui.options.outOfRange', { min, max })}
      </p>
    </div>
  );
}
