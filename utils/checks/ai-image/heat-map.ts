import type { Manifest } from '../../inference/manifest';
import type { Tensors } from '../../inference/tensor';
import type { Dimensions } from '../../subject/subject';
import type { HeatMap } from './evidence';
import { middleSquare } from './middle-square';

/** The output of the model with one logit a part of the picture, in rows. */
const PATCHES = 'patches';

/** The patch logits, calibrated as the picture's own logit is. Undefined where the model gives none. */
export function heatMapOf(
  outputs: Tensors,
  { calibration }: Manifest,
  picture: Dimensions,
): HeatMap | undefined {
  const patches = outputs[PATCHES]?.data;
  const side = Math.sqrt(patches?.length ?? 0);
  if (!patches || side < 2 || !Number.isInteger(side) || calibration.method === 'none') return undefined;
  const { slope, intercept } = calibration;
  const heat = (logit: number) => round(1 / (1 + Math.exp(-(slope * logit + intercept))));
  const values = Array.from({ length: side }, (_, row) =>
    Array.from(patches.subarray(row * side, (row + 1) * side), heat),
  );
  const { left, top, side: seen } = middleSquare(picture);
  return {
    values,
    seen: {
      left: left / picture.width,
      top: top / picture.height,
      width: seen / picture.width,
      height: seen / picture.height,
    },
  };
}

/** To a hundredth: nobody sees more, and every picture of the history keeps one. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
