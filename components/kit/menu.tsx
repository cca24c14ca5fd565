import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  /** Items of Radix's `DropdownMenu`, with the class `MENU_ITEM`. */
  readonly children: ReactNode;
}

/** A menu under its button. It stands in the page's own landmark, and leaves the rest of the page usable. */
export function Menu({ trigger, children }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Content align="start" collisionPadding={8} sideOffset={4} className={MENU}>
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

const MENU =
  'z-20 max-w-[min(24rem,calc(100vw-1rem))] min-w-48 rounded-md border border-edge bg-surface p-1 text-body text-ink';

export const MENU_ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 outline-none ' +
  'data-highlighted:bg-sunken data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-ink ' +
  'data-disabled:cursor-default data-disabled:opacity-60';
