import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
}

/** Something that few people need, one press away. */
export function Disclosure({ title, children }: DisclosureProps) {
  return (
    <details className="group/disclosure">
      <summary className="flex min-h-8 list-none items-center gap-1 rounded-sm text-small font-medium text-soft">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 group-open/disclosure:rotate-90 rtl:-scale-x-100 rtl:group-open/disclosure:scale-x-100"
        />
        {title}
      </summary>
      <div className="ps-5 pb-2">{children}</div>
    </details>
  );
}
