import type { Tensors } from '../tensor';
import { type Face, KEYPOINTS, type Point } from './face';

/** Pixels of a side of the square that BlazeFace's back-camera model looks at. */
export const INPUT_SIDE = 256;

/**
 * Every anchor that scores at least `leastScore`, in pixels of the model's input; overlapping ones are not merged yet.
 * An anchor is the centre of a cell and has no size of its own: the model gives all distances from it in pixels of the
 * input (Bazarevsky et al., BlazeFace, arXiv:1907.05047, section 3.3). Throws where outputs are missing.
 */
export function decodeFaces(outputs: Tensors, leastScore: number): readonly Face[] {
  return LAYERS.flatMap(({ cells, anchors, scores, boxes }) => {
    const logits = outputs[scores]?.data;
    const values = outputs[boxes]?.data;
    if (logits === undefined || values === undefined) throw new Error(`no output ${scores} or ${boxes}`);
    const faces: Face[] = [];
    for (const [index, logit] of logits.entries()) {
      const score = 1 / (1 + Math.exp(-logit));
      if (score < leastScore) continue;
      const cell = Math.floor(index / anchors);
      const anchor = {
        x: ((cell % cells) + 0.5) * (INPUT_SIDE / cells),
        y: (Math.floor(cell / cells) + 0.5) * (INPUT_SIDE / cells),
      };
      faces.push(faceAt(anchor, values.subarray(index * VALUES, (index + 1) * VALUES), score));
    }
    return faces;
  });
}

/** The two grids of anchors: cells in a row, anchors in a cell, the outputs that belong to it. */
const LAYERS = [
  { cells: 16, anchors: 2, scores: 'Identity:0', boxes: 'Identity_2:0' },
  { cells: 8, anchors: 6, scores: 'Identity_1:0', boxes: 'Identity_3:0' },
] as const;

/** Of one anchor: centre and size of the box, then x and y of each keypoint. */
const VALUES = 4 + 2 * KEYPOINTS.length;

function faceAt(anchor: Point, values: Float32Array, score: number): Face {
  const value = (index: number) => values[index] ?? Number.NaN;
  const width = value(2);
  const height = value(3);
  const [rightEye, leftEye, nose, mouth, rightEar, leftEar] = KEYPOINTS.map((_, index) => ({
    x: anchor.x + value(4 + 2 * index),
    y: anchor.y + value(5 + 2 * index),
  })) as [Point, Point, Point, Point, Point, Point];
  return {
    box: { x: anchor.x + value(0) - width / 2, y: anchor.y + value(1) - height / 2, width, height },
    score,
    keypoints: { rightEye, leftEye, nose, mouth, rightEar, leftEar },
  };
}
