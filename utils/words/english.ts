import english from './locales/en.json';
import type { WordKey } from './phrase';
import { languageOf } from './say';

/** English straight from its locale file, for the shell, the reports it writes, and tests. */
export const englishLanguage = languageOf('en', lookUp);

function lookUp(key: WordKey): string {
  let node: unknown = english;
  for (const part of key.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  if (typeof node !== 'string') throw new Error(`No text for ${key}`);
  return node;
}
