import type { Phrase } from '../words/phrase';
import { type Language, say } from '../words/say';

/** The same evidence with the phrases in it said: evidence may hold the meaning of what it names. */
export function sayEvidence(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sayEvidence(item, language));
  const said = isPhrase(value) ? sayKnown(value, language) : null;
  if (said !== null) return said;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sayEvidence(part, language)]));
}

function isPhrase(value: object): value is Phrase {
  return (
    'key' in value &&
    typeof value.key === 'string' &&
    Object.keys(value).every((name) => ['key', 'values', 'count'].includes(name))
  );
}

/** Null for what only looks like a phrase: a file may hold such an object itself. */
function sayKnown(phrase: Phrase, language: Language): string | null {
  try {
    return say(phrase, language) || null;
  } catch {
    return null;
  }
}
