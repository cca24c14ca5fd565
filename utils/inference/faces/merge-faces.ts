import { type Box, type Face, KEYPOINTS, type Keypoint, type Point } from './face';

/**
 * Makes one face of the anchors that saw the same one: the mean of their boxes and keypoints, weighted by score, with
 * the best score. Taking the best alone makes boxes jump (Bazarevsky et al., arXiv:1907.05047, section 4.2).
 */
export function blendOverlapping(candidates: readonly Face[]): readonly Face[] {
  const faces: Face[] = [];
  let rest = candidates.toSorted((one, other) => other.score - one.score);
  for (let best = rest[0]; best !== undefined; best = rest[0]) {
    const { box } = best;
    const same = rest.filter((other) => intersectionOverUnion(box, other.box) >= SAME_ANCHOR_OVERLAP);
    // A box without area overlaps nothing, not even itself.
    faces.push(same.length === 0 ? best : blend(same));
    rest = rest.filter((other) => other !== best && !same.includes(other));
  }
  return faces;
}

/**
 * Leaves one of the faces that several views of the same picture found, the surest. One that lies within another is
 * the same face as well: a near view takes a part of a face for a whole.
 */
export function keepSurest(faces: readonly Face[]): readonly Face[] {
  const kept: Face[] = [];
  for (const face of faces.toSorted((one, other) => other.score - one.score)) {
    if (!kept.some(({ box }) => isSameFace(box, face.box))) kept.push(face);
  }
  return kept;
}

/** MediaPipe's `min_suppression_threshold` for this model. */
const SAME_ANCHOR_OVERLAP = 0.3;
/** Share of the smaller box that lies in the larger one. */
const SAME_FACE_INSIDE = 0.6;

function isSameFace(one: Box, other: Box): boolean {
  const smaller = Math.min(area(one), area(other));
  return (
    intersectionOverUnion(one, other) >= SAME_ANCHOR_OVERLAP ||
    intersection(one, other) >= SAME_FACE_INSIDE * smaller
  );
}

export function intersectionOverUnion(one: Box, other: Box): number {
  const shared = intersection(one, other);
  return shared === 0 ? 0 : shared / (area(one) + area(other) - shared);
}

function intersection(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

function area({ width, height }: Box): number {
  return width * height;
}

function blend(faces: readonly Face[]): Face {
  const total = faces.reduce((sum, { score }) => sum + score, 0);
  const mean = (read: (face: Face) => number) =>
    faces.reduce((sum, face) => sum + face.score * read(face), 0) / total;
  const point = (name: Keypoint): [Keypoint, Point] => [
    name,
    { x: mean(({ keypoints }) => keypoints[name].x), y: mean(({ keypoints }) => keypoints[name].y) },
  ];
  return {
    box: {
      x: mean(({ box }) => box.x),
      y: mean(({ box }) => box.y),
      width: mean(({ box }) => box.width),
      height: mean(({ box }) => box.height),
    },
    score: Math.max(...faces.map(({ score }) => score)),
    keypoints: Object.fromEntries(KEYPOINTS.map(point)) as Record<Keypoint, Point>,
  };
}
