import type { Dimensions } from '../../subject/subject';

/** The largest square in the middle, in whole pixels: what the encoder takes of a picture (`centre-crop`). */
export function middleSquare({ width, height }: Dimensions): {
  readonly left: number;
  readonly top: number;
  readonly side: number;
} {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}
