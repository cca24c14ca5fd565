import { expect, it } from 'vitest';
import { faceSquare } from './face-square';

/** As `square` of models/training/faces/crops.py gives them: what the model was trained on. */
it.each([
  [
    [106.6, 182.9, 148.4, 177.9],
    [640, 480],
    [38, 129, 285],
  ],
  [
    [280.3, 22.0, 14.9, 242.8],
    [640, 480],
    [94, 0, 388],
  ],
  [
    [116.2, 78.7, 382.4, 140.7],
    [640, 480],
    [67, 0, 480],
  ],
  [
    [131.2, 74.7, 89.5, 28.7],
    [224, 224],
    [81, 18, 143],
  ],
  [
    [99.5, 136.1, 75.1, 102.2],
    [224, 224],
    [55, 60, 164],
  ],
  [
    [105.3, 10.0, 104.3, 83.5],
    [224, 224],
    [57, 0, 167],
  ],
  [
    [19.0, 8.7, 48.1, 118.7],
    [90, 400],
    [0, 23, 90],
  ],
  [
    [45.3, 246.1, 41.4, 221.9],
    [90, 400],
    [0, 310, 90],
  ],
  [
    [24.9, 224.3, 29.6, 225.2],
    [90, 400],
    [0, 292, 90],
  ],
])('cuts around a face at %j of a picture of %j what the training cuts', (box, picture, square) => {
  const [x = 0, y = 0, width = 0, height = 0] = box;
  const [across = 0, down = 0] = picture;
  const cut = faceSquare({ x, y, width, height }, { width: across, height: down });
  expect([cut.x, cut.y, cut.width, cut.height]).toEqual([...square, square.at(-1)]);
});
