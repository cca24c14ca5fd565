import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary` is the one thing to do next; `quiet` has no frame. */
  readonly look?: 'primary' | 'plain' | 'quiet';
  readonly icon?: LucideIcon;
}

/** A button, 32 px high, with a word on it. */
export function Button({ look = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={clsx(SHAPE, 'px-3', LOOKS[look], className)}>
      {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon;
  /** What it does, for screen readers and as a tool tip. */
  readonly label: string;
}

/** A square button without a word. */
export function IconButton({ icon: Icon, label, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx(SHAPE, 'w-8 shrink-0', LOOKS.quiet, className)}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}

const SHAPE =
  'inline-flex min-h-8 items-center justify-center gap-2 rounded-sm border py-1 text-start text-body font-medium ' +
  'disabled:opacity-50 aria-disabled:opacity-50 aria-disabled:cursor-default';

const LOOKS = {
  primary: 'border-ink bg-ink text-surface enabled:hover:opacity-85',
  plain: 'border-edge bg-surface text-ink enabled:hover:bg-sunken',
  quiet: 'border-transparent text-ink enabled:hover:bg-sunken',
};
