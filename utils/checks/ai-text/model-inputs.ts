import type { Tensor } from '../../inference/tensor';
import { hashedFeatures } from './features';
import { MOST_PIECES, type TextWindow } from './windows';

/** The window's word pieces between their marks, padded: what the encoder takes. */
export function piecesTensor({ pieces }: TextWindow): Tensor {
  const data = new Float32Array(MOST_PIECES + 2);
  data.set([CLS, ...pieces.slice(0, MOST_PIECES), SEP]);
  return { shape: [data.length], data };
}

/** Ids of the marks around a text. */
const CLS = 101;
const SEP = 102;

/** The window's hashed words and letters: a row of ids, and under it their weights. */
export function hashedTensor({ text }: TextWindow): Tensor {
  const { ids, values } = hashedFeatures(text);
  return { shape: [2, ids.length], data: Float32Array.from([...ids, ...values]) };
}
