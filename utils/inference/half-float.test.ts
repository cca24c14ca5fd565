import { expect, it } from 'vitest';
import { toHalfFloats } from './half-float';

/** By the formula of IEEE 754, without any of the code under test. */
function read(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 2 }, (_, index) => {
    const bits = view.getUint16(index * 2, true);
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = (bits & 0x3ff) / 1024;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent === 0 ? fraction * 2 ** -14 : (1 + fraction) * 2 ** (exponent - 15));
  });
}

const roundTrip = (...values: number[]) => read(toHalfFloats(Float32Array.from(values)));

it('keeps what binary16 can say', () => {
  const exact = [0, 1, -2, 0.5, 65504, -65504, 2 ** -14, 2 ** -24, -(2 ** -24) * 1023, 1 + 2 ** -10];
  expect(roundTrip(...exact)).toEqual(exact);
  expect(Object.is(roundTrip(-0)[0], -0)).toBe(true);
});

it('rounds to the nearest, ties to even, also where a carry makes the next power of two', () => {
  expect(roundTrip(1 + 2 ** -11, 1 + 3 * 2 ** -11, 2047.6, 1 + 2 ** -12)).toEqual([1, 1 + 2 ** -9, 2048, 1]);
  expect(roundTrip(2 ** -25, 1.5 * 2 ** -25, 2 ** -26, 2 ** -14 - 2 ** -26)).toEqual([
    0,
    2 ** -24,
    0,
    2 ** -14,
  ]);
});

it('says what is no number it can say', () => {
  expect(roundTrip(65520, -1e9, Number.POSITIVE_INFINITY, Number.NaN)).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NaN,
  ]);
});

it('is never off by more than half a step, whatever the size', () => {
  const values = Array.from({ length: 4000 }, (_, index) =>
    Math.fround(Math.sin(index) * 2 ** ((index % 28) - 13)),
  );
  for (const [index, value] of roundTrip(...values).entries()) {
    const wanted = values[index] ?? 0;
    const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(wanted))), -14) - 10);
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(step / 2);
  }
});
