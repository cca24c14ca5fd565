import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay, useText } from '../words/words';
import { CopyButton } from './copy-button';
import { Disclosure } from './disclosure';
import type { Problem } from './use-action';
import { Verbatim } from './verbatim';

export interface ProblemNoteProps {
  readonly problem: Problem | null;
  /** What still works and what to do next. */
  readonly children?: ReactNode;
}

/** Says what went wrong where it went wrong, with the technical detail behind "Details". */
export function ProblemNote({ problem, children }: ProblemNoteProps) {
  const say = useSay();
  if (!problem) return null;
  return (
    <div role="alert" className="flex gap-2 rounded-md border border-edge p-3 text-body text-ink">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p>{say(problem.said)}</p>
        {children}
        {problem.detail && <TechnicalDetail text={problem.detail} />}
      </div>
    </div>
  );
}

/** The words of the program or the library that failed, for whoever can use them. */
export function TechnicalDetail({ text }: { readonly text: string }) {
  const words = useText();
  return (
    <Disclosure title={words('ui.problem.details')}>
      <p className="mb-2 whitespace-pre-wrap">
        <Verbatim>{text}</Verbatim>
      </p>
      <CopyButton text={() => text} label={words('ui.problem.copyDetails')} />
    </Disclosure>
  );
}
