import { givenRange, type MappedText } from '../../subject/text/mapped-text';
import type { Estimate } from '../estimate';
import type { EstimatedSpan, SpanType } from './evidence';
import { ENGLISH } from './language';
import type { Scale } from './scale';
import type { TextWindow } from './windows';

type Reading = Pick<Scale, 'scores' | 'probabilityOf' | 'thresholds'>;

/** Every window with its own estimate, in the units of the text as given. */
export function windowSpans(
  mapped: MappedText,
  windows: readonly TextWindow[],
  reading: Reading,
): readonly EstimatedSpan[] {
  return windows.map(({ start, end }, at) => spanOf(mapped, start, end, reading.scores[at] ?? 0, reading));
}

/**
 * Every sentence that lies in a window, with the score of its windows, each weighed by how much of the sentence lies there: the
 * models see a sentence in the light of its neighbours.
 */
export function sentenceSpans(
  mapped: MappedText,
  windows: readonly TextWindow[],
  reading: Reading,
): readonly EstimatedSpan[] {
  const spans: EstimatedSpan[] = [];
  let first = 0;
  for (const { segment, index } of SENTENCES.segment(mapped.text)) {
    const end = index + segment.trimEnd().length;
    while (first < windows.length && (windows[first]?.end ?? 0) <= index) first += 1;
    let [score, seen] = [0, 0];
    for (let at = first; at < windows.length; at++) {
      const window = windows[at];
      if (!window || window.start >= end) break;
      const overlap = Math.min(end, window.end) - Math.max(index, window.start);
      score += overlap * (reading.scores[at] ?? 0);
      seen += overlap;
    }
    if (seen > 0) spans.push(spanOf(mapped, index, end, score / seen, reading));
  }
  return spans;
}

const SENTENCES = new Intl.Segmenter(ENGLISH, { granularity: 'sentence' });

function spanOf(
  mapped: MappedText,
  start: number,
  end: number,
  score: number,
  { probabilityOf, thresholds }: Reading,
): EstimatedSpan {
  const probability = probabilityOf(score);
  return {
    ...givenRange(mapped, start, end),
    type: typeOf(probability, thresholds),
    probability: Math.round(probability * 100) / 100,
  };
}

function typeOf(probability: number, thresholds: Estimate['thresholds']): SpanType {
  if (probability > thresholds.falsePositiveRate1) return 'strong-signs';
  return probability > thresholds.falsePositiveRate5 ? 'weak-signs' : 'no-signs';
}
