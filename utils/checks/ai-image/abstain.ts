import { distanceOf } from '../../inference/distance';
import type { Manifest } from '../../inference/manifest';
import type { Tensors } from '../../inference/tensor';
import type { Pixels } from '../../subject/subject';
import { type Phrase, phrase } from '../../words/phrase';
import { amongKinds, type KindsFound, kindInWords } from './kind';
import { middleSquare } from './middle-square';

export interface Abstention {
  readonly reason: 'too-small' | 'too-flat' | 'outside-training' | 'unsuited-kind';
  readonly summary: Phrase;
  readonly evidence: object;
}

/** Why the model's answer on a picture is not to be given, by the rules of its manifest; null where it is. */
export function abstain(
  pixels: Pixels,
  outputs: Tensors,
  { abstention }: Manifest,
  kinds: KindsFound,
): Abstention | null {
  const shorterSide = Math.min(pixels.width, pixels.height);
  const deviation = luminanceDeviation(pixels);
  if (deviation < ONE_COLOUR) return tooFlat(deviation, ONE_COLOUR);
  for (const rule of abstention) {
    if (rule.rule === 'shorter-side' && shorterSide < rule.pixels) {
      const { width, height } = pixels;
      const summary = phrase('checks.aiImage.tooSmall', { needed: rule.pixels });
      return { reason: 'too-small', summary, evidence: { width, height, needed: rule.pixels } };
    }
    if (rule.rule === 'flat' && deviation < rule.deviation) return tooFlat(deviation, rule.deviation);
    if (rule.rule === 'outside-training') {
      const distance = distanceOf(outputs);
      if (distance <= rule.distance) continue;
      const summary = phrase('checks.aiImage.outsideTraining');
      return { reason: 'outside-training', summary, evidence: { distance, allowed: rule.distance } };
    }
    if (rule.rule === 'kind') {
      const { kind, probability } = amongKinds(kinds, rule.kinds);
      if (probability < rule.probability) continue;
      const summary = phrase('checks.aiImage.unsuitedKind', { kind: kindInWords(kind) });
      return { reason: 'unsuited-kind', summary, evidence: { kind, probability, needed: rule.probability } };
    }
  }
  return null;
}

/** Whatever a model says of them: pictures with nothing on them, in levels of luminance from 0 to 255. */
const ONE_COLOUR = 1;

function tooFlat(deviation: number, needed: number): Abstention {
  const evidence = { deviation: Math.round(deviation * 100) / 100, needed };
  return { reason: 'too-flat', summary: phrase('checks.aiImage.tooFlat'), evidence };
}

/**
 * Standard deviation of the luminance (ITU-R BT.601, as Pillow has it) of what the model sees: the square in the middle, on
 * white where it is transparent.
 */
function luminanceDeviation({ width, height, data }: Pixels): number {
  const { left, top, side } = middleSquare({ width, height });
  let sum = 0;
  let squares = 0;
  for (let row = top; row < top + side; row++) {
    for (let at = (row * width + left) * 4, end = at + side * 4; at < end; at += 4) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = [data[at], data[at + 1], data[at + 2], data[at + 3]];
      const shown = ((0.299 * red + 0.587 * green + 0.114 * blue) * alpha) / 255 + 255 - alpha;
      sum += shown;
      squares += shown * shown;
    }
  }
  const mean = sum / side ** 2;
  return Math.sqrt(Math.max(0, squares / side ** 2 - mean * mean));
}
