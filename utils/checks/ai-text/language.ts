/** What a text is written in, as far as that decides whether the models can be asked. */
export interface LanguageFound {
  /** Share of the parts that are in English. */
  readonly english: number;
  /** ISO 639-1, of most of the others; null where no language was recognised in most of them. */
  readonly other: string | null;
}

/** Finds the language of a normalised text, part by part, so that one in two languages is seen to be so. */
export async function findLanguage(normalised: string): Promise<LanguageFound> {
  const { eld } = await import('eld/extrasmall');
  const parts = partsOf(normalised.split(' '));
  const found = parts.map((part) => eld.detect(part).language);
  const counts = new Map<string, number>();
  for (const language of found) counts.set(language, (counts.get(language) ?? 0) + 1);
  const [[other] = ['']] = [...counts]
    .filter(([language]) => language !== ENGLISH)
    .sort(([, one], [, more]) => more - one);
  return { english: (counts.get(ENGLISH) ?? 0) / parts.length, other: other || null };
}

export const ENGLISH = 'en';

/** Long enough for a language to be told, short enough for a change of it to be seen. */
const WORDS_IN_PART = 100;

/** Of a long text, so many parts stand for all. */
const MOST_PARTS = 40;

/** The last part takes in what is too short for one of its own. */
function partsOf(words: readonly string[]): readonly string[] {
  const count = Math.max(1, Math.floor(words.length / WORDS_IN_PART));
  const step = Math.max(1, count / MOST_PARTS);
  return Array.from({ length: Math.min(count, MOST_PARTS) }, (_, index) => {
    const part = Math.floor(index * step);
    const end = part === count - 1 ? words.length : (part + 1) * WORDS_IN_PART;
    return words
      .slice(part * WORDS_IN_PART, end)
      .join(' ')
      .slice(0, MOST_UNITS);
  });
}

/** Words without spaces between them (Chinese, Thai) make one long part. */
const MOST_UNITS = 2000;
