import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  readonly text: string;
  /** The one button for what to do next. */
  readonly children?: ReactNode;
}

/** What is shown where there is nothing yet. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-8 text-center">
      <h2 className="text-body font-semibold">{title}</h2>
      <p className="max-w-prose text-soft">{text}</p>
      {children}
    </div>
  );
}
