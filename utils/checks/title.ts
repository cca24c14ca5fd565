import { type Phrase, phrase, type WordKey } from '../words/phrase';

/** A check's name in words. Each check keeps it as the text `checks.<its id in camelCase>.title`. */
export function checkTitle(id: string): Phrase {
  const name = id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return phrase(`checks.${name}.title` as WordKey);
}
