import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../limits';
import { SubjectError } from '../subject-error';
import { loadText, textOf } from './load-text';

const utf8 = (text: string) => new TextEncoder().encode(text);
const load = (bytes: Uint8Array<ArrayBuffer>, limits = {}) =>
  loadText(bytes, { ...DEFAULT_LIMITS, ...limits });

async function codeOf(loading: Promise<unknown>): Promise<string> {
  const error = await loading.catch((reason: unknown) => reason);
  return error instanceof SubjectError ? error.code : 'none';
}

describe('a text', () => {
  it.each([
    ['one word', 'word'],
    ['only emoji', '😀😀'],
    ['from right to left', 'שלום עולם'],
    ['of mixed scripts', 'abc где 你好'],
    ['with control characters', 'a\0b\x1bc\u202e'],
    ['with a lone surrogate', 'a\ud800b'],
    ['that begins with a mark of the byte order', '\ufeffabc'],
    ['of nothing that can be seen', '\u200b\u200b'],
  ])('%s is taken, and its units are counted as they were given', async (_, given) => {
    const { subject, text, notices } = await load(utf8(given));
    expect(text).toBe(given.toWellFormed());
    expect(textOf(subject)).toBe(text);
    expect(notices).toEqual([]);
  });

  it('has one hash, however it is formatted', async () => {
    const one = await load(utf8('**“Hello”**\r\nworld'));
    const other = await load(utf8('"Hello" world '));
    expect(one.subject.sha256).toBe(other.subject.sha256);
    expect((await load(utf8('hello world'))).subject.sha256).not.toBe(one.subject.sha256);
  });

  it('is read from UTF-16 with a mark', async () => {
    const bytes = Uint8Array.from([0xff, 0xfe, ...[...'hé'].flatMap((letter) => [letter.charCodeAt(0), 0])]);
    expect((await load(bytes)).text).toBe('\ufeffhé');
  });

  it('is cut at the limit between two characters, and says so', async () => {
    const { text, notices } = await load(utf8('ab😀cd'), { maxCharacters: 3 });
    expect(text).toBe('ab');
    expect(notices).toMatchObject([{ key: 'subject.textCut', values: { checked: 2, all: 6 } }]);
  });

  it('of ten megabytes is cut, not refused', async () => {
    const { text } = await load(utf8('word '.repeat(2_000_000)));
    expect(text).toHaveLength(DEFAULT_LIMITS.maxCharacters);
  });

  it.each([
    ['empty', utf8('')],
    ['empty', utf8(' \n\t ')],
    ['too-large', new Uint8Array(DEFAULT_LIMITS.maxBytes + 1)],
    ['not-supported', Uint8Array.from({ length: 4000 }, (_, index) => (index * 151) % 256)],
    ['not-supported', new Uint8Array(100)],
  ])('is refused as %s', async (code, bytes) => {
    expect(await codeOf(load(bytes))).toBe(code);
  });
});
