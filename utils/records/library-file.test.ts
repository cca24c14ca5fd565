import { describe, expect, it } from 'vitest';
import { englishLanguage } from '../words/english';
import { say } from '../words/say';
import type { LibraryEntry } from './library-entry';
import { formatLibraryFile, LibraryFileError, parseLibraryFile } from './library-file';

const entry: LibraryEntry = {
  id: '0b5f1c1e',
  hash: 'ab'.repeat(32),
  name: 'invoice “template” <b>',
  label: 'fraud',
  note: 'seen twice\nin March',
  added: '2026-03-02T10:00:00.000Z',
  origin: 'https://example.org/invoice.png',
  sha256: 'cd'.repeat(32),
  thumbnail: 'data:image/png;base64,iVBORw0KGgo=',
};

const file = (entries: readonly unknown[], version = 1) =>
  JSON.stringify({ format: 'touchstone-library', version, entries });

describe('a library file', () => {
  it('comes back as it was written', () => {
    const { thumbnail: _, ...plain } = { ...entry, id: 'other' };
    expect(parseLibraryFile(formatLibraryFile([entry, plain]))).toEqual({
      entries: [entry, plain],
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
