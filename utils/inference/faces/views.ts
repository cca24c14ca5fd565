import type { Dimensions, Pixels } from '../../subject/subject';
import { INPUT_SIDE } from './decode-faces';
import type { Box } from './face';

/**
 * The parts of a picture that the detector looks at, each as large as its input shows it: the whole, then squares that
 * overlap, so that small faces become larger. No part is smaller than the input: enlarging shows nothing new.
 */
export function viewsOf({ width, height }: Dimensions): readonly Box[] {
  const longer = Math.max(width, height);
  const sides = SQUARES_ALONG.map((count) => Math.ceil(longer / (count - OVERLAP * (count - 1))));
  const squares = sides
    .filter((side) => side >= INPUT_SIDE)
    .flatMap((side) =>
      startsAlong(height, side).flatMap((y) =>
        startsAlong(width, side).map((x) => ({
          x,
          y,
          width: Math.min(side, width),
          height: Math.min(side, height),
        })),
      ),
    );
  const afar = {
    x: -Math.round(width / 2),
    y: -Math.round(height / 2),
    width: width * 2,
    height: height * 2,
  };
  return [afar, { x: 0, y: 0, width, height }, ...squares];
}

/** How many squares lie along the longer side, in each round. */
const SQUARES_ALONG = [2, 4] as const;

/** Share of a square's side that it has in common with the next: a face up to this size lies whole in one of them. */
const OVERLAP = 0.25;

/** Pixels of a picture's longer side above which the detector sees no more: the smallest squares fill its input. */
export const MOST_USEFUL_SIDE = Math.floor(INPUT_SIDE * (4 - OVERLAP * 3));

/** Where the squares begin, evenly from edge to edge. */
function startsAlong(length: number, side: number): readonly number[] {
  if (length <= side) return [0];
  const steps = Math.ceil((length - side) / (side * (1 - OVERLAP)));
  return Array.from({ length: steps + 1 }, (_, index) => Math.round((index * (length - side)) / steps));
}

/** Whether a box touches an edge of the view where the picture goes on: the face is cut there. */
export function isCutOff(box: Box, view: Box, picture: Dimensions): boolean {
  return (
    (view.x > 0 && box.x < view.x) ||
    (view.y > 0 && box.y < view.y) ||
    (view.x + view.width < picture.width && box.x + box.width > view.x + view.width) ||
    (view.y + view.height < picture.height && box.y + box.height > view.y + view.height)
  );
}

/** A copy of the picture as the view shows it, black around; the picture itself where the view is just that. */
export function cut(pixels: Pixels, { x, y, width, height }: Box): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const data = new Uint8ClampedArray(width * height * CHANNELS);
  new Uint32Array(data.buffer).fill(OPAQUE_BLACK);
  const left = Math.max(0, x);
  const right = Math.min(pixels.width, x + width);
  for (let row = Math.max(0, y); row < Math.min(pixels.height, y + height); row++) {
    const from = (row * pixels.width + left) * CHANNELS;
    const to = ((row - y) * width + (left - x)) * CHANNELS;
    data.set(pixels.data.subarray(from, from + (right - left) * CHANNELS), to);
  }
  return { width, height, data };
}

/** Bytes of a pixel. */
const CHANNELS = 4;

/** RGBA of 0, 0, 0, 255, on the little-endian machines that browsers run on. */
const OPAQUE_BLACK = 0xff000000;
