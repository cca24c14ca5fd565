import type { Subject } from '../../subject/subject';
import { textOf } from '../../subject/text/load-text';
import { phrase } from '../../words/phrase';
import type { CheckContext } from '../check';
import type { Found } from '../signal';
import { compareTexts, type TextCopy } from './text/copy';
import type { CopiedSpan, TextFingerprintFound, TextMatch } from './text/evidence';
import { FEWEST_TEXT_WORDS, fingerprintWords, tooShort } from './text/fingerprint-text';
import { type Passage, placesOf } from './text/passages';
import { hashGrams } from './text/winnow';
import { readWords, type TextWords } from './text/words';

/** Looks a text up among the texts that the user keeps. */
export async function findKnownTexts(subject: Subject, { tools }: CheckContext): Promise<Found> {
  const text = readWords(textOf(subject));
  const { length } = text.words;
  if (length < FEWEST_TEXT_WORDS) return notApplicable(length);
  const librarySize = await tools.library.sizeOfTexts();
  const { hash, fingerprints } = await fingerprintWords(text.words);
  const facts: Facts = { hash, algorithm: ALGORITHM, words: length, librarySize };
  if (librarySize === 0) return unknown(facts);
  const candidates = await tools.library.findTexts(hash, fingerprints);
  const compared = { hash, words: length, places: placesOf(hashGrams(text.words)) };
  const copies = candidates
    .flatMap((known) => compareTexts(compared, known) ?? [])
    .toSorted(nearestFirst)
    .slice(0, MAX_MATCHES);
  return copies[0] ? copyOf(copies[0], copies, text, facts) : unknown(facts);
}

const ALGORITHM = 'winnowing-3-4';

/** Matches that are kept as evidence, nearest first. */
const MAX_MATCHES = 10;

/** Passages that are kept as evidence: a panel marks no more. */
const MAX_SPANS = 500;

type Facts = Pick<TextFingerprintFound, 'hash' | 'algorithm' | 'words' | 'librarySize'>;

function nearestFirst(one: TextCopy, other: TextCopy): number {
  return (
    Number(other.exact) - Number(one.exact) ||
    other.knownWords / other.known.words - one.knownWords / one.known.words ||
    other.words - one.words
  );
}

function copyOf(
  { exact, known, knownWords }: TextCopy,
  copies: readonly TextCopy[],
  text: TextWords,
  facts: Facts,
): Found<TextFingerprintFound> {
  const added = { day: known.added };
  const { name } = known;
  const spans = copies
    .flatMap((copy) => spansOf(copy, text))
    .toSorted((one, other) => one.start - other.start);
  const more = spans.length - MAX_SPANS;
  return {
    finding: 'known-copy',
    basis: 'declared',
    summary: exact
      ? phrase('checks.fingerprint.sameText', { name, added })
      : phrase('checks.fingerprint.textCopy', { name, added, found: knownWords, of: known.words }),
    evidence: {
      ...facts,
      matches: copies.map(matchOf),
      spans: spans.slice(0, MAX_SPANS),
      ...(more > 0 && { more }),
    },
  };
}

function matchOf({ known, exact, words, knownWords }: TextCopy): TextMatch {
  const { id, name, label, note, added, excerpt, words: knownLength } = known;
  return {
    ...{ id, name, label, note, added, exact, words, knownWords, knownLength },
    ...(excerpt !== undefined && { excerpt }),
  };
}

/** Passages with little between them are read as one, whatever their order in the known text is. */
function spansOf({ known, passages }: TextCopy, text: TextWords): readonly CopiedSpan[] {
  const rows: Pick<Passage, 'start' | 'end'>[] = [];
  for (const { start, end } of passages) {
    const last = rows.at(-1);
    if (last && start <= last.end + READ_ON_WORDS) {
      rows[rows.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    } else rows.push({ start, end });
  }
  return rows.map(({ start, end }) => ({ ...text.placeOf(start, end), type: 'known-text', entry: known.id }));
}

/** Words between two passages, at most, for them to be shown as one. */
const READ_ON_WORDS = 5;

/** The hash is kept as evidence also where nothing is known: adding to the library asks whether there is one. */
function unknown(facts: Facts): Found<TextFingerprintFound> {
  return {
    finding: 'none',
    basis: 'declared',
    summary:
      facts.librarySize === 0
        ? phrase('checks.fingerprint.noTexts')
        : phrase('checks.fingerprint.none', { size: facts.librarySize }),
    evidence: { ...facts, matches: [], spans: [] },
  };
}

function notApplicable(words: number): Found {
  return {
    finding: 'not-applicable',
    basis: 'declared',
    reason: 'too-short',
    summary: tooShort(words),
    evidence: { words },
  };
}
