/** Whoever made the file chose these texts: longer ones are cut, so that they can flood neither panel nor log. */
const NAME_LENGTH = 200;

/** The most characters of a description. */
export const DESCRIPTION_LENGTH = 1000;

/** An object's properties; none for anything else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** A list's items; none for anything else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * A text on one line, cut to `length` characters, without the characters that could reverse or hide what stands
 * around it. Null for an empty text and for anything else.
 */
export function text(value: unknown, length = NAME_LENGTH): string | null {
  if (typeof value !== 'string') return null;
  const cleaned = value
    .slice(0, 4 * length)
    .replace(/\p{Bidi_Control}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const characters = [...cleaned];
  if (characters.length > length) return `${characters.slice(0, length - 1).join('')}…`;
  return cleaned === '' ? null : cleaned;
}

/** A date as ISO 8601 in UTC. Null for anything that is no date. */
export function isoDate(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
