import { type Phrase, phrase } from '../../words/phrase';
import type { Limits } from '../limits';
import { refuseTooLarge, sha256 } from '../load';
import { readMediaType } from '../media-type';
import type { Subject } from '../subject';
import { SubjectError } from '../subject-error';
import { normaliseText } from './normalise';

/** A text that is ready to be checked, and what the user should know of how it was read. */
export interface LoadedText {
  readonly subject: Subject;
  readonly text: string;
  readonly notices: readonly Phrase[];
}

/**
 * Makes a subject of a text's bytes, UTF-8 or marked UTF-16. What is longer than the limits allow is cut, with a notice.
 * Throws SubjectError `empty`, `too-large` or `not-supported` (bytes that are no text).
 */
export async function loadText(bytes: Uint8Array<ArrayBuffer>, limits: Limits): Promise<LoadedText> {
  refuseTooLarge(bytes.length, limits);
  const given = await decode(bytes);
  if (given.trim() === '') throw new SubjectError('empty', phrase('subject.emptyText'));
  const text = cut(given, limits.maxCharacters);
  const written = new TextEncoder().encode(text);
  return {
    subject: {
      kind: 'text',
      bytes: written,
      mediaType: 'text/plain',
      sha256: await sha256(new TextEncoder().encode(normaliseText(text).text)),
      dimensions: null,
      coverage: 'file',
    },
    text,
    notices:
      text.length < given.length
        ? [phrase('subject.textCut', { checked: text.length, all: given.length })]
        : [],
  };
}

/** The text of a text subject. Its UTF-16 units are counted as in the text that was given. */
export function textOf({ bytes }: Pick<Subject, 'bytes'>): string {
  // A mark of the byte order counts as a unit of the text: positions must not move.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

async function decode(bytes: Uint8Array): Promise<string> {
  const utf16 = UTF16_MARKS.find(({ mark }) => mark.every((byte, position) => bytes[position] === byte));
  const text = new TextDecoder(utf16?.encoding ?? 'utf-8', { ignoreBOM: true }).decode(bytes);
  if (isBinary(text)) {
    const { mediaType } = await readMediaType(bytes);
    throw new SubjectError('not-supported', phrase('subject.notText', { mediaType }));
  }
  return text;
}

const UTF16_MARKS = [
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const;

/** Text in an old encoding still reads, apart from its accents; a picture does not. */
function isBinary(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  const unreadable = sample.match(/[\0\uFFFD]/g)?.length ?? 0;
  return unreadable > Math.max(A_FEW, sample.length * MOST_UNREADABLE);
}

const SAMPLE = 4000;
const MOST_UNREADABLE = 0.1;
const A_FEW = 8;

/** Cuts between two characters, never within one. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
