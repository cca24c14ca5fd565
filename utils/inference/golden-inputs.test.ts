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

it('makes another picture for each of a batch, the first the same as alone', () => {
  const [one, two] = [goldenInput(PICTURE, 5, 1), goldenInput(PICTURE, 5, 2)];
  const length = one.data.length;
  expect(two.data.subarray(0, length)).toEqual(one.data);
  expect(two.data.subarray(length)).not.toEqual(one.data);
});

const PICTURE: Manifest['input'] = { ...PLAIN_PICTURE, shape: ['batch', 12, 20, 3] };
