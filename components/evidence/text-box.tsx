import type { ReactNode } from 'react';
import type { TextSummary } from '../../utils/jobs/job';
import { useText } from '../words/words';

export interface TextBoxProps {
  readonly text: TextSummary;
  /** The id of its title. */
  readonly labelledBy: string;
  /** The text, in parts. */
  readonly children: ReactNode;
}

/** A text that was checked, as it was given, in a box of its own that scrolls; says so where its end was cut off. */
export function TextBox({ text, labelledBy, children }: TextBoxProps) {
  const words = useText();
  return (
    <div className="flex flex-col gap-1">
      <section
        aria-labelledby={labelledBy}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll
        tabIndex={0}
        dir="auto"
        className="max-h-80 overflow-x-hidden overflow-y-auto rounded-md border border-line p-3 leading-6 wrap-anywhere whitespace-pre-wrap"
      >
        {children}
      </section>
      {text.content.length < text.characters && (
        <p className="text-small text-soft">
          {words('ui.text.cut', { shown: text.content.length, all: text.characters })}
        </p>
      )}
    </div>
  );
}
