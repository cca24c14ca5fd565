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
 * Cuts a text, or its beginning, into the pieces that facts mark and those between. Where marks overlap, the first holds.
 * What models estimate of sentences is shown with the estimate.
 */
export function markText(text: string, signals: readonly Signal[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  let done = 0;
  const declared = signals.filter(({ basis }) => basis === 'declared');
  const spans = declared.flatMap(spansIn).sort((one, other) => one.start - other.start);
  for (const { start, end, type, decoded } of spans) {
    if (start < done || start >= text.length || end <= start) continue;
    if (start > done) parts.push({ text: text.slice(done, start), start: done });
    const marked = text.slice(start, end);
    const invisible = INVISIBLE.test(marked) ? [...marked].length : 0;
    parts.push({
      ...{ text: marked, start, marks: type },
      ...(invisible > 0 && { invisible, ...(decoded !== undefined && { decoded }) }),
    });
    done = start + marked.length;
  }
  if (done < text.length) parts.push({ text: text.slice(done), start: done });
  return parts;
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
