import { type ModelAnswer, ModelError } from '../../inference/model-runner';
import { probabilityOf } from '../../inference/probability';
import type { Pixels } from '../../subject/subject';
import { type Phrase, phrase } from '../../words/phrase';
import type { Check } from '../check';
import { type Estimate, judge } from '../estimate';
import type { Found } from '../signal';
import { type Abstention, abstain } from './abstain';
import type { AiImageEvidence } from './evidence';
import { heatMapOf } from './heat-map';
import { askKinds, type KindsFound, thresholdsFor } from './kind';

/**
 * Estimates whether a generative model made the picture. It runs last: what the file declares is told first. The README
 * says what it can and cannot tell.
 */
export const aiImage: Check = {
  id: 'ai-image',
  kinds: ['image'],
  reads: 'pixels',
  lane: 'pixels',
  slow: true,
  async run(subject, { tools, quick }) {
    if (subject.mediaType === 'image/svg+xml') return [DRAWN_FROM_SHAPES];
    const pixels = await tools.decode(DECODED_SIZE);
    const key = pictureKey(subject.sha256);
    const looked = { pixels, ask: (model: string) => tools.models.run(model, [{ key, pixels }]) };
    return quick ? [await firstLook(looked, phrase('checks.aiImage.quick'))] : thoroughLook(looked);
  },
};

/** Two heads on one encoder, and the small model, which needs neither. */
export const AI_IMAGE_MODEL = 'ai-image';
const FIRST_LOOK_MODEL = 'ai-image-first-look';

/** By which the models, and whoever asks for what the encoder made of it, know the whole picture. */
export function pictureKey(sha256: string): string {
  return `${sha256} ${DECODED_SIZE}`;
}

/** Pixels of the longer side: what the other checks decode at the most, and more than the encoder takes of any but narrow strips. */
const DECODED_SIZE = 1024;

/** No model that was trained on pictures of pixels has seen its like. */
const DRAWN_FROM_SHAPES: Found = {
  finding: 'not-applicable',
  basis: 'declared',
  reason: 'vector',
  summary: phrase('checks.aiImage.vector'),
  evidence: {},
};

interface Looked {
  readonly pixels: Pixels;
  readonly ask: (model: string) => Promise<ModelAnswer>;
}

/** What the encoder's heads say. Where they cannot, what the small model says, beside what is missing. */
async function thoroughLook({ pixels, ask }: Looked): Promise<readonly Found[]> {
  try {
    const answer = await ask(AI_IMAGE_MODEL);
    return [read(pixels, answer, await askKinds(ask))];
  } catch (error) {
    if (!(error instanceof ModelError) || error.code === 'cancelled') throw error;
    const first = await firstLook({ pixels, ask }, phrase('checks.aiImage.instead')).catch(() => null);
    if (first === null) throw error;
    return [first, missed(error)];
  }
}

async function firstLook({ pixels, ask }: Looked, why: Phrase): Promise<Found> {
  const found = read(pixels, await ask(FIRST_LOOK_MODEL));
  return {
    ...found,
    summary: phrase('checks.aiImage.firstLook', { finding: found.summary }),
    evidence: { ...found.evidence, firstLook: why },
  };
}

/** The encoder's answer, which is missing beside that of the first look. */
function missed({ code, said, detail }: ModelError): Found {
  const summary = phrase('checks.aiImage.onlyFirstLook', { why: said });
  return {
    ...{ finding: 'check-failed', basis: 'declared', reason: `model-${code}`, summary },
    ...(detail !== undefined && { detail }),
    evidence: {},
  };
}

/** `kinds`: undefined where nobody asked for them. */
function read(
  pixels: Pixels,
  { manifest, backend, outputs: [outputs = {}] }: ModelAnswer,
  kinds?: KindsFound,
): Found {
  const model = { id: manifest.id, version: manifest.version, backend };
  const abstention = abstain(pixels, outputs, manifest, kinds ?? null);
  if (abstention) return { ...silence(abstention), model };
  const probability = probabilityOf(outputs, manifest);
  if (probability === null || !manifest.thresholds) throw notEstimating(manifest.id);
  const { thresholds, ...judged } =
    kinds === undefined
      ? { thresholds: manifest.thresholds }
      : thresholdsFor(kinds, manifest.thresholds, manifest.thresholdsByKind);
  const estimate = judge(probability, thresholds);
  const heatMap = heatMapOf(outputs, manifest, pixels);
  const logit = outputs[manifest.outputs[0]?.name ?? '']?.data[0] ?? 0;
  const evidence: AiImageEvidence = { ...estimate, logit, ...judged, ...(heatMap && { heatMap }) };
  return { ...say(estimate), basis: 'estimated', probability, model, evidence };
}

function silence({ reason, summary, evidence }: Abstention): Found {
  return { finding: 'not-applicable', basis: 'declared', reason, summary, evidence };
}

/** A model in the place of this one that gives no probability. */
function notEstimating(id: string): ModelError {
  return new ModelError('broken', id, phrase('models.broken', { model: id }), 'gives no probability');
}

function say({ strength }: Estimate): Pick<Found, 'finding' | 'summary'> {
  switch (strength) {
    case undefined:
      return { finding: 'none', summary: phrase('checks.aiImage.none') };
    case 'weak':
      return { finding: 'uncertain', summary: phrase('checks.aiImage.weak') };
    default:
      return { finding: 'ai-generated', summary: phrase(SIGNS[strength]) };
  }
}

/** Of what is above the 1 % threshold. */
const SIGNS = {
  moderate: 'checks.aiImage.moderate',
  strong: 'checks.aiImage.strong',
  'very-strong': 'checks.aiImage.veryStrong',
} as const;
