import { expect, it } from 'vitest';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import { describeHeatMap } from './describe-heat-map';

const map = (heat: (row: number, column: number) => number) =>
  describeHeatMap({
    values: Array.from({ length: 14 }, (_, row) =>
      Array.from({ length: 14 }, (_, column) => heat(row, column)),
    ),
  });

it.each([
  ['at the top left', (row: number, column: number) => (row < 5 && column < 5 ? 0.9 : 0.1)],
  [
    'in the middle',
    (row: number, column: number) => (row > 4 && row < 9 && column > 4 && column < 9 ? 1 : 0),
  ],
  ['at the bottom right', (row: number, column: number) => (row + column) / 26],
] as const)('tells that the signs are strongest %s', (place, heat) => {
  expect(say(map(heat), englishLanguage)).toContain(place);
});

it('tells when they are everywhere or nowhere', () => {
  expect(map(() => 0.8).key).toBe('ui.evidence.aiImage.everywhere');
  expect(map(() => 0.1).key).toBe('ui.evidence.aiImage.nowhere');
});
