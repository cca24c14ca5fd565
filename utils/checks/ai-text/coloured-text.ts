import type { WordKey } from '../../words/phrase';
import type { AiTextEvidence, EstimatedSpan, SpanType } from './evidence';

/** A piece of a text: a sentence that was looked at, or what lies between two of those. */
export interface ColouredPart {
  readonly text: string;
  readonly start: number;
  readonly span?: EstimatedSpan;
}

/** Each kind of sentence in words, the strongest first. */
export const TYPE_NAMES = {
  'strong-signs': 'checks.aiText.types.strongSigns',
  'weak-signs': 'checks.aiText.types.weakSigns',
  'no-signs': 'checks.aiText.types.noSigns',
} as const satisfies Record<SpanType, WordKey>;

/** The ink of heat maps, so much of it as the probability is high. */
export function inkOf(probability: number): string {
  return `rgba(255, 61, 0, ${Math.round(probability * MOST_INK * 100) / 100})`;
}

/** What is written under it can still be read. */
const MOST_INK = 0.45;

/** Cuts a text, or its beginning, into the sentences that were looked at and what lies between. */
export function colourText(content: string, spans: readonly EstimatedSpan[]): readonly ColouredPart[] {
  const parts: ColouredPart[] = [];
  let done = 0;
  for (const span of spans) {
    if (span.start < done || span.start >= content.length || span.end <= span.start) continue;
    if (span.start > done) parts.push({ text: content.slice(done, span.start), start: done });
    parts.push({ text: content.slice(span.start, span.end), start: span.start, span });
    done = Math.min(span.end, content.length);
  }
  if (done < content.length) parts.push({ text: content.slice(done), start: done });
  return parts;
}

/** How much of what was looked at is of each kind, in percent, the strongest first. */
export function sharesOf(
  spans: readonly EstimatedSpan[],
): readonly { readonly type: SpanType; readonly percent: number }[] {
  const unitsOf = (some: readonly EstimatedSpan[]) =>
    some.reduce((sum, { start, end }) => sum + end - start, 0);
  const all = Math.max(1, unitsOf(spans));
  return (Object.keys(TYPE_NAMES) as SpanType[]).map((type) => ({
    type,
    percent: Math.round((100 * unitsOf(spans.filter((span) => span.type === type))) / all),
  }));
}

/** The sentences and parts in an estimate's evidence, if they have the form that this version draws; a stored one may be older. */
export function colouringIn(evidence: object): Pick<AiTextEvidence, 'spans' | 'windows'> | null {
  const { spans, windows } = evidence as Partial<AiTextEvidence>;
  const fine = [spans, windows].every((some) => Array.isArray(some) && some.length > 0 && some.every(isSpan));
  return fine && spans && windows ? { spans, windows } : null;
}

function isSpan({ start, end, type, probability }: Partial<EstimatedSpan>): boolean {
  const numbers = [start, end, probability].every(Number.isFinite);
  return numbers && typeof type === 'string' && type in TYPE_NAMES;
}
