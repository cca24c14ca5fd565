import { KIND_OUTPUT, type Manifest, type PictureKind } from '../../inference/manifest';
import { type ModelAnswer, ModelError } from '../../inference/model-runner';
import { type Phrase, phrase } from '../../words/phrase';
import type { AiImageEvidence } from './evidence';

/** What the model of kinds says of a picture: how probable each kind is. Null where it gave no answer. */
export type KindsFound = ReadonlyMap<PictureKind, number> | null;

/**
 * Asks the model of kinds, which runs on the features that the estimate was made from. An estimate without it is still one:
 * whatever keeps the model from answering, the general thresholds hold.
 */
export async function askKinds(ask: (model: string) => Promise<ModelAnswer>): Promise<KindsFound> {
  try {
    const { manifest, outputs } = await ask(MODEL);
    const logits = outputs[0]?.[KIND_OUTPUT]?.data;
    if (!manifest.classes || !logits) return null;
    const shares = softmax(logits);
    return new Map(manifest.classes.map((kind, column) => [kind, shares[column] ?? 0]));
  } catch (error) {
    if (!(error instanceof ModelError) || error.code === 'cancelled') throw error;
    return null;
  }
}

const MODEL = 'picture-kind';

/** The thresholds that hold for the picture, and in words for what it was taken. */
export function thresholdsFor(
  kinds: KindsFound,
  general: NonNullable<Manifest['thresholds']>,
  byKind: Manifest['thresholdsByKind'] = {},
): Pick<AiImageEvidence, 'thresholds' | 'judgedAs' | 'kind'> {
  if (kinds === null) return { thresholds: general, judgedAs: phrase('checks.aiImage.judgedAs.unknown') };
  const { kind, probability } = mostProbable(kinds);
  if (probability < CLEAR)
    return { thresholds: general, judgedAs: phrase('checks.aiImage.judgedAs.unclear') };
  const own = byKind[kind];
  const said = { kind: kindInWords(kind), probability: { probability } };
  return {
    ...{ kind, thresholds: own ?? general },
    judgedAs: phrase(own ? 'checks.aiImage.judgedAs.own' : 'checks.aiImage.judgedAs.general', said),
  };
}

/** Below it, what the picture is remains open, and the thresholds for all pictures hold. */
const CLEAR = 0.6;

/** How probable it is that the picture is of one of the kinds, and which of them it is most probably. */
export function amongKinds(found: KindsFound, kinds: readonly PictureKind[]) {
  const among = new Map(kinds.map((kind) => [kind, found?.get(kind) ?? 0]));
  const together = [...among.values()].reduce((sum, share) => sum + share, 0);
  return { kind: mostProbable(among).kind, probability: together };
}

export function kindInWords(kind: PictureKind): Phrase {
  return phrase(`checks.aiImage.kinds.${kind}`);
}

function mostProbable(kinds: ReadonlyMap<PictureKind, number>): { kind: PictureKind; probability: number } {
  const [first, ...others] = kinds;
  const [kind, probability] = others.reduce(
    (best, one) => (one[1] > best[1] ? one : best),
    first ?? (['photograph', 0] as const),
  );
  return { kind, probability };
}

function softmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
