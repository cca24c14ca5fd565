import { expect, it } from 'vitest';
import { GARDEN, PARCEL } from '../../../../test/fixtures/texts';
import { hashGrams, winnow } from './winnow';
import { readWords } from './words';

const wordsOf = (text: string) => readWords(text).words;

it('chooses a fingerprint within every row of six unchanged words', () => {
  const known = new Set(winnow(wordsOf(PARCEL)).fingerprints);
  const words = wordsOf(PARCEL);
  for (let start = 0; start + 6 <= words.length; start++) {
    const copied = [...wordsOf(GARDEN), ...words.slice(start, start + 6), ...wordsOf(GARDEN)];
    expect(winnow(copied).fingerprints.some((fingerprint) => known.has(fingerprint))).toBe(true);
  }
});

it('keeps the first and the last n-gram, and about two of five', () => {
  const words = wordsOf(`${PARCEL} ${GARDEN}`);
  const { positions, fingerprints } = winnow(words);
  expect(positions[0]).toBe(0);
  expect(positions.at(-1)).toBe(words.length - 3);
  expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
  expect(fingerprints.length / words.length).toBeGreaterThan(0.3);
  expect(fingerprints.length / words.length).toBeLessThan(0.5);
});

it('has none of fewer words than an n-gram has', () => {
  expect(winnow(['two', 'words'])).toEqual({ words: 2, fingerprints: [], positions: [] });
});

it('hashes the same everywhere: kept libraries depend on it', () => {
  expect([...hashGrams(['your', 'parcel', 'is', 'waiting'])]).toEqual([3_173_888_717, 1_202_323_520]);
});
