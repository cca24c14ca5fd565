import { describe, expect, it } from 'vitest';
import { englishLanguage } from '../words/english';
import { say } from '../words/say';
import type { PictureEntry, WholeTextEntry } from './library-entry';
import { formatLibraryFile, LibraryFileError, parseLibraryFile } from './library-file';

const entry: PictureEntry = {
  id: '0b5f1c1e',
  kind: 'image',
  hash: 'ab'.repeat(32),
  name: 'invoice “template” <b>',
  label: 'fraud',
  note: 'seen twice\nin March',
  added: '2026-03-02T10:00:00.000Z',
  origin: 'https://example.org/invoice.png',
  sha256: 'cd'.repeat(32),
  thumbnail: 'data:image/png;base64,iVBORw0KGgo=',
};

const textEntry: WholeTextEntry = {
  ...{ id: 'a-text', kind: 'text', hash: 'ef'.repeat(32), name: 'parcel notice', label: 'generated' },
  ...{ note: '', added: '2026-03-02T10:00:00.000Z', origin: '', sha256: 'cd'.repeat(32) },
  ...{ words: 60, fingerprints: [7, 4_294_967_295, 7], positions: [0, 3, 57], excerpt: 'Your parcel …' },
};

const file = (entries: readonly unknown[], version = 2) =>
  JSON.stringify({ format: 'touchstone-library', version, entries });

describe('a library file', () => {
  it('comes back as it was written', () => {
    const { thumbnail: _, ...plain } = { ...entry, id: 'other' };
    const { excerpt: __, ...bare } = { ...textEntry, id: 'bare' };
    const entries = [entry, plain, textEntry, bare];
    expect(parseLibraryFile(formatLibraryFile(entries))).toEqual({
      entries,
      refused: 0,
    });
    expect(parseLibraryFile(formatLibraryFile([]))).toEqual({ entries: [], refused: 0 });
  });

  it.each([
    ['a short hash', { hash: 'abcd' }],
    ['a label that does not exist', { label: 'genuine' }],
    ['a date that is none', { added: 'yesterday' }],
    ['a picture that could run a script', { thumbnail: 'data:image/svg+xml;base64,PHN2Zz4=' }],
    ['a picture to be fetched', { thumbnail: 'https://example.org/beacon.png' }],
    ['a missing name', { name: undefined }],
  ])('leaves out an entry with %s, and counts it', (_, change) => {
    expect(parseLibraryFile(file([{ ...entry, ...change }, entry]))).toEqual({
      entries: [entry],
      refused: 1,
    });
  });

  it.each([
    ['a fingerprint of more than 32 bits', { fingerprints: [7, 4_294_967_296, 7] }],
    ['no fingerprints', { fingerprints: [], positions: [] }],
    ['a fingerprint without its place', { positions: [0, 3] }],
    ['places that are not in order', { positions: [3, 0, 57] }],
    ['a place outside the text', { positions: [0, 3, 60] }],
    ['a book for its first words', { excerpt: 'x'.repeat(2000) }],
    ['a kind that does not exist', { kind: 'sound' }],
  ])('leaves out a text with %s, and counts it', (_, change) => {
    const parsed = parseLibraryFile(file([{ ...textEntry, ...change }, textEntry]));
    expect(parsed).toEqual({ entries: [textEntry], refused: 1 });
  });

  it('reads a file of version 1, which held pictures alone and did not say so', () => {
    const { kind: _, ...older } = entry;
    expect(parseLibraryFile(file([older], 1))).toEqual({ entries: [entry], refused: 0 });
  });

  it('drops what an entry holds beyond its fields', () => {
    expect(parseLibraryFile(file([{ ...entry, extra: 'x' }])).entries).toEqual([entry]);
  });

  it.each(['', 'not JSON', '[]', '{"format":"something-else","version":1,"entries":[]}', 'null'])(
    'says that %j is no library file',
    (text) => {
      expect(() => parseLibraryFile(text)).toThrow(LibraryFileError);
    },
  );

  it('names the version that it does not know', () => {
    const error = catchError(() => parseLibraryFile(file([entry], 7)));
    expect(say(error.said, englishLanguage)).toContain('7');
  });
});

function catchError(run: () => unknown): LibraryFileError {
  try {
    run();
  } catch (error) {
    if (error instanceof LibraryFileError) return error;
  }
  throw new Error('expected a LibraryFileError');
}
