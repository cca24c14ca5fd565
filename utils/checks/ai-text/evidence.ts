import type { Phrase } from '../../words/phrase';
import type { Estimate } from '../estimate';
import type { TextSpan } from '../text-span';

/** A sentence, in UTF-16 units of the text as given, with what the models make of the parts that it lies in. */
export interface EstimatedSpan extends TextSpan {
  readonly type: SpanType;
  /** An estimate of so small a part, to a hundredth; thresholds are for whole texts. */
  readonly probability: number;
}

/** Above the 1 % threshold of whole texts, above the 5 % one, below both. */
export type SpanType = 'strong-signs' | 'weak-signs' | 'no-signs';

/** What the check keeps of an estimate. */
export interface AiTextEvidence extends Estimate {
  /** The models' answer before calibration: one model's logit, or the two in one measure. */
  readonly score: number;
  /** The sentences of the parts that were looked at, in order. */
  readonly spans: readonly EstimatedSpan[];
  /** Every part that the models looked at by itself, in order. */
  readonly windows: readonly EstimatedSpan[];
  /** How much of the text shows strong signs, where that differs much from part to part; 0 to 1. */
  readonly mixed?: number;
  /** Parts of the text in all, where they were too many to look at each. */
  readonly parts?: number;
  /** Which models answered, as one or alone. */
  readonly models: Phrase;
}
