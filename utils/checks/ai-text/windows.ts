import type { WordPieces } from './tokenizer';

/** A part of a text that the models look at by itself. */
export interface TextWindow {
  readonly text: string;
  /** In UTF-16 units of the normalised text. */
  readonly start: number;
  readonly end: number;
  readonly words: number;
  /** Ids of its word pieces. */
  readonly pieces: readonly number[];
}

/** A window has no more word pieces: two of the model's 128 places are for the marks around them. */
export const MOST_PIECES = 126;

/**
 * Cuts a normalised text into windows of nearly equal numbers of word pieces: whole words, no overlap, nothing lost. A word
 * that has too many pieces stands alone. Training cuts in the same way.
 */
export function cutWindows(normalised: string, piecesOf: WordPieces): readonly TextWindow[] {
  const words = normalised.split(' ').map((text) => ({ text, pieces: piecesOf(text) }));
  const total = words.reduce((sum, { pieces }) => sum + pieces.length, 0);
  const planned = Math.max(1, Math.ceil(total / MOST_PIECES));
  const windows: TextWindow[] = [];
  let open: { text: string; pieces: readonly number[] }[] = [];
  let [inOpen, before, start] = [0, 0, 0];
  const close = () => {
    const text = open.map(({ text }) => text).join(' ');
    const pieces = open.flatMap(({ pieces }) => pieces);
    windows.push({ text, start, end: start + text.length, words: open.length, pieces });
    start += text.length + 1;
    [open, inOpen] = [[], 0];
  };
  for (const word of words) {
    const count = word.pieces.length;
    const full = inOpen + count > MOST_PIECES || before * planned >= (windows.length + 1) * total;
    if (open.length > 0 && full) close();
    open.push(word);
    inOpen += count;
    before += count;
  }
  close();
  return windows;
}

/** So many of a text's windows, spread evenly over it from the first to the last. */
export function spread(windows: readonly TextWindow[], most: number): readonly TextWindow[] {
  if (windows.length <= most) return windows;
  const step = (windows.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => windows[Math.round(index * step)]).flatMap(
    (window) => window ?? [],
  );
}
