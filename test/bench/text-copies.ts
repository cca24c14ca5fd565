import { libraryServices } from '../../cli/library';
import { type ComparedText, compareTexts, type TextCopy } from '../../utils/checks/fingerprint/text/copy';
import { FEWEST_TEXT_WORDS, fingerprintWords } from '../../utils/checks/fingerprint/text/fingerprint-text';
import { placesOf } from '../../utils/checks/fingerprint/text/passages';
import { hashGrams } from '../../utils/checks/fingerprint/text/winnow';
import { readWords } from '../../utils/checks/fingerprint/text/words';
import { knownTextOf, type WholeTextEntry } from '../../utils/records/library-entry';
import { seededRandom } from '../fixtures/pictures';
import { type LabelledText, readTexts } from './texts';
import { describeShare } from './wilson';

/**
 * How many edited copies of texts are found, and how many texts by different people pass for copies of each other.
 *
 *     npx vite-node test/bench/text-copies.ts -- FILE.jsonl[.gz]...
 *
 * The files hold rows of {text, label, source, domain}. The texts labelled `ai` are kept in a library, edited and looked up
 * there; those labelled `human` are all compared with each other. What passes for a copy is listed, to be looked at.
 */
async function main(files: readonly string[]): Promise<void> {
  const rows = await readTexts(files);
  const texts: Kept[] = [];
  for (const row of rows) {
    const { words } = readWords(row.text);
    if (words.length >= FEWEST_TEXT_WORDS)
      texts.push({ row, words, entry: await entryOf(words, texts.length) });
  }
  console.log(`${rows.length} texts, ${rows.length - texts.length} of them too short`);
  await printCopies(texts);
  printStrangers(texts.filter(({ row }) => row.label === 'human'));
}

interface Kept {
  readonly row: LabelledText;
  readonly words: readonly string[];
  readonly entry: WholeTextEntry;
}

async function entryOf(words: readonly string[], number: number): Promise<WholeTextEntry> {
  const kept = await fingerprintWords(words);
  const about = { kind: 'text', label: 'other', note: '', origin: '', sha256: kept.hash } as const;
  return { ...about, ...kept, id: `${number}`, name: `${number}`, added: '2026-03-02T10:00:00.000Z' };
}

async function comparedOf(words: readonly string[]): Promise<ComparedText> {
  const { hash } = await fingerprintWords(words);
  return { hash, words: words.length, places: placesOf(hashGrams(words)) };
}

const random = seededRandom(7);
const draw = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

/** Of the words so many are exchanged (three of five), left out or doubled by another (one of five each). */
function edit(words: readonly string[], share: number, vocabulary: readonly string[]): readonly string[] {
  return words.flatMap((word) => {
    if (random() >= share) return [word];
    const way = random();
    if (way < 0.6) return [draw(vocabulary)];
    return way < 0.8 ? [] : [word, draw(vocabulary)];
  });
}

/** The order of its sentences, taken for 12 to 25 words each, is drawn anew. */
function reorder(words: readonly string[]): readonly string[] {
  const sentences: { readonly words: readonly string[]; readonly place: number }[] = [];
  for (let start = 0; start < words.length; ) {
    const end = start + 12 + Math.floor(random() * 14);
    sentences.push({ words: words.slice(start, end), place: random() });
    start = end;
  }
  return sentences.toSorted((one, other) => one.place - other.place).flatMap((sentence) => sentence.words);
}

const COPIED = 500;
const LENGTHS = [30, 60, 120] as const;

async function printCopies(texts: readonly Kept[]): Promise<void> {
  const vocabulary = texts.slice(0, 2000).flatMap(({ words }) => words);
  const others = texts.filter(({ row, words }) => row.label === 'human' && words.length >= 100);
  const ways: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
    'unchanged, pasted into a longer text': (words) => paste(words, draw(others).words),
    '5 % of the words changed': (words) => edit(words, 0.05, vocabulary),
    '10 %': (words) => edit(words, 0.1, vocabulary),
    '20 %': (words) => edit(words, 0.2, vocabulary),
    '30 %': (words) => edit(words, 0.3, vocabulary),
    'sentences reordered': reorder,
    'sentences reordered, 10 %': (words) => reorder(edit(words, 0.1, vocabulary)),
    '10 %, pasted into a longer text': (words) => paste(edit(words, 0.1, vocabulary), draw(others).words),
    '20 %, pasted into a longer text': (words) => paste(edit(words, 0.2, vocabulary), draw(others).words),
  };
  for (const length of LENGTHS) {
    const whole = texts.filter(({ row, words }) => row.label === 'ai' && words.length >= length);
    const copied = whole.slice(0, COPIED);
    const kept = await Promise.all(
      copied.map(({ words }, number) => entryOf(words.slice(0, length), number)),
    );
    const library = libraryServices([
      ...kept,
      ...others.map(({ entry }) => ({ ...entry, id: `other ${entry.id}` })),
    ]);
    console.log(
      `\ncopies of ${copied.length} texts of ${length} words, among ${kept.length + others.length}: found`,
    );
    for (const [name, way] of Object.entries(ways)) {
      let found = 0;
      for (const [number, { words }] of copied.entries()) {
        const edited = way(words.slice(0, length));
        const compared = await comparedOf(edited);
        const { hash, fingerprints } = await fingerprintWords(edited);
        const candidates = await library.libraryFindTexts(hash, fingerprints);
        const known = candidates.find(({ id }) => id === `${number}`);
        if (known && compareTexts(compared, known)) found += 1;
      }
      console.log(name.padEnd(38), describeShare(found, copied.length));
    }
  }
}

function paste(words: readonly string[], into: readonly string[]): readonly string[] {
  const middle = Math.floor(into.length / 2);
  return [...into.slice(0, middle), ...words, ...into.slice(middle)];
}

function printStrangers(texts: readonly Kept[]): void {
  const holders = new Map<number, number[]>();
  texts.forEach(({ entry }, text) => {
    for (const fingerprint of new Set(entry.fingerprints)) {
      const known = holders.get(fingerprint);
      if (known) known.push(text);
      else holders.set(fingerprint, [text]);
    }
  });
  const found: Found[] = [];
  texts.forEach(({ entry, words, row }, text) => {
    const places = placesOf(hashGrams(words));
    const compared = { hash: entry.hash, words: words.length, places };
    const near = new Set([...places.keys()].flatMap((hash) => holders.get(hash) ?? []));
    for (const other of near) {
      const kept = texts[other];
      if (other >= text || !kept) continue;
      const copy = compareTexts(compared, knownTextOf(kept.entry, kept.entry));
      if (copy) found.push({ copy, of: [kindOf(kept.row), kindOf(row)], words });
    }
  });
  printFound(found, (texts.length * (texts.length - 1)) / 2);
}

interface Found {
  readonly copy: TextCopy;
  readonly of: readonly [string, string];
  readonly words: readonly string[];
}

const kindOf = ({ source, domain }: LabelledText) => `${source} ${domain}`;

function printFound(found: readonly Found[], pairs: number): void {
  const mails = found.filter(({ of }) => of.every((kind) => kind.endsWith('email'))).length;
  const exact = found.filter(({ copy }) => copy.exact).length;
  console.log(
    `\n${pairs} pairs of texts by people: ${found.length} copies, ${exact} exact; ${mails} are pairs of mails`,
  );
  console.log('least alike first:');
  for (const { copy, of, words } of found
    .toSorted((one, other) => likeness(one) - likeness(other))
    .slice(0, LISTED)) {
    const [passage] = copy.passages.toSorted((one, other) => other.shared - one.shared);
    const quote = words.slice(passage?.start, passage?.end).join(' ').slice(0, 160);
    console.log(
      `${likeness({ copy }).toFixed(2)}  ${of.join(' | ')}  ${copy.knownWords} of ${copy.known.words} words: ${quote}`,
    );
  }
}

const LISTED = 60;

/** Fingerprints that were found in the passages, for each word of them. */
function likeness({ copy }: Pick<Found, 'copy'>): number {
  return copy.passages.reduce((sum, { shared }) => sum + shared, 0) / copy.knownWords;
}

const files = process.argv.slice(2).filter((argument) => argument !== '--');
if (files.length === 0) throw new Error('Usage: text-copies.ts FILE.jsonl[.gz]...');
await main(files);
