import type { Phrase } from '../words/phrase';
import { type Language, say } from '../words/say';

/** The same evidence with the phrases in it said: evidence may hold the meaning of what it names. */
export function sayEvidence(value: unknown, language: Language): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => sayEvidence(item, language));
  return (
    sayIfPhrase(value, language) ??
    Object.fromEntries(Object.entries(value).map(([name, part]) => [name, sayEvidence(part, language)]))
  );
}

/** Null for what is no phrase, also where it only looks like one: a file may hold such an object itself. */
export function sayIfPhrase(value: object, language: Language): string | null {
  if (!isPhrase(value)) return null;
  try {
    return say(value, language) || null;
  } catch {
    return null;
  }
}

function isPhrase(value: object): value is Phrase {
  return (
    'key' in value &&
    typeof value.key === 'string' &&
    Object.keys(value).every((name) => ['key', 'values', 'count'].includes(name))
  );
}
