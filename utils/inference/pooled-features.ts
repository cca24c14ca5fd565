import { toBase64 } from '../subject/base64';
import { toHalfFloats } from './half-float';
import type { Manifest } from './manifest';
import type { Tensor } from './tensor';

/** What an encoder makes of a picture, pooled: what another head can be trained on without the picture. JSON only. */
export interface PooledFeatures {
  readonly encoder: {
    readonly id: string;
    readonly version: string;
    /** Of its file, lower-case hex. */
    readonly sha256: string;
  };
  /** The token that stands for the whole picture. Base64 of numbers as IEEE 754 binary16, little-endian. */
  readonly classToken: string;
  /** The mean of the tokens of the picture's patches, in the same form. */
  readonly meanPatchToken: string;
}

/**
 * Pools what a vision transformer gives for one picture: its tokens, that of the class first. Undefined for an encoder
 * that gives anything else.
 */
export function poolFeatures(
  { shape: [tokens = 0, width = 0, ...others], data }: Tensor,
  { id, version, sha256 }: Manifest,
): PooledFeatures | undefined {
  if (tokens < 2 || width < 1 || others.length > 0) return undefined;
  const mean = new Float32Array(width);
  for (let at = width; at < tokens * width; at++) {
    mean[at % width] = (mean[at % width] ?? 0) + (data[at] ?? 0) / (tokens - 1);
  }
  return {
    encoder: { id, version, sha256 },
    classToken: toBase64(toHalfFloats(data.subarray(0, width))),
    meanPatchToken: toBase64(toHalfFloats(mean)),
  };
}
