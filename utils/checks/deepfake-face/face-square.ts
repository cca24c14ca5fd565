import type { Box } from '../../inference/faces/face';
import type { Dimensions } from '../../subject/subject';

/**
 * The square around a face that the model sees, in whole pixels and inside the picture: the whole head, and something
 * of what is around it. `models/training/faces/crops.py` cuts the same one.
 */
export function faceSquare({ x, y, width, height }: Box, picture: Dimensions): Box {
  const side = Math.min(half(MARGIN * Math.max(width, height)), picture.width, picture.height);
  const place = (middle: number, room: number) => Math.min(Math.max(0, half(middle - side / 2)), room - side);
  return {
    x: place(x + width / 2, picture.width),
    y: place(y + height / 2, picture.height),
    width: side,
    height: side,
  };
}

/** Of the longer side of the detector's box. */
const MARGIN = 1.6;

/** To whole pixels, halves up. */
function half(length: number): number {
  return Math.floor(length + 0.5);
}
