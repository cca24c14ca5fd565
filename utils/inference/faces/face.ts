/** A point in pixels of the picture, from its upper left corner; it may lie outside where a face is cut off. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** In pixels of the picture. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** In the order in which BlazeFace gives them. Left and right are the person's own. */
export const KEYPOINTS = ['rightEye', 'leftEye', 'nose', 'mouth', 'rightEar', 'leftEar'] as const;

export type Keypoint = (typeof KEYPOINTS)[number];

export interface Face {
  readonly box: Box;
  /** How sure the detector is, 0 to 1. Not a calibrated probability. */
  readonly score: number;
  readonly keypoints: Readonly<Record<Keypoint, Point>>;
}
