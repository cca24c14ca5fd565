/** The look of a `Tabs.Trigger`: an underlined word. */
export const TAB =
  'min-h-10 border-b-2 border-transparent px-3 text-body font-medium text-soft first:-ms-3 -outline-offset-2! ' +
  'data-[state=active]:border-ink data-[state=active]:text-ink ' +
  'forced-colors:border-[Canvas] forced-colors:data-[state=active]:border-[Highlight]';
