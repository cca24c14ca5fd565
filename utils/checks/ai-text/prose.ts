/** What a text can be instead of prose: what it is written in then decides, and not who wrote it. */
export type NotProse = 'code' | 'table' | 'list' | 'quotations';

/**
 * What most of a text is, where that is no prose. It is asked of the text as given: the normaliser takes lines and bullets
 * away. Lists whose items are sentences are prose.
 */
export function notProse(given: string): NotProse | null {
  const lines = given
    .slice(0, MOST_UNITS)
    .split(/\r\n?|\n/)
    .filter((line) => /\S/.test(line));
  const all = unitsOf(lines);
  const fenced = insideFences(lines);
  const share = (is: (line: string, index: number) => boolean) => unitsOf(lines.filter(is)) / all;
  if (share((line, index) => fenced.has(index) || isCode(line)) >= MOST) return 'code';
  if (lines.length < FEWEST_LINES) return quotedShare(given) >= MOST ? 'quotations' : null;
  if (share(isTable) >= MOST) return 'table';
  if (share((line) => /^\s*>/.test(line)) >= MOST || quotedShare(given) >= MOST) return 'quotations';
  return lines.filter(isItem).length / lines.length >= MOST_ITEMS ? 'list' : null;
}

/** From here on it is most of the text. */
const MOST = 0.6;

/** What a longer text is shows in its beginning. */
const MOST_UNITS = 200_000;

/** Fewer lines are no table and no list. */
const FEWEST_LINES = 4;

/** Share of the lines of a list that are items. */
const MOST_ITEMS = 0.8;

/** An item of more words is a sentence. */
const MOST_WORDS_OF_ITEM = 8;

function unitsOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.trim().length, 0);
}

/** Numbers of the lines between ``` and ```. */
function insideFences(lines: readonly string[]): ReadonlySet<number> {
  const inside = new Set<number>();
  let open = false;
  for (const [index, line] of lines.entries()) {
    const fence = /^\s*(```|~~~)/.test(line);
    if (open || fence) inside.add(index);
    if (fence) open = !open;
  }
  return inside;
}

/** A line of a programming language, of markup or of data. */
function isCode(line: string): boolean {
  const text = line.trim();
  const signs = text.match(CODE_SIGNS)?.length ?? 0;
  if (signs / text.length >= MANY_SIGNS) return true;
  return CODE_LINES.some((pattern) => pattern.test(text));
}

/** Signs that prose hardly has. */
const CODE_SIGNS = /[{}[\]<>=;\\|&^~`@#$%*_+/]/g;
const MANY_SIGNS = 0.12;

const CODE_LINES: readonly RegExp[] = [
  /[;{}]$/,
  /^(import|from|export|const|let|var|def|class|func|function|return|public|private|static|package|using|#include)\b.*[=(){};:'"<>]/,
  /^(if|for|while|else|elif|switch|try|catch|except)\b.*[({:]$/,
  /^(\/\/|\/\*|<\/?[a-z][^>]*>|@\w+$)/i,
  /^[\w.]+\s*(=|:=|\+=|\()[^.!?]*[)\]}\w'"]$/,
];

/**
 * Cells between bars, tabs, semicolons or wide gaps, a few words each. Prose has semicolons too, and two spaces where a
 * sentence ends.
 */
function isTable(line: string): boolean {
  const cells = line.trim().split(/\||\t|;|(?<![.!?:]["”’)]?) {2,}/);
  const words = line.match(/\S+/g)?.length ?? 0;
  return cells.length > 2 && words / cells.length <= MOST_WORDS_OF_CELL;
}

/** On average. */
const MOST_WORDS_OF_CELL = 6;

/** A few words, without the end of a sentence. A line of verse has a comma there, or more words. */
function isItem(line: string): boolean {
  const text = line.replace(/^\s*([-*•·–—▪◦‣]|\(?\w{1,3}[.)])\s+/, '').trim();
  const words = text.split(/\s+/).length;
  const marked = text.length < line.trim().length;
  return (
    words <= MOST_WORDS_OF_ITEM && !/[.!?…"”’,;]$/.test(text) && (marked || words <= MOST_WORDS_OF_ITEM / 2)
  );
}

/** Share of the text that stands between quotation marks, each quotation of more than a few words. */
function quotedShare(given: string): number {
  const quoted = Array.from(given.slice(0, MOST_UNITS).matchAll(QUOTATION), ([whole]) => whole);
  return quoted.reduce((sum, whole) => sum + whole.length, 0) / Math.min(given.length, MOST_UNITS);
}

/** A straight mark opens before a word and closes after one: those between would pair the wrong way. */
const QUOTATION = /“[^“”]{40,}”|„[^„“]{40,}“|«[^«»]{40,}»|(?<![^\s([])"(?=\S)[^"\n]{40,}(?<=\S)"(?!\w)/gu;
