import type english from './locales/en.json';

/** Every text of the product, as a dotted path into the locale files (`verdict.noEvidence.sentence`). */
export type WordKey = Leaves<typeof english>;

/**
 * A sentence that has not been put into a language yet. Checks and the verdict speak in phrases, so that
 * the panel, the report and the shell all say the same words, each in its reader's language.
 */
export interface Phrase {
  readonly key: WordKey;
  readonly values?: Readonly<Record<string, PhraseValue>>;
  /** Chooses the plural form, and fills `$1`. */
  readonly count?: number;
}

/**
 * What fills a `{name}` in a text. Dates are ISO 8601, shown in the reader's locale and zone: with the time, or the day alone.
 * Probabilities are shown as sayProbability has it, languages (ISO 639-1) by their names.
 */
export type PhraseValue =
  | string
  | number
  | { readonly date: string }
  | { readonly day: string }
  | { readonly probability: number }
  | { readonly language: string }
  | Phrase;

/** Builds a phrase; `values` fill the text's `{name}` places. */
export function phrase(key: WordKey, values?: Readonly<Record<string, PhraseValue>>, count?: number): Phrase {
  return { key, ...(values && { values }), ...(count !== undefined && { count }) };
}

/** A locale file nests texts; a text is a string (two plural forms are written "one | many"). */
type Leaves<Tree, Path extends string = ''> = Tree extends string
  ? Path
  : {
      [Branch in keyof Tree & string]: Leaves<Tree[Branch], Path extends '' ? Branch : `${Path}.${Branch}`>;
    }[keyof Tree & string];
