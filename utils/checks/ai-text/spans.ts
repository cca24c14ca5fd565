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
  return neighbours(windows, reading.scores).flatMap((scored) =>
    sentencesOf(mapped.text, scored).map(({ start, end }) => {
      const shares = scored.map((one) => Math.max(0, Math.min(end, one.end) - Math.max(start, one.start)));
      const seen = shares.reduce((sum, share) => sum + share, 0);
      const score = shares.reduce((sum, share, at) => sum + share * (scored[at]?.score ?? 0), 0) / seen;
      return spanOf(mapped, start, end, score, reading);
    }),
  );
}

interface ScoredRange {
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/** Windows that follow each other, apart from those between which something was not looked at. */
function neighbours(
  windows: readonly TextWindow[],
  scores: readonly number[],
): readonly (readonly ScoredRange[])[] {
  const runs: ScoredRange[][] = [];
  for (const [at, { start, end }] of windows.entries()) {
    const scored = { start, end, score: scores[at] ?? 0 };
    const run = runs.at(-1);
    if (run?.at(-1)?.end === start - 1) run.push(scored);
    else runs.push([scored]);
  }
  return runs;
}

/** The sentences of some windows: to find those of a whole long text takes minutes. */
function sentencesOf(
  text: string,
  scored: readonly ScoredRange[],
): readonly { readonly start: number; readonly end: number }[] {
  const from = scored[0]?.start ?? 0;
  const part = text.slice(from, scored.at(-1)?.end);
  return Array.from(SENTENCES.segment(part), ({ segment, index }) => {
    const start = from + index;
    return { start, end: start + segment.trimEnd().length };
  }).filter(({ start, end }) => end > start);
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
