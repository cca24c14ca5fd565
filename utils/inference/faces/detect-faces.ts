import type { Dimensions, Pixels } from '../../subject/subject';
import type { ImageInputSpec } from '../manifest';
import type { ModelRunner } from '../model-runner';
import { placePicture } from '../preprocess';
import { decodeFaces } from './decode-faces';
import { type Box, type Face, KEYPOINTS, type Keypoint, type Point } from './face';
import { blendOverlapping, keepSurest } from './merge-faces';
import { cut, isCutOff, viewsOf } from './views';

const FACE_DETECTOR = 'face-detector';

/** A picture of a crowd has more; the surest are named. */
export const MOST_FACES = 64;

/** Score that a face needs; chosen on the validation pictures (models/face-detector/card.md). */
const LEAST_SCORE = 0.75;

/**
 * The faces of a picture in its own pixels, the surest first. `key` names these pixels (see KeyedPixels). Give it the
 * picture decoded to MOST_USEFUL_SIDE: the model sees the whole and overlapping parts of it, and no more pixels than
 * that. Rejects with ModelError.
 */
export async function detectFaces(
  runner: ModelRunner,
  pixels: Pixels,
  key: string,
): Promise<readonly Face[]> {
  const views = viewsOf(pixels);
  const pictures = views.map((view) => ({
    key: `${key}#${view.x},${view.y},${view.width}`,
    pixels: cut(pixels, view),
  }));
  const { manifest, outputs } = await runner.run(FACE_DETECTOR, pictures);
  const { input } = manifest;
  if (input.kind !== 'image') throw new Error(`${manifest.id} takes no pictures`);
  const faces = views.flatMap((view, index) =>
    blendOverlapping(decodeFaces(outputs[index] ?? {}, LEAST_SCORE))
      .map((face) => inPicture(face, view, input))
      .filter(({ box }) => !isCutOff(box, view, pixels)),
  );
  return keepSurest(faces)
    .slice(0, MOST_FACES)
    .flatMap((face) => clip(face, pixels));
}

/** From pixels of the model's input to pixels of the picture that the view is a part of. */
function inPicture({ box, score, keypoints }: Face, view: Box, input: ImageInputSpec): Face {
  const { left, top, width, height } = placePicture(view, input);
  const across = view.width / width;
  const down = view.height / height;
  const place = ({ x, y }: Point) => ({ x: view.x + (x - left) * across, y: view.y + (y - top) * down });
  return {
    box: { ...place(box), width: box.width * across, height: box.height * down },
    score,
    keypoints: Object.fromEntries(KEYPOINTS.map((name) => [name, place(keypoints[name])])) as Record<
      Keypoint,
      Point
    >,
  };
}

/** The part of the face that is in the picture; nothing where none is. */
function clip(face: Face, picture: Dimensions): Face[] {
  const x = Math.max(0, face.box.x);
  const y = Math.max(0, face.box.y);
  const width = Math.min(picture.width, face.box.x + face.box.width) - x;
  const height = Math.min(picture.height, face.box.y + face.box.height) - y;
  return width > 0 && height > 0 ? [{ ...face, box: { x, y, width, height } }] : [];
}
