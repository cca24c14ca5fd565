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
    <div className={GROUND}>
      <RadixPopover.Root open={open} onOpenChange={onOpenChange}>
        <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
        <RadixPopover.Content
          aria-label={label}
          ref={showWhole}
          align="start"
          avoidCollisions={false}
          collisionPadding={8}
          sideOffset={4}
          className={POPOVER}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Root>
    </div>
  );
}

/** What is fixed stays with an ancestor that is transformed, so that it is scrolled with the page and can be scrolled to. */
const GROUND = 'relative z-5 transform-[translate(0)]';

/** It opens downwards, where the page goes on; what is below the window is scrolled to once it has its place. */
function showWhole(content: HTMLElement | null): void {
  requestAnimationFrame(() => content?.scrollIntoView({ block: 'nearest' }));
}

const POPOVER =
  'z-20 w-96 max-w-(--radix-popover-content-available-width) scroll-my-2 ' +
  'rounded-md border border-edge bg-surface p-4 text-body text-ink outline-none';
