import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { hashedFeatures } from './features';
import { loadWordPieces, TOKENIZER_SHA256 } from './tokenizer';
import { cutWindows } from './windows';

/* What is made of a text here and what training makes of it must be the same, or no figure of the models holds. */

const FIXTURES = new URL('../../../test/fixtures/text/', import.meta.url);

/** Not imported: it holds lone surrogates, which no module may. */
const read = async <Row>(name: string): Promise<readonly Row[]> =>
  JSON.parse(await readFile(new URL(name, FIXTURES), 'utf8'));

describe('word pieces and windows', () => {
  it('are those that training makes, for every text of the fixture', async () => {
    const rows =
      await read<[text: string, pieces: number[], windows: [words: number, pieces: number][]]>('tokens.json');
    expect(rows.length).toBeGreaterThanOrEqual(1000);
    const piecesOf = await loadWordPieces();
    const differing = rows.filter(([text, pieces, expected]) => {
      const windows = cutWindows(text, piecesOf);
      const sizes = windows.map(({ words, pieces }) => [words, pieces.length]);
      const found = windows.flatMap((window) => window.pieces);
      return found.join() !== pieces.join() || JSON.stringify(sizes) !== JSON.stringify(expected);
    });
    expect(differing.map(([text]) => text)).toEqual([]);
  });

  it('are of the tokenizer that the models name', async () => {
    const file = await readFile(new URL('tokenizer.json', import.meta.url));
    expect(createHash('sha256').update(file).digest('hex')).toBe(TOKENIZER_SHA256);
  });

  it('cut a text without loss, and a word of too many pieces stands alone', async () => {
    const text = `one two ${'a.'.repeat(200)} three`;
    const windows = cutWindows(text, await loadWordPieces());
    expect(windows.map(({ words }) => words)).toEqual([2, 1, 1]);
    expect(windows.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(text);
    expect(windows[1]?.pieces).toHaveLength(400);
  });
});

it('hashed words and letters are those that training makes, for every text of the fixture', async () => {
  const rows =
    await read<[text: string, count: number, hash: number, sum: number, logit: number]>('ngrams.json');
  expect(rows.length).toBeGreaterThanOrEqual(1000);
  const differing = rows.filter(([text, count, hash, sum]) => {
    const { ids, values } = hashedFeatures(text);
    const found = ids.reduce((hash, id) => Math.imul(hash ^ id, 0x01000193) >>> 0, 0x811c9dc5);
    const total = values.reduce((sum, value) => sum + value, 0);
    return ids.length !== count || found !== hash || Math.abs(total - sum) > 1e-4;
  });
  expect(differing.map(([text]) => text)).toEqual([]);
});
