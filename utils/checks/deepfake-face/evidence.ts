import type { Estimate } from '../estimate';

/** What the check keeps: the estimate of the face that scores highest, and every face that it looked at. */
export interface DeepfakeFaceEvidence extends Estimate {
  /** The largest face first. */
  readonly faces: readonly JudgedFace[];
  /** Faces that were found and not judged: smaller or less alike than what the model was trained on, or too many. */
  readonly notJudged: number;
}

export interface JudgedFace extends Pick<Estimate, 'probability' | 'strength'> {
  readonly box: FaceBox;
}

/** In shares of the picture's width and height. */
export interface FaceBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
