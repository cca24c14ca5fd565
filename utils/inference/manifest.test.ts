import { describe, expect, it } from 'vitest';
import { ManifestSchema } from './manifest';

const KIND = {
  format: 1,
  id: 'picture-kind',
  version: '1.0.0',
  task: 'picture-kind',
  title: 'What a picture is',
  file: 'picture-kind.onnx',
  sha256: 'ab'.repeat(32),
  size: 10,
  encoder: { id: 'image-encoder', version: '1.0.0' },
  input: { kind: 'features', name: 'tokens', shape: ['batch', 197, 768] },
  outputs: [{ name: 'kind', shape: ['batch', 3] }],
  calibration: { method: 'none' },
  classes: ['photograph', 'illustration', 'screenshot'],
  abstention: [],
  licence: 'MIT',
  training: [{ source: 'nothing', licence: 'none' }],
  figures: [],
  card: 'card.md',
  golden: 'golden.json',
};

const THRESHOLDS = { falsePositiveRate1: 0.9, falsePositiveRate5: 0.6 };

const { classes: _, ...WITHOUT_CLASSES } = KIND;

const AI_IMAGE = {
  ...WITHOUT_CLASSES,
  task: 'ai-image',
  outputs: [{ name: 'logit', shape: ['batch', 1] }],
  calibration: { method: 'platt', slope: 1, intercept: 0 },
  thresholds: THRESHOLDS,
  thresholdsByKind: { illustration: { falsePositiveRate1: 0.97, falsePositiveRate5: 0.8 } },
  abstention: [{ rule: 'kind', kinds: ['screenshot', 'document'], probability: 0.8 }],
};

const accepts = (manifest: object) => ManifestSchema.safeParse(manifest).success;

const { thresholdsByKind: __, ...ESTIMATE } = AI_IMAGE;

const SHARE = { mean: 1.5, deviation: 2, weight: 0.5 };

const AI_TEXT = {
  ...ESTIMATE,
  ...{ id: 'ai-text', task: 'ai-text', encoder: undefined },
  input: { kind: 'tokens', names: ['ids', 'mask'], length: 128, tokenizerSha256: 'ab'.repeat(32) },
  abstention: [{ rule: 'fewer-words', words: 60 }],
  blend: {
    with: { id: 'ai-text-ngrams', version: '1.0.0' },
    ...{ own: SHARE, other: SHARE },
    calibration: { method: 'platt', slope: 1, intercept: 0 },
    thresholds: THRESHOLDS,
  },
};

it('takes models of texts, of which one goes together with another', () => {
  expect(accepts(AI_TEXT)).toBe(true);
  const { blend: _, ...alone } = AI_TEXT;
  const hashed = {
    kind: 'hashed',
    names: ['ids', 'values'],
    buckets: 2 ** 20,
    tokenizerSha256: 'ab'.repeat(32),
  };
  expect(accepts({ ...alone, task: 'ai-text-ngrams', input: hashed })).toBe(true);
});

describe('a model of texts is refused', () => {
  it.each<[string, object]>([
    ['with a blend in another task', { ...AI_TEXT, task: 'ai-text-ngrams' }],
    ['that divides by nothing', { ...AI_TEXT, blend: { ...AI_TEXT.blend, own: { ...SHARE, deviation: 0 } } }],
    ['whose ids have one name for two', { ...AI_TEXT, input: { ...AI_TEXT.input, names: ['ids'] } }],
    [
      'with more buckets than can be told apart',
      {
        ...AI_TEXT,
        input: { kind: 'hashed', names: ['a', 'b'], buckets: 2 ** 25, tokenizerSha256: 'ab'.repeat(32) },
      },
    ],
  ])('%s', (_, manifest) => {
    expect(accepts(manifest)).toBe(false);
  });
});

it('takes a model of kinds, and an estimate with thresholds of its own for some of them', () => {
  expect(accepts(KIND)).toBe(true);
  expect(accepts(AI_IMAGE)).toBe(true);
});

describe('a model of kinds is refused', () => {
  it.each<[string, object]>([
    ['that does not say which they are', WITHOUT_CLASSES],
    ['that names one of which nothing is known', { ...KIND, classes: ['photograph', 'graphic', 'meme'] }],
    ['that names one twice', { ...KIND, classes: ['photograph', 'graphic', 'photograph'] }],
    ['with more columns than names', { ...KIND, outputs: [{ name: 'kind', shape: ['batch', 4] }] }],
    ['whose columns are elsewhere', { ...KIND, outputs: [{ name: 'logit', shape: ['batch', 3] }] }],
  ])('%s', (_, manifest) => {
    expect(accepts(manifest)).toBe(false);
  });
});

describe('an estimate is refused', () => {
  it.each<[string, object]>([
    ['that names classes', { ...AI_IMAGE, classes: KIND.classes }],
    [
      'with thresholds for a kind of which nothing is known',
      { ...AI_IMAGE, thresholdsByKind: { meme: THRESHOLDS } },
    ],
    ['with thresholds for kinds alone', { ...AI_IMAGE, thresholds: undefined }],
    ['with thresholds for kinds in another task', { ...AI_IMAGE, task: 'ai-image-first-look' }],
    [
      'that abstains from a kind of which nothing is known',
      { ...AI_IMAGE, abstention: [{ rule: 'kind', kinds: ['meme'], probability: 0.5 }] },
    ],
    [
      'that abstains from no kind',
      { ...AI_IMAGE, abstention: [{ rule: 'kind', kinds: [], probability: 0.5 }] },
    ],
  ])('%s', (_, manifest) => {
    expect(accepts(manifest)).toBe(false);
  });
});
