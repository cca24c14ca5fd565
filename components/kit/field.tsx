import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldProps {
  readonly label: string;
  /** One sentence more, under the control. */
  readonly hint?: ReactNode;
  /** Is given the ids that tie the control to its label and hint. */
  readonly children: (ids: { readonly id: string; readonly 'aria-describedby'?: string }) => ReactNode;
}

/** A control with its label above it. */
export function Field({ label, hint, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, ...(hint ? { 'aria-describedby': hintId } : {}) })}
      {hint && (
        <p id={hintId} className="text-small text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextInput(props: ComponentProps<'input'>) {
  return <input {...props} dir={props.dir ?? 'auto'} className={CONTROL} />;
}

export function TextArea(props: ComponentProps<'textarea'>) {
  return <textarea {...props} dir="auto" className={CONTROL} />;
}

/** The system's own list: it knows every keyboard, every screen reader and every phone. */
export function Select(props: ComponentProps<'select'>) {
  return <select {...props} className={CONTROL} />;
}

const CONTROL =
  'min-h-8 w-full min-w-0 rounded-sm border border-edge bg-surface px-2 py-1 text-body text-ink ' +
  'placeholder:text-soft disabled:opacity-60';
