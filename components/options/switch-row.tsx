import { Switch } from 'radix-ui';
import { useId } from 'react';
import { useText } from '../words/words';

export interface SwitchRowProps {
  readonly label: string;
  readonly hint?: string;
  readonly on: boolean;
  /** A policy decides it: shown, and not to be changed. */
  readonly fixed: boolean;
  readonly onChange: (on: boolean) => void;
}

/** One thing that is on or off. */
export function SwitchRow({ label, hint, on, fixed, onChange }: SwitchRowProps) {
  const words = useText();
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch.Root
        id={id}
        checked={on}
        disabled={fixed}
        onCheckedChange={onChange}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 h-5 w-9 shrink-0 rounded-full border border-edge bg-sunken p-0.5 disabled:opacity-60 data-[state=checked]:border-ink data-[state=checked]:bg-ink forced-colors:data-[state=checked]:bg-[Highlight]"
      >
        <Switch.Thumb className="block size-3.5 rounded-full bg-edge data-[state=checked]:ms-auto data-[state=checked]:bg-surface forced-colors:bg-[CanvasText]" />
      </Switch.Root>
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-small text-soft">
          {[hint, fixed ? words('ui.options.fixed') : undefined].filter(Boolean).join(' ')}
        </p>
      </div>
    </div>
  );
}
