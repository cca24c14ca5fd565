import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { PLAIN_PICTURE } from '../../test/fixtures/models';
import { goldenInput } from './golden-inputs';
import type { Manifest } from './manifest';

/* The numbers are those of a Python script that was written from models/README.md. */

it('makes the pictures that the definition describes', () => {
  const tensor = goldenInput(PICTURE, 5, 1);
  const bytes = Uint8Array.from(tensor.data, Math.round);
  expect(tensor.shape).toEqual([1, 12, 20, 3]);
  expect([...bytes.subarray(0, 9)]).toEqual([155, 192, 50, 136, 163, 73, 156, 76, 103]);
  expect(crc32(bytes)).toBe(3047020447);
});

it('makes the features that the definition describes', () => {
  const tensor = goldenInput({ kind: 'features', name: 'features', shape: ['batch', 2] }, 7, 2);
  expect(tensor.shape).toEqual([2, 2]);
  expect([...tensor.data]).toEqual(
    [-2.9297714810818434, -2.6282504545524716, 2.86144579667598, 1.194172234274447].map(Math.fround),
  );
});

it('makes the word pieces that the definition describes', () => {
  const tokenizerSha256 = '0'.repeat(64);
  const { shape, data } = goldenInput(
    { kind: 'tokens', names: ['ids', 'mask'], length: 128, tokenizerSha256 },
    5,
    2,
  );
  expect(shape).toEqual([2, 128]);
  expect([...data.subarray(0, 5)]).toEqual([101, 23812, 7487, 19397, 3513]);
  expect([data.indexOf(102) + 1, data.indexOf(0)]).toEqual([91, 91]);
  expect(crc32(new Uint8Array(Int32Array.from(data).buffer))).toBe(3480819213);
});

it('makes the hashed features that the definition describes', () => {
  const tokenizerSha256 = '0'.repeat(64);
  const names: [string, string] = ['ids', 'values'];
  const { shape, data } = goldenInput({ kind: 'hashed', names, buckets: 2 ** 20, tokenizerSha256 }, 5, 1);
  expect(shape).toEqual([1, 2, 256]);
  expect(crc32(new Uint8Array(Int32Array.from(data.subarray(0, 256)).buffer))).toBe(2076350792);
  expect([...data.subarray(256, 258)]).toEqual([0.4175065995659679, 0.0045449016615748405].map(Math.fround));
});

it('makes another picture for each of a batch, the first the same as alone', () => {
  const [one, two] = [goldenInput(PICTURE, 5, 1), goldenInput(PICTURE, 5, 2)];
  const length = one.data.length;
  expect(two.data.subarray(0, length)).toEqual(one.data);
  expect(two.data.subarray(length)).not.toEqual(one.data);
});

const PICTURE: Manifest['input'] = { ...PLAIN_PICTURE, shape: ['batch', 12, 20, 3] };
