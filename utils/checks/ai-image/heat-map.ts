import type { Manifest } from '../../inference/manifest';
import type { Tensors } from '../../inference/tensor';
import type { Dimensions } from '../../subject/subject';
import type { HeatMap } from './evidence';
import { middleSquare } from './middle-square';

/** The output of the model with one logit a part of the picture, in rows. */
const PATCHES = 'patches';

/** The patch logits, smoothed and calibrated as the picture's own logit is. Undefined where the model gives none. */
export function heatMapOf(
  outputs: Tensors,
  { calibration }: Manifest,
  picture: Dimensions,
): HeatMap | undefined {
  const patches = outputs[PATCHES]?.data;
  const side = Math.sqrt(patches?.length ?? 0);
  if (!patches || side < 2 || !Number.isInteger(side) || calibration.method === 'none') return undefined;
  const { slope, intercept } = calibration;
  const values = smooth(patches, side).map((row) =>
    row.map((logit) => round(1 / (1 + Math.exp(-(slope * logit + intercept))))),
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

/** Each part with its neighbours: single parts of a plain ground differ for no reason that anybody could see. */
function smooth(patches: Float32Array, side: number): number[][] {
  const places = Array.from({ length: side }, (_, place) => place);
  const near = (place: number) => places.slice(Math.max(0, place - 1), place + 2);
  return places.map((row) =>
    places.map((column) => {
      const logits = near(row).flatMap((y) => near(column).map((x) => patches[y * side + x] ?? 0));
      return logits.reduce((sum, logit) => sum + logit, 0) / logits.length;
    }),
  );
}

/** To a hundredth: nobody sees more, and every picture of the history keeps one. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
