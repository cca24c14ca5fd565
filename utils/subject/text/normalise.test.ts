import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { givenRange } from './mapped-text';
import { normaliseText } from './normalise';

/** What of the text as given a part of the normalised one stands for. */
function givenFor(given: string, part: string): string {
  const normalised = normaliseText(given);
  const at = normalised.text.indexOf(part);
  const { start, end } = givenRange(normalised, at, at + part.length);
  return given.slice(start, end);
}

describe('the normaliser', () => {
  it('gives what training gives, for every text of the fixture', async () => {
    const fixture = new URL('../../../test/fixtures/text/normalised.json', import.meta.url);
    // Not imported: it holds lone surrogates, which no module may.
    const expected: { rules: string; texts: [string, string][] } = JSON.parse(
      await readFile(fixture, 'utf8'),
    );
    const rules = await Promise.all(
      ['rules.json', 'confusables.json'].map((name) => readFile(new URL(name, import.meta.url))),
    );
    expect(createHash('sha256').update(Buffer.concat(rules)).digest('hex')).toBe(expected.rules);
    expect(expected.texts.length).toBeGreaterThanOrEqual(1000);
    const differing = expected.texts.filter(([given, text]) => normaliseText(given).text !== text);
    expect(differing).toEqual([]);
  });

  it.each([
    ['curly quotes and dashes', '“It’s” – no — well', '"It\'s" - no - well'],
    ['white space', '  one\u00a0two\r\n\r\n\tthree\u3000 ', 'one two three'],
    ['markdown', '# Title\n\n- **one** and *two*\n- [three](https://example.org)', 'Title one and two three'],
    ['words that a tokeniser took apart', 'It ca n\'t be , he said : "no" .', 'It can\'t be, he said: "no".'],
    [
      'an opening that only an assistant writes',
      'Sure! Here is a poem about tea:\n\nTea is hot.',
      'Tea is hot.',
    ],
    ['invisible characters', 'pass\u200bword\u{e0041} \u202elapyap\u202c', 'password lapyap'],
    ['look-alike letters in words of two scripts', 'Gооgle and Аррlе', 'Google and Apple'],
    ['compatibility forms', 'ＰＯＳＴ 𝐎𝐟𝐟𝐢𝐜𝐢𝐚𝐥 ﬁne', 'POST Official fine'],
  ])('takes out %s', (_, given, text) => {
    expect(normaliseText(given).text).toBe(text);
  });

  it.each([
    'Это обычный русский текст.',
    'Αυτό είναι ελληνικό κείμενο.',
    'مرحبا بالعالم',
    'שלום עולם',
    '你好，世界'.normalize('NFKC'),
    'snake_case_name and 2*3 = 6',
  ])('leaves %s as it is', (text) => {
    expect(normaliseText(text).text).toBe(text);
  });

  it('knows what of the text as given each part stands for', () => {
    expect(givenFor('**bold** “word”', 'bold "word"')).toBe('bold** “word”');
    expect(givenFor('a pass\u200bword here', 'password')).toBe('pass\u200bword');
    expect(givenFor('the ﬁne print', 'f')).toBe('ﬁ');
    expect(givenFor('😀 Gооgle 😀', 'Google')).toBe('Gооgle');
    expect(givenFor('one  \n two', 'one two')).toBe('one  \n two');
  });

  it('lists what it took out, in the units of the text as given', () => {
    expect(normaliseText('😀 a\u200b\u200bb **c** соdе').removed).toEqual([
      { start: 4, end: 6, what: 'invisible' },
      { start: 8, end: 10, what: 'markdown' },
      { start: 11, end: 13, what: 'markdown' },
      { start: 14, end: 16, what: 'homoglyph' },
      { start: 17, end: 18, what: 'homoglyph' },
    ]);
  });

  it('goes through 200,000 units of what its rules look for, none of which grows with the square of the text', () => {
    for (const piece of ['[', '`', '*a', '| ', '> ', '\u200b', 'Gооgle ', '- ', '\u0301']) {
      const text = piece.repeat(200_000 / piece.length);
      const start = performance.now();
      normaliseText(text);
      expect(performance.now() - start, piece).toBeLessThan(5000);
    }
  }, 30_000);
});
