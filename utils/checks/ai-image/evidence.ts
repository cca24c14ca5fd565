import type { PictureKind } from '../../inference/manifest';
import type { Phrase } from '../../words/phrase';
import type { Estimate } from '../estimate';

/** What the check keeps of an estimate. */
export interface AiImageEvidence extends Estimate {
  /** The model's answer before calibration. */
  readonly logit: number;
  /** Where in the picture the model sees signs; absent where the model gives no map. */
  readonly heatMap?: HeatMap;
  /** What the picture is, where that is clear. */
  readonly kind?: PictureKind;
  /** As what its probability was judged: by the thresholds of its kind, or by those for all pictures. Absent at a first look. */
  readonly judgedAs?: Phrase;
  /** Why nothing but the small model has looked; absent where the encoder has. */
  readonly firstLook?: Phrase;
}

export interface HeatMap {
  /**
   * From 0 to 1, row by row from the top: what the picture would score if all of it looked as this part and its neighbours do. The model
   * sees each part in the light of the others, so that a part's value is no probability of its own.
   */
  readonly values: readonly (readonly number[])[];
  /** The part of the picture that the model saw, in shares of the picture's width and height. */
  readonly seen: Region;
}

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
