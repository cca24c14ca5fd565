import type { WordKey } from '../../words/phrase';
import type { TextSpan } from '../text-span';

/** How text can be hidden, or made to read otherwise than it is written. */
const HIDING_WAYS = [
  'tag-characters',
  'variation-selectors',
  'zero-width',
  'bidi-control',
  'homoglyphs',
  'styled-letters',
  'soft-hyphens',
  'blank-characters',
  'hidden-markup',
] as const;

export type HidingWay = (typeof HIDING_WAYS)[number];

/** One place, in UTF-16 units of the text as given. */
export interface HiddenSpan extends TextSpan {
  readonly type: HidingWay | 'c2pa-text';
  /** How the place reads when it is not disguised. */
  readonly reads?: string;
  /** The characters, such as `U+200B ×3`. */
  readonly characters?: string;
}

/** As the `hidden-text` check writes it. */
export interface HiddenTextFound {
  readonly spans: readonly HiddenSpan[];
  /** Places beyond those in `spans`. */
  readonly more?: number;
}

/** Each way in words. */
export const WAY_NAMES = {
  'tag-characters': 'checks.hiddenText.ways.tagCharacters',
  'variation-selectors': 'checks.hiddenText.ways.variationSelectors',
  'zero-width': 'checks.hiddenText.ways.zeroWidth',
  'bidi-control': 'checks.hiddenText.ways.bidiControl',
  homoglyphs: 'checks.hiddenText.ways.homoglyphs',
  'styled-letters': 'checks.hiddenText.ways.styledLetters',
  'soft-hyphens': 'checks.hiddenText.ways.softHyphens',
  'blank-characters': 'checks.hiddenText.ways.blankCharacters',
  'hidden-markup': 'checks.hiddenText.ways.hiddenMarkup',
} as const satisfies Record<HidingWay, WordKey>;
