import type { Tokenizer } from '@huggingface/tokenizers';

/** Of `tokenizer.json`, the word pieces of uncased BERT: models that were trained with others cannot be asked. */
export const TOKENIZER_SHA256 = '3ad857958ba886d154a5a852119fb31a0dd549d03d8a3fc20e33f2336272cc19';

/** Gives the ids of a word's pieces. A text's pieces are those of its words, one after the other. */
export type WordPieces = (word: string) => readonly number[];

/** Loads the tokenizer, once, when a text is first checked. */
export function loadWordPieces(): Promise<WordPieces> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

let loading: Promise<WordPieces> | undefined;

async function load(): Promise<WordPieces> {
  const [{ Tokenizer }, { default: file }] = await Promise.all([
    import('@huggingface/tokenizers'),
    import('./tokenizer.json'),
  ]);
  return remembering(new Tokenizer(file, {}));
}

/** Most words of a text stand there more than once. */
function remembering(tokenizer: Tokenizer): WordPieces {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const before = known.get(word);
    if (before) return before;
    // JavaScript has another small sigma for the end of a word; in training each letter is made small by itself.
    const { ids } = tokenizer.encode(word.replaceAll('Σ', 'σ'), { add_special_tokens: false });
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(word, ids);
    return ids;
  };
}

const MOST_KNOWN = 50_000;
