/** How every menu looks. */
export const MENU =
  'z-10 max-w-[min(24rem,calc(100vw-1rem))] min-w-48 rounded-md border border-edge bg-surface p-1 text-body text-ink';

export const MENU_ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 py-1 outline-none ' +
  'data-highlighted:bg-sunken data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-ink ' +
  'data-disabled:cursor-default data-disabled:opacity-60';
