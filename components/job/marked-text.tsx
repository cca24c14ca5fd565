import { useId } from 'react';
import { markText, type TextPart } from '../../utils/checks/text-span';
import type { Job, TextSummary } from '../../utils/jobs/job';
import { TextBox } from '../evidence/text-box';
import { Foreign } from '../kit/verbatim';
import { useText } from '../words/words';

export interface MarkedTextProps {
  readonly job: Job;
  readonly text: TextSummary;
}

/** The text that was checked, as text, with what the checks found marked in its place. */
export function MarkedText({ job, text }: MarkedTextProps) {
  const words = useText();
  const title = useId();
  const signals = job.rows.flatMap((row) => row.signals);
  return (
    <div>
      <h3 id={title} className="mb-1 text-small font-medium text-soft">
        {words('ui.text.title')}
      </h3>
      <TextBox text={text} labelledBy={title}>
        {markText(text.content, signals).map((part) => (
          <Part key={part.start} part={part} />
        ))}
      </TextBox>
    </div>
  );
}

function Part({ part }: { readonly part: TextPart }) {
  const words = useText();
  if (part.marks === undefined) return <Foreign>{part.text}</Foreign>;
  return (
    <mark className="rounded-sm box-decoration-clone bg-sunken px-0.5 text-accent underline decoration-2 underline-offset-4">
      {part.invisible ? (
        <span className="font-mono text-small">
          {words('ui.text.invisible', {}, part.invisible)}
          {part.decoded !== undefined && (
            <>
              {' '}
              <Foreign>{part.decoded}</Foreign>
            </>
          )}
        </span>
      ) : (
        <Foreign>{part.text}</Foreign>
      )}
    </mark>
  );
}
