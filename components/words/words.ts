import { useMemo } from 'react';
import { type Phrase, type PhraseValue, phrase, type WordKey } from '../../utils/words/phrase';
import { say, sayProbability } from '../../utils/words/say';
import { useServices } from '../services';
import { isolating } from './bidi';

/** Says a phrase in the reader's language. Foreign names in it cannot turn the sentence around. */
export function useSay(): (phrase: Phrase) => string {
  const { language } = useServices();
  return useMemo(() => {
    const isolated = isolating(language);
    return (phrase) => say(phrase, isolated);
  }, [language]);
}

/** A text of the interface by its key, with its places filled and its plural chosen. */
export function useText(): Text {
  const say = useSay();
  return useMemo(() => (key, values, count) => say(phrase(key, values, count)), [say]);
}

export type Text = (key: WordKey, values?: Readonly<Record<string, PhraseValue>>, count?: number) => string;

/** Numbers and sizes as the reader's locale writes them. */
export function useFormat(): Format {
  const { locale } = useServices().language;
  const known = formats.get(locale) ?? formatFor(locale);
  formats.set(locale, known);
  return known;
}

/** Formatters are slow to make, and every row of a list asks for them. */
const formats = new Map<string, Format>();

export interface Format {
  readonly number: (value: number) => string;
  /** 0.9731 as `0.97`. */
  readonly probability: (value: number) => string;
  /** Two significant digits: what matters is how many zeros. */
  readonly difference: (value: number) => string;
  readonly bytes: (bytes: number) => string;
  readonly milliseconds: (milliseconds: number) => string;
  /** A moment without its zone, for lists: the full one is in the opened view. */
  readonly shortDate: (iso: string) => string;
  readonly day: (iso: string) => string;
  /** The time of something that happened today, the day of anything older. */
  readonly recent: (iso: string) => string;
}

function formatFor(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const difference = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const milliseconds = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 0,
  });
  const byteUnits = BYTE_UNITS.map(
    (unit, power) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: power > 1 ? 1 : 0 }),
  );
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  return {
    number: (value) => number.format(value),
    probability: (value) => sayProbability(value, locale),
    difference: (value) => difference.format(value),
    bytes: (bytes) => formatBytes(bytes, byteUnits),
    milliseconds: (value) => milliseconds.format(value),
    shortDate: (iso) => formatDate(iso, date),
    day: (iso) => formatDate(iso, day),
    recent: (iso) => formatDate(iso, isToday(iso) ? time : day),
  };
}

function isToday(iso: string): boolean {
  return new Date(iso).toDateString() === new Date().toDateString();
}

/** Text that is no date is shown as it is. */
function formatDate(iso: string, format: Intl.DateTimeFormat): string {
  return Number.isNaN(Date.parse(iso)) ? iso : format.format(new Date(iso));
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function formatBytes(bytes: number, units: readonly Intl.NumberFormat[]): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return units[power]?.format(bytes / 1000 ** power) ?? '';
}
