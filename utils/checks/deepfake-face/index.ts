import { distanceOf } from '../../inference/distance';
import { detectFaces } from '../../inference/faces/detect-faces';
import type { Face } from '../../inference/faces/face';
import { cut, MOST_USEFUL_SIDE } from '../../inference/faces/views';
import type { Manifest } from '../../inference/manifest';
import { ModelError } from '../../inference/model-runner';
import { probabilityOf } from '../../inference/probability';
import type { Tensors } from '../../inference/tensor';
import type { Dimensions, Pixels } from '../../subject/subject';
import { phrase } from '../../words/phrase';
import type { Check, CheckTools } from '../check';
import { type Estimate, judge } from '../estimate';
import type { Found } from '../signal';
import type { DeepfakeFaceEvidence, FaceBox, JudgedFace } from './evidence';
import { faceSquare } from './face-square';

/** Estimates of each face of a picture whether it was swapped or edited. The README says what it can and cannot tell. */
export const deepfakeFace: Check = {
  id: 'deepfake-face',
  kinds: ['image'],
  reads: 'pixels',
  lane: 'pixels',
  slow: true,
  async run(subject, { tools }) {
    if (subject.mediaType === 'image/svg+xml') return [silent('vector')];
    const pixels = await tools.decode(MOST_USEFUL_SIDE);
    const key = `${subject.sha256} ${MOST_USEFUL_SIDE}`;
    const faces = await detectFaces(tools.models, pixels, key);
    if (faces.length === 0) return [NO_FACE];
    const judged = faces.filter(isLargeEnough).toSorted(largerFirst).slice(0, MOST_JUDGED);
    if (judged.length === 0) return [silent('too-small')];
    return [await estimate(judged, { pixels, key, notJudged: faces.length - judged.length }, tools)];
  },
};

const MODEL = 'deepfake-face';

/** Pixels of the longer side of a face's box: the smallest that the model was tested on (its card). */
const LEAST_FACE = 48;

/** A crowd has more; the largest ones are looked at, since each costs a run. */
const MOST_JUDGED = 8;

const NO_FACE: Found = {
  finding: 'no-face',
  basis: 'declared',
  summary: phrase('checks.deepfakeFace.noFace'),
  evidence: {},
};

interface Seen {
  readonly pixels: Pixels;
  readonly key: string;
  readonly notJudged: number;
}

async function estimate(faces: readonly Face[], seen: Seen, { models }: CheckTools): Promise<Found> {
  const crops = faces.map(({ box }) => {
    const square = faceSquare(box, seen.pixels);
    return {
      key: `${seen.key} face ${square.x},${square.y},${square.width}`,
      pixels: cut(seen.pixels, square),
    };
  });
  const { manifest, backend, outputs } = await models.run(MODEL, crops);
  const { thresholds } = manifest;
  if (!thresholds) throw notEstimating(manifest);
  const judged = faces.flatMap(({ box }, index): JudgedFace | [] => {
    const given = outputs[index] ?? {};
    const probability = probabilityOf(given, manifest);
    if (probability === null) throw notEstimating(manifest);
    if (isOutsideTraining(given, manifest)) return [];
    const { strength } = judge(probability, thresholds);
    return { box: inShares(box, seen.pixels), probability, ...(strength && { strength }) };
  });
  const model = { id: manifest.id, version: manifest.version, backend };
  if (judged.length === 0) return { ...silent('outside-training'), model };
  const probability = Math.max(...judged.map((face) => face.probability));
  const most = judge(probability, thresholds);
  const notJudged = seen.notJudged + faces.length - judged.length;
  const evidence: DeepfakeFaceEvidence = { ...most, faces: judged, notJudged };
  return { ...say(most), basis: 'estimated', probability, model, evidence };
}

function say({ strength }: Estimate): Pick<Found, 'finding' | 'summary'> {
  switch (strength) {
    case undefined:
      return { finding: 'none', summary: phrase('checks.deepfakeFace.none') };
    case 'weak':
      return { finding: 'uncertain', summary: phrase('checks.deepfakeFace.weak') };
    default:
      return { finding: 'face-manipulated', summary: phrase(SIGNS[strength]) };
  }
}

/** Of what is above the 1 % threshold. */
const SIGNS = {
  moderate: 'checks.deepfakeFace.moderate',
  strong: 'checks.deepfakeFace.strong',
  'very-strong': 'checks.deepfakeFace.veryStrong',
} as const;

function silent(reason: keyof typeof REASONS): Found {
  const summary = phrase(REASONS[reason], { needed: LEAST_FACE });
  return { finding: 'not-applicable', basis: 'declared', reason, summary, evidence: {} };
}

const REASONS = {
  vector: 'checks.deepfakeFace.vector',
  'too-small': 'checks.deepfakeFace.tooSmall',
  'outside-training': 'checks.deepfakeFace.outsideTraining',
} as const;

function notEstimating({ id }: Manifest): ModelError {
  return new ModelError('broken', id, phrase('models.broken', { model: id }), 'gives no probability');
}

function isOutsideTraining(outputs: Tensors, { abstention }: Manifest): boolean {
  return abstention.some((rule) => rule.rule === 'outside-training' && distanceOf(outputs) > rule.distance);
}

function isLargeEnough({ box }: Face): boolean {
  return Math.max(box.width, box.height) >= LEAST_FACE;
}

function largerFirst({ box: one }: Face, { box: other }: Face): number {
  return other.width * other.height - one.width * one.height;
}

function inShares({ x, y, width, height }: Face['box'], picture: Dimensions): FaceBox {
  return {
    left: x / picture.width,
    top: y / picture.height,
    width: width / picture.width,
    height: height / picture.height,
  };
}
