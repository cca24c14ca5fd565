import type { Manifest } from '../../inference/manifest';
import { type ModelAnswer, ModelError } from '../../inference/model-runner';
import { logistic } from '../../inference/probability';
import { type Phrase, phrase } from '../../words/phrase';
import type { Found } from '../signal';

/** What the models say of a text's windows, in one measure, and how it is read. */
export interface Scale {
  /** One a window, in order. */
  readonly scores: readonly number[];
  readonly probabilityOf: (score: number) => number;
  readonly thresholds: NonNullable<Manifest['thresholds']>;
  readonly model: NonNullable<Found['model']>;
  readonly models: Phrase;
  /** Whether the other model should have answered too. */
  readonly alone: boolean;
}

/** A model's answer on every window, or why there is none. */
export type Asked = ModelAnswer | ModelError;

/**
 * Both models as the encoder's manifest says that they go together; one alone where the other gave no answer, with its own
 * calibration. Throws the encoder's ModelError where neither did.
 */
export function scaleOf(encoder: Asked, ngrams: Asked): Scale {
  if (encoder instanceof ModelError) {
    if (ngrams instanceof ModelError) throw encoder.code === 'missing' ? ngrams : encoder;
    return alone(ngrams, encoder);
  }
  if (ngrams instanceof ModelError) return alone(encoder, ngrams);
  const { manifest } = encoder;
  const { blend } = manifest;
  const fits = blend?.with.id === ngrams.manifest.id && blend.with.version === ngrams.manifest.version;
  if (!blend || !fits) return alone(encoder, null);
  const others = logitsOf(ngrams);
  const share = ({ mean, deviation, weight }: typeof blend.own, logit: number) =>
    (weight * (logit - mean)) / deviation;
  return {
    scores: logitsOf(encoder).map(
      (logit, at) => share(blend.own, logit) + share(blend.other, others[at] ?? 0),
    ),
    probabilityOf: calibrated(blend.calibration),
    thresholds: blend.thresholds,
    model: modelOf(encoder),
    models: phrase('checks.aiText.models.both', namesOf(encoder, ngrams)),
    alone: false,
  };
}

/** `missed`: why the other one gave no answer; null where it does not belong to this one. */
function alone(answer: ModelAnswer, missed: ModelError | null): Scale {
  const { manifest } = answer;
  const { calibration, thresholds } = manifest;
  if (calibration.method === 'none' || !thresholds) {
    const said = phrase('models.broken', { model: manifest.id });
    throw new ModelError('broken', manifest.id, said, 'gives no probability');
  }
  // A model that there is not cannot be missed.
  const misses = missed !== null && missed.code !== 'missing';
  const names = { model: manifest.id, version: manifest.version };
  return {
    scores: logitsOf(answer),
    probabilityOf: calibrated(calibration),
    thresholds,
    model: modelOf(answer),
    models: misses
      ? phrase('checks.aiText.models.alone', { ...names, why: missed.said })
      : phrase('checks.aiText.models.one', names),
    alone: misses,
  };
}

function calibrated({ slope, intercept }: { readonly slope: number; readonly intercept: number }) {
  return (score: number) => logistic(slope * score + intercept);
}

function logitsOf({ outputs, manifest }: ModelAnswer): readonly number[] {
  const [first] = manifest.outputs;
  return outputs.map((tensors) => tensors[first?.name ?? '']?.data[0] ?? 0);
}

export function modelOf({ manifest: { id, version }, backend }: ModelAnswer): Scale['model'] {
  return { id, version, backend };
}

function namesOf(encoder: ModelAnswer, ngrams: ModelAnswer): Readonly<Record<string, string>> {
  return {
    model: encoder.manifest.id,
    version: encoder.manifest.version,
    other: ngrams.manifest.id,
    otherVersion: ngrams.manifest.version,
  };
}
