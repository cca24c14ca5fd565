import type { ReactNode } from 'react';

/** Names and values under each other, beside each other where there is room. Holds `Fact`s. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="flex min-w-0 flex-1 flex-col gap-1">{children}</dl>;
}

export interface FactProps {
  readonly name: string;
  /** Without a value the whole line is left out. */
  readonly children: ReactNode;
}

export function Fact({ name, children }: FactProps) {
  if (children === null || children === undefined || children === false || children === '') return null;
  return (
    <div className="flex flex-col @xs:flex-row @xs:gap-3">
      <dt className="text-small leading-5 text-soft @xs:w-28 @xs:shrink-0 @lg:w-36">{name}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}
