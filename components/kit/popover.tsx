import { Popover as RadixPopover } from 'radix-ui';
import type { ReactNode } from 'react';

export interface PopoverProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The button that opens and closes it. */
  readonly trigger: ReactNode;
  /** What it is, for screen readers. */
  readonly label: string;
  readonly children: ReactNode;
}

/**
 * Something that opens at its button, over what is there, so that nothing moves. It takes the focus and gives it back; Escape
 * and a click elsewhere close it. It stands in the page's own landmark, and leaves the rest of the page usable.
 */
export function Popover({ open, onOpenChange, trigger, label, children }: PopoverProps) {
  return (
    <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Content
        aria-label={label}
        align="start"
        collisionPadding={8}
        sideOffset={4}
        className={POPOVER}
      >
        {children}
      </RadixPopover.Content>
    </RadixPopover.Root>
  );
}

const POPOVER =
  'z-20 max-h-(--radix-popover-content-available-height) w-96 max-w-(--radix-popover-content-available-width) ' +
  'overflow-y-auto rounded-md border border-edge bg-surface p-4 text-body text-ink outline-none';
