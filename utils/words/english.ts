import english from './locales/en.json';
import type { WordKey } from './phrase';
import type { Language } from './say';

/** English straight from its locale file, for the shell, the reports it writes, and tests. */
export const englishLanguage: Language = {
  locale: 'en',
  text(key, values, count) {
    const forms = lookUp(key).split(' | ');
    const form =
      count !== undefined && forms.length > 1 ? (count === 1 ? forms[0] : forms[1]) : forms.join(' | ');
    return (form ?? '')
      .replaceAll('$1', String(count ?? ''))
      .replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
  },
};

function lookUp(key: WordKey): string {
  let node: unknown = english;
  for (const part of key.split('.')) {
    node = typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined;
  }
  if (typeof node !== 'string') throw new Error(`No text for ${key}`);
  return node;
}
