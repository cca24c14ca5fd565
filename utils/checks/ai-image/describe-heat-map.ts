import { type Phrase, phrase } from '../../words/phrase';
import type { HeatMap } from './evidence';

/** The heat map for those who do not see it: where the signs are strongest. */
export function describeHeatMap({ values }: Pick<HeatMap, 'values'>): Phrase {
  const ninths = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => meanOf(values, row, column)));
  const most = Math.max(...ninths);
  if (most < CLEAR) return phrase('ui.evidence.aiImage.nowhere');
  if (most - Math.min(...ninths) < EVEN) return phrase('ui.evidence.aiImage.everywhere');
  const place = PLACES[ninths.indexOf(most)] ?? PLACES[4];
  return phrase('ui.evidence.aiImage.strongest', { place: phrase(place) });
}

/** A ninth that is coloured by less, on average, is not worth naming. */
const CLEAR = 0.3;

/** Ninths that differ by less look the same. */
const EVEN = 0.2;

const PLACES = [
  'ui.evidence.aiImage.place.topLeft',
  'ui.evidence.aiImage.place.top',
  'ui.evidence.aiImage.place.topRight',
  'ui.evidence.aiImage.place.left',
  'ui.evidence.aiImage.place.middle',
  'ui.evidence.aiImage.place.right',
  'ui.evidence.aiImage.place.bottomLeft',
  'ui.evidence.aiImage.place.bottom',
  'ui.evidence.aiImage.place.bottomRight',
] as const;

function meanOf(values: HeatMap['values'], row: number, column: number): number {
  const third = (index: number) => Math.round((index * values.length) / 3);
  const cells = values
    .slice(third(row), third(row + 1))
    .flatMap((cells) => cells.slice(third(column), third(column + 1)));
  return cells.reduce((sum, value) => sum + value, 0) / Math.max(1, cells.length);
}
