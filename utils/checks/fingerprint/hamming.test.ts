import { expect, it } from 'vitest';
import { seededRandom } from '../../../test/fixtures/pictures';
import { findNearHashes, HASH_WORDS, hammingDistance, packHash } from './hamming';

const ZERO = '0'.repeat(64);
const ONES = 'f'.repeat(64);

it('counts the bits in which two hashes differ', () => {
  expect(hammingDistance(packHash(ZERO), packHash(ZERO))).toBe(0);
  expect(hammingDistance(packHash(ZERO), packHash(ONES))).toBe(256);
  expect(hammingDistance(packHash(ZERO), packHash(`8${'0'.repeat(62)}1`))).toBe(2);
});

it('agrees with counting the digits one by one', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 50; round++) {
    const [one, other] = [randomHash(random), randomHash(random)];
    const differing = [...one].map(
      (digit, at) => Number.parseInt(digit, 16) ^ Number.parseInt(other[at] ?? '0', 16),
    );
    const ones = differing.map((digit) => digit.toString(2).replaceAll('0', '').length);
    expect(hammingDistance(packHash(one), packHash(other))).toBe(ones.reduce((sum, count) => sum + count, 0));
  }
});

it('finds the near ones among many, with their distances', () => {
  const random = seededRandom(2);
  const hashes = new Uint32Array(1000 * HASH_WORDS).map(() => random() * 2 ** 32);
  const sought = packHash(ZERO);
  hashes.set(packHash(`${'0'.repeat(56)}0000000f`), 7 * HASH_WORDS);
  hashes.set(sought, 999 * HASH_WORDS);
  expect(findNearHashes(hashes, sought, 4)).toEqual([
    { index: 7, distance: 4 },
    { index: 999, distance: 0 },
  ]);
  expect(findNearHashes(hashes, sought, 3)).toEqual([{ index: 999, distance: 0 }]);
});

function randomHash(random: () => number): string {
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
}
