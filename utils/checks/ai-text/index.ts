import { ModelError } from '../../inference/model-runner';
import { textOf } from '../../subject/text/load-text';
import { normaliseText } from '../../subject/text/normalise';
import { phrase } from '../../words/phrase';
import type { Check } from '../check';
import { type Estimate, judge } from '../estimate';
import type { Found } from '../signal';
import { abstain, type TextFacts } from './abstain';
import { ask } from './ask';
import type { AiTextEvidence } from './evidence';
import { findLanguage } from './language';
import { hashedTensor, piecesTensor } from './model-inputs';
import { type Asked, modelOf, type Scale, scaleOf } from './scale';
import { sentenceSpans, windowSpans } from './spans';
import { loadWordPieces } from './tokenizer';
import { cutWindows, spread, type TextWindow } from './windows';

/**
 * Estimates whether a machine wrote a text, and where in it. Two models look at the same windows; the README says what they
 * can and cannot tell.
 */
export const aiText: Check = {
  id: 'ai-text',
  kinds: ['text'],
  reads: 'file',
  lane: 'pixels',
  slow: true,
  async run(subject, context) {
    const given = textOf(subject);
    const mapped = normaliseText(given);
    const words = mapped.text === '' ? 0 : mapped.text.split(' ').length;
    const facts = { given, words, language: await findLanguage(mapped.text) };
    const all = cutWindows(mapped.text, await loadWordPieces());
    const windows = spread(all, MOST_WINDOWS);
    const look = (model: typeof NGRAMS) => ask(model, windows, subject.sha256, context);
    const ngrams = await look(NGRAMS);
    const silence = silenceOf(ngrams, facts);
    if (silence) return [silence];
    const encoder = await look(ENCODER);
    const stillSilence = silenceOf(encoder, facts);
    if (stillSilence) return [stillSilence];
    const scale = scaleOf(encoder, ngrams);
    const evidence: AiTextEvidence = {
      ...estimateOf(windows, scale),
      spans: sentenceSpans(mapped, windows, scale),
      windows: windowSpans(mapped, windows, scale),
      ...(windows.length < all.length && { parts: all.length }),
      models: scale.models,
    };
    const { probability } = evidence;
    return [{ ...say(evidence, scale.alone), basis: 'estimated', probability, model: scale.model, evidence }];
  },
};

/** The one that is asked first is quick: of what it must not say anything, the other one is not asked at all. */
const NGRAMS = { id: 'ai-text-ngrams', tensorOf: hashedTensor };
const ENCODER = { id: 'ai-text', tensorOf: piecesTensor };

/** Some 4,500 words, spread over the text: more would change their mean little and take minutes. */
const MOST_WINDOWS = 48;

function silenceOf(answer: Asked, facts: TextFacts): Found | null {
  if (answer instanceof ModelError) return null;
  const abstention = abstain(facts, answer.manifest);
  return (
    abstention && { finding: 'not-applicable', basis: 'declared', ...abstention, model: modelOf(answer) }
  );
}

function estimateOf(
  windows: readonly TextWindow[],
  { scores, probabilityOf, thresholds }: Scale,
): Estimate & Pick<AiTextEvidence, 'score' | 'mixed'> {
  const sizes = windows.map(({ pieces }) => Math.max(1, pieces.length));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  const shareOf = (is: (probability: number) => boolean) =>
    sizes.reduce((sum, size, at) => (is(probabilityOf(scores[at] ?? 0)) ? sum + size : sum), 0) / whole;
  const score = sizes.reduce((sum, size, at) => sum + size * (scores[at] ?? 0), 0) / whole;
  const strong = shareOf((probability) => probability > thresholds.falsePositiveRate1);
  const without = shareOf((probability) => probability <= thresholds.falsePositiveRate5);
  const isMixed = windows.length >= FEWEST_OF_MIXED && Math.min(strong, without) >= LEAST_OF_MIXED;
  return {
    ...judge(probabilityOf(score), thresholds),
    score,
    ...(isMixed && { mixed: Math.round(strong * 100) / 100 }),
  };
}

/** A text of fewer windows has no parts to compare: a single window is judged too uncertainly. */
const FEWEST_OF_MIXED = 4;

/** Share of a mixed text that shows strong signs, and share that shows none, at the least. */
const LEAST_OF_MIXED = 0.25;

function say({ strength, mixed }: AiTextEvidence, alone: boolean): Pick<Found, 'finding' | 'summary'> {
  const { finding, key } = SAID[strength ?? 'none'];
  const summary = phrase(key);
  const ofParts =
    mixed === undefined
      ? summary
      : phrase('checks.aiText.mixed', { finding: summary, percent: Math.round(mixed * 100) });
  return { finding, summary: alone ? phrase('checks.aiText.alone', { finding: ofParts }) : ofParts };
}

const SAID = {
  none: { finding: 'none', key: 'checks.aiText.none' },
  weak: { finding: 'uncertain', key: 'checks.aiText.weak' },
  moderate: { finding: 'ai-generated', key: 'checks.aiText.moderate' },
  strong: { finding: 'ai-generated', key: 'checks.aiText.strong' },
  'very-strong': { finding: 'ai-generated', key: 'checks.aiText.veryStrong' },
} as const;
