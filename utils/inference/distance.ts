import type { Tensors } from './tensor';

/** A model's own measure of how far a subject lies from what it was trained on; 0 where it gives none. */
export function distanceOf(outputs: Tensors): number {
  return outputs.distance?.data[0] ?? 0;
}
