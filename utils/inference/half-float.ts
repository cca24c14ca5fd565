/**
 * Numbers as IEEE 754 binary16, two bytes each, little-endian: the nearest there is, ties to even. What is beyond 65,504
 * becomes infinite.
 */
export function toHalfFloats(values: Float32Array): Uint8Array<ArrayBuffer> {
  const single = new DataView(new ArrayBuffer(4));
  const bytes = new Uint8Array(values.length * 2);
  const halves = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    single.setFloat32(0, value);
    halves.setUint16(index * 2, halfOf(single.getUint32(0)), true);
  }
  return bytes;
}

/** From binary32 to binary16, both as their bits. */
function halfOf(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - SINGLE_BIAS + HALF_BIAS;
  const fraction = single & 0x7fffff;
  if (exponent === 0xff - SINGLE_BIAS + HALF_BIAS) return sign | HALF_INFINITY | (fraction ? 0x200 : 0);
  if (exponent >= 0x1f) return sign | HALF_INFINITY;
  // A carry out of the fraction goes into the exponent, which is the next number up.
  if (exponent > 0) return sign | roundedShift((exponent << 23) | fraction, FRACTION_LOST);
  if (exponent < SMALLEST_EXPONENT) return sign;
  return sign | roundedShift(fraction | 0x800000, FRACTION_LOST + 1 - exponent);
}

const SINGLE_BIAS = 127;
const HALF_BIAS = 15;
const HALF_INFINITY = 0x7c00;
/** Bits of the fraction that binary16 has no room for. */
const FRACTION_LOST = 13;
/** Below this even the smallest subnormal is too large. */
const SMALLEST_EXPONENT = -10;

function roundedShift(bits: number, places: number): number {
  const kept = bits >>> places;
  const lost = bits & ((1 << places) - 1);
  const half = 1 << (places - 1);
  return lost > half || (lost === half && kept & 1) ? kept + 1 : kept;
}
