import type { Language } from '../../utils/words/say';

/** Characters that reorder the text around them; a file name may use them to look like another one. */
const REORDERING = /[\u202A-\u202E\u2066\u2067]/gu;

/** Letters and marks of the scripts that are written from right to left. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFE\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

const RIGHT_TO_LEFT_LANGUAGES = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT_LANGUAGES.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** Replaces characters that reorder text by the sign for an unknown one: what is shown is what is there. */
export function showReordering(text: string): string {
  return text.replace(REORDERING, '\uFFFD');
}

/** The same language, whose filled-in values cannot change the direction of the sentence around them. */
export function isolating(language: Language): Language {
  const always = directionOf(language.locale) === 'rtl';
  return {
    locale: language.locale,
    text: (key, values, count) => {
      const isolated = Object.entries(values).map(([name, value]) => [name, isolate(value, always)]);
      return language.text(key, Object.fromEntries(isolated), count);
    },
  };
}

function isolate(value: string, always: boolean): string {
  const shown = showReordering(value);
  return always || RIGHT_TO_LEFT.test(shown) ? FIRST_STRONG_ISOLATE + shown + POP_ISOLATE : shown;
}
