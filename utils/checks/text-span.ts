import type { Signal } from './signal';

/** A part of a text that a check marks, in UTF-16 units of the text as it was given. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  /** The message that it carries unseen, where it carries one. */
  readonly decoded?: string;
}

/** A piece of a text: one that a check marks, or what lies between two of those. */
export interface TextPart {
  readonly text: string;
  readonly start: number;
  /** What it is marked as. */
  readonly marks?: string;
  /** Of a marked piece of which nothing can be seen: how many characters it has. */
  readonly invisible?: number;
  readonly decoded?: string;
}

/**
 * Cuts a text, or its beginning, into the pieces that facts mark and those between. Where marks overlap the shortest
 * holds, so that a hidden character is seen within a copied passage, and of equals the first. What models estimate of
 * sentences is shown with the estimate.
 */
export function markText(text: string, signals: readonly Signal[]): readonly TextPart[] {
  const spans = signals
    .filter(({ basis }) => basis === 'declared')
    .flatMap(spansIn)
    .map((span) => ({ ...span, end: Math.min(span.end, text.length) }))
    .filter(({ start, end }) => start >= 0 && end > start)
    .sort((one, other) => other.end - other.start - (one.end - one.start) || other.start - one.start);
  const owners = new Int32Array(text.length).fill(-1);
  spans.forEach(({ start, end }, index) => {
    owners.fill(index, start, end);
  });
  const parts: TextPart[] = [];
  let start = 0;
  while (start < text.length) {
    let end = start + 1;
    while (end < text.length && owners[end] === owners[start]) end++;
    const span = spans[owners[start] ?? -1];
    parts.push(
      span ? markedPart(text.slice(start, end), start, span) : { text: text.slice(start, end), start },
    );
    start = end;
  }
  return parts;
}

function markedPart(text: string, start: number, { type, decoded }: TextSpan): TextPart {
  const invisible = INVISIBLE.test(text) ? [...text].length : 0;
  return {
    ...{ text, start, marks: type },
    ...(invisible > 0 && { invisible, ...(decoded !== undefined && { decoded }) }),
  };
}

const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]+$/u;

/** A signal's marks, in the form that every check of texts writes; a stored one may have another. */
function spansIn({ evidence }: Signal): readonly TextSpan[] {
  const { spans } = evidence as { spans?: unknown };
  return Array.isArray(spans) ? spans.filter(isSpan) : [];
}

function isSpan(value: unknown): value is TextSpan {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end, type } = value as Partial<TextSpan>;
  return Number.isInteger(start) && Number.isInteger(end) && typeof type === 'string';
}
