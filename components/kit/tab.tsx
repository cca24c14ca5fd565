import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabProps {
  readonly value: string;
  readonly children: ReactNode;
}

/** The name of a view in a list of tabs: an underlined word. */
export function Tab({ value, children }: TabProps) {
  return (
    <Tabs.Trigger
      value={value}
      className={
        'min-h-10 border-b-2 border-transparent px-3 text-body font-medium text-soft first:-ms-3 -outline-offset-2! ' +
        'data-[state=active]:border-ink data-[state=active]:text-ink ' +
        'forced-colors:border-[Canvas] forced-colors:data-[state=active]:border-[Highlight]'
      }
    >
      {children}
    </Tabs.Trigger>
  );
}
