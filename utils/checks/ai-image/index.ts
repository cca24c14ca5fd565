import { type ModelAnswer, ModelError } from '../../inference/model-runner';
import { probabilityOf } from '../../inference/probability';
import type { Pixels } from '../../subject/subject';
import { phrase } from '../../words/phrase';
import type { Check } from '../check';
import { type Estimate, judge } from '../estimate';
import type { Found } from '../signal';
import { type Abstention, abstain } from './abstain';
import type { AiImageEvidence } from './evidence';
import { heatMapOf } from './heat-map';

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
  async run(subject, { tools }) {
    if (subject.mediaType === 'image/svg+xml') return [DRAWN_FROM_SHAPES];
    const pixels = await tools.decode(DECODED_SIZE);
    const key = `${subject.sha256} ${DECODED_SIZE}`;
    return [read(pixels, await tools.models.run(MODEL, [{ key, pixels }]))];
  },
};

const MODEL = 'ai-image';

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

function read(pixels: Pixels, { manifest, backend, outputs: [outputs = {}] }: ModelAnswer): Found {
  const model = { id: manifest.id, version: manifest.version, backend };
  const abstention = abstain(pixels, outputs, manifest);
  if (abstention) return { ...silence(abstention), model };
  const probability = probabilityOf(outputs, manifest);
  const { thresholds } = manifest;
  if (probability === null || !thresholds) throw notEstimating(manifest.id);
  const estimate = judge(probability, thresholds);
  const heatMap = heatMapOf(outputs, manifest, pixels);
  const logit = outputs[manifest.outputs[0]?.name ?? '']?.data[0] ?? 0;
  const evidence: AiImageEvidence = { ...estimate, logit, ...(heatMap && { heatMap }) };
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
