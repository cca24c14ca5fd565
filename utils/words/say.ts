import type { Phrase, PhraseValue, WordKey } from './phrase';

/** Looks a text up in one language: fills `{name}` places and picks the plural form for `count`. */
export interface Language {
  /** BCP 47 tag, for dates and numbers. */
  readonly locale: string;
  readonly text: (key: WordKey, values: Readonly<Record<string, string>>, count?: number) => string;
}

/**
 * Makes a language of its raw texts, as the locale files hold them: two plural forms are written "one | many", `$1` is
 * the count, `{name}` a value. Each text is looked up once, since a page asks for the same ones over and over.
 */
export function languageOf(locale: string, lookUp: (key: WordKey) => string): Language {
  const known = new Map<WordKey, string>();
  return {
    locale,
    text(key, values, count) {
      const text = known.get(key) ?? lookUp(key);
      known.set(key, text);
      return fill(text, values, count);
    },
  };
}

function fill(text: string, values: Readonly<Record<string, string>>, count: number | undefined): string {
  const forms = text.split(' | ');
  const form = count !== undefined && forms.length > 1 ? (count === 1 ? forms[0] : forms[1]) : text;
  return (form ?? '')
    .replaceAll('$1', String(count ?? ''))
    .replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}

/** Puts a phrase into words. Dates and numbers follow the language's locale; nested phrases are said first. */
export function say(phrase: Phrase, language: Language): string {
  const values = Object.entries(phrase.values ?? {}).map(([name, value]) => [
    name,
    sayValue(value, language),
  ]);
  return language.text(phrase.key, Object.fromEntries(values), phrase.count);
}

/** A date and time in the reader's locale, with its zone. Text that is no date is returned as it is. */
export function sayDate(iso: string, locale: string): string {
  return format(iso, locale, { ...DAY, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
}

/** To a hundredth, and never 0 or 1: no estimate is certain. */
export function sayProbability(probability: number, locale: string): string {
  const known = probabilityFormats.get(locale) ?? new Intl.NumberFormat(locale, TWO_DIGITS);
  probabilityFormats.set(locale, known);
  return known.format(Math.min(0.99, Math.max(0.01, probability)));
}

const TWO_DIGITS: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

const probabilityFormats = new Map<string, Intl.NumberFormat>();

const DAY: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', day: 'numeric' };

function format(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : formatterFor(locale, options).format(date);
}

/** Formatters are slow to make, and a page asks for the same few over and over. */
function formatterFor(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, known);
  return known;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function sayValue(value: PhraseValue, language: Language): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Intl.NumberFormat(language.locale).format(value);
  if ('date' in value) return sayDate(value.date, language.locale);
  if ('day' in value) return format(value.day, language.locale, DAY);
  if ('probability' in value) return sayProbability(value.probability, language.locale);
  if ('language' in value) return sayLanguage(value.language, language.locale);
  return say(value, language);
}

function sayLanguage(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
}
