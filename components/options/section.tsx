import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  /** What the settings under it are for. */
  readonly text: string;
  readonly children?: ReactNode;
}

/** One subject of the settings page. */
export function Section({ title, text, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4 border-t border-line pt-4">
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        <p className="text-soft">{text}</p>
      </div>
      {children}
    </section>
  );
}
