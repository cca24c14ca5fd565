import { useId } from 'react';
import {
  type ColouredPart,
  colouringIn,
  colourText,
  inkOf,
  sharesOf,
  TYPE_NAMES,
} from '../../utils/checks/ai-text/coloured-text';
import type {
  EstimatedSpan,
  AiTextEvidence as Evidence,
  SpanType,
} from '../../utils/checks/ai-text/evidence';
import type { TextSummary } from '../../utils/jobs/job';
import { sayEvidence } from '../../utils/records/say-evidence';
import { Disclosure } from '../kit/disclosure';
import { Fact, Facts } from '../kit/facts';
import { Foreign } from '../kit/verbatim';
import { useServices } from '../services';
import { useFormat, useSay, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { KeyValues } from './key-values';
import { TextBox } from './text-box';
import { ThresholdsFact } from './thresholds-fact';

/** The text with each sentence coloured by the signs in it, and what the number is held against. */
export function AiTextEvidence({ signal, job }: EvidenceProps) {
  const { language } = useServices();
  const words = useText();
  const say = useSay();
  const colouring = colouringIn(signal.evidence);
  // Models that abstained have reasons, and no estimate.
  if (signal.probability === undefined || !colouring) {
    return <KeyValues value={Object(sayEvidence(signal.evidence, language))} />;
  }
  const { thresholds, models, parts } = signal.evidence as Evidence;
  const { spans, windows } = colouring;
  const text = job.subject?.text;
  return (
    <div className="flex flex-col gap-3">
      {text && <ColouredText text={text} spans={spans} />}
      {parts !== undefined && <p>{words('checks.aiText.sampled', { looked: windows.length, parts })}</p>}
      <Facts>
        <Fact name={words('ui.evidence.aiText.models')}>{say(models)}</Fact>
        <ThresholdsFact of="texts" thresholds={thresholds} />
      </Facts>
      {text && windows.length > 1 && <Parts text={text} windows={windows} />}
    </div>
  );
}

interface ColouredTextProps {
  readonly text: TextSummary;
  readonly spans: readonly EstimatedSpan[];
}

function ColouredText({ text, spans }: ColouredTextProps) {
  const words = useText();
  const title = useId();
  const parts = colourText(text.content, spans);
  return (
    <figure className="flex flex-col gap-2">
      <h4 id={title} className="text-small font-medium text-soft">
        {words('ui.evidence.aiText.title')}
      </h4>
      <TextBox text={text} labelledBy={title}>
        {parts.map((part, index) => (
          <Part key={part.start} part={part} changes={typeBefore(parts, index) !== part.span?.type} />
        ))}
      </TextBox>
      <figcaption className="flex flex-col gap-2 text-small text-soft">
        <Legend spans={spans} />
        {words('checks.aiText.reading')}
      </figcaption>
    </figure>
  );
}

function typeBefore(parts: readonly ColouredPart[], index: number): SpanType | undefined {
  return parts.slice(0, index).findLast(({ span }) => span)?.span?.type;
}

interface PartProps {
  readonly part: ColouredPart;
  /** Whether it is of another kind than the sentence before, which is said to those who see no colour. */
  readonly changes: boolean;
}

function Part({ part: { text, span }, changes }: PartProps) {
  const words = useText();
  if (!span) return <Foreign>{text}</Foreign>;
  return (
    <mark
      title={words(TYPE_NAMES[span.type])}
      className={`box-decoration-clone text-ink ${LINES[span.type]}`}
      style={{ backgroundColor: inkOf(span.probability) }}
    >
      {changes && <span className="sr-only">{`[${words(TYPE_NAMES[span.type])}] `}</span>}
      <Foreign>{text}</Foreign>
    </mark>
  );
}

/** A line under the sentence says the same as its colour. */
const LINES: Readonly<Record<SpanType, string>> = {
  'strong-signs': 'underline decoration-2 underline-offset-4',
  'weak-signs': 'underline decoration-dotted decoration-2 underline-offset-4',
  'no-signs': '',
};

function Legend({ spans }: { readonly spans: readonly EstimatedSpan[] }) {
  const words = useText();
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {sharesOf(spans).map(({ type, percent }) => (
        <li key={type}>
          <span
            className={`px-0.5 text-ink ${LINES[type]}`}
            style={{ backgroundColor: inkOf(SAMPLES[type]) }}
          >
            {words(TYPE_NAMES[type])}
          </span>
          {` ${words('ui.evidence.aiText.share', { percent })}`}
        </li>
      ))}
    </ul>
  );
}

/** A probability that stands for its kind. */
const SAMPLES: Readonly<Record<SpanType, number>> = { 'strong-signs': 1, 'weak-signs': 0.6, 'no-signs': 0.1 };

interface PartsProps {
  readonly text: TextSummary;
  readonly windows: readonly EstimatedSpan[];
}

/** The parts that the models looked at, each with its own estimate, as a list. */
function Parts({ text, windows }: PartsProps) {
  const words = useText();
  const format = useFormat();
  return (
    <Disclosure title={words('ui.evidence.aiText.parts')}>
      <ol className="flex list-decimal flex-col gap-1 ps-6">
        {windows.map(({ start, probability, type }) => (
          <li key={start}>
            <span className="font-medium tabular-nums">{format.probability(probability)}</span>
            {`, ${words(TYPE_NAMES[type])}: `}
            <Foreign>{excerpt(text.content, start)}</Foreign>
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

/** UTF-16 units of a part's beginning that tell which part it is. */
const EXCERPT = 60;

function excerpt(content: string, start: number): string {
  const beginning = content.slice(start, start + EXCERPT).toWellFormed();
  return start + EXCERPT < content.length || beginning === '' ? `${beginning}…` : beginning;
}
