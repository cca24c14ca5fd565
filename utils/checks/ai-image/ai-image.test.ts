import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { tinyHead } from '../../../test/fixtures/models';
import { animation, noise, scene } from '../../../test/fixtures/pictures';
import type { Manifest } from '../../inference/manifest';
import {
  type KeyedPixels,
  type ModelAnswer,
  ModelError,
  type ModelRunner,
} from '../../inference/model-runner';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { decide } from '../../verdict/decide';
import { englishLanguage } from '../../words/english';
import { phrase } from '../../words/phrase';
import { say } from '../../words/say';
import { runCheck } from '../run';
import type { AiImageEvidence } from './evidence';
import { aiImage } from './index';

/** The thresholds of the models that tests make: 0.9 and 0.7. */
const HIGH = 5;
const LIKELY = 2.4;
const BETWEEN = 1.5;
const LOW = -2;

interface Answering {
  readonly logit?: number;
  readonly patches?: readonly number[];
  readonly distance?: number;
  readonly abstention?: Manifest['abstention'];
  readonly thresholdsByKind?: Manifest['thresholdsByKind'];
  /** Logits of the kinds, in the order of KINDS; without them there is no model of kinds. */
  readonly kinds?: readonly number[];
  /** Of the small model; without it there is none. */
  readonly firstLook?: number;
  /** Why the encoder's head gives no answer. */
  readonly broken?: ModelError;
}

const KINDS = ['photograph', 'illustration', 'screenshot'] as const;

const SUSPENDED = new ModelError('suspended', 'ai-image', phrase('models.why.person'));

/** Models that always answer the same, and keep which of them was asked what. */
function answering(
  options: Answering = {},
): ModelRunner & { readonly asked: readonly KeyedPixels[]; readonly models: readonly string[] } {
  const asked: KeyedPixels[] = [];
  const models: string[] = [];
  return {
    ...{ asked, models },
    async run(model, inputs) {
      asked.push(...inputs.flatMap((one) => ('pixels' in one ? [one] : [])));
      models.push(model);
      return answerOf(model, options);
    },
  };
}

function answerOf(model: string, options: Answering): ModelAnswer {
  const { logit = HIGH, patches, distance, abstention = [], thresholdsByKind } = options;
  const { kinds, firstLook, broken } = options;
  const tensor = (values: readonly number[]) => ({
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const { manifest } = tinyHead();
  const backend = 'wasm';
  if (model === 'ai-image') {
    if (broken) throw broken;
    const outputs = {
      logit: tensor([logit]),
      ...(patches && { patches: tensor(patches) }),
      ...(distance !== undefined && { distance: tensor([distance]) }),
    };
    const changed = { ...manifest, abstention, ...(thresholdsByKind && { thresholdsByKind }) };
    return { manifest: changed, backend, outputs: [outputs] };
  }
  if (model === 'picture-kind' && kinds) {
    return { manifest: { ...manifest, classes: [...KINDS] }, backend, outputs: [{ kind: tensor(kinds) }] };
  }
  if (model === 'ai-image-first-look' && firstLook !== undefined) {
    const small = { ...manifest, id: 'small', version: '2.0.0', abstention };
    return { manifest: small, backend, outputs: [{ logit: tensor([firstLook]) }] };
  }
  throw new ModelError('missing', model, phrase('models.missing', { model }));
}

async function signalsOf(picture: Sharp | Uint8Array, models: ModelRunner, quick = false) {
  const bytes = picture instanceof Uint8Array ? picture : await picture.png().toBuffer();
  const subject = await subjectOf(bytes);
  const { tools, signal } = contextFor(subject, undefined, models);
  return runCheck(aiImage, subject, tools, { timeoutMs: 10_000, limits: DEFAULT_LIMITS, signal, quick });
}

async function check(picture: Sharp | Uint8Array, models: ModelRunner = answering(), quick = false) {
  const [found] = await signalsOf(picture, models, quick);
  if (!found) throw new Error('no signal');
  return found;
}

/** A picture in the corner of another one. */
const besides = async (picture: Sharp, ground: Sharp) =>
  ground.composite([{ input: await picture.png().toBuffer(), left: 0, top: 0 }]);

const plain = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 4, background } });

describe('the estimate', () => {
  it.each([
    ['ai-generated', 'very-strong', HIGH, 'rare', 0.01],
    ['ai-generated', 'moderate', LIKELY, 'rare', 0.01],
    ['uncertain', 'weak', BETWEEN, 'some', 0.05],
    ['none', undefined, LOW, 'many', undefined],
  ] as const)('is %s, %s, for a logit', async (finding, strength, logit, meaning, falsePositiveRate) => {
    const found = await check(scene(1), answering({ logit }));
    const probability = 1 / (1 + Math.exp(-logit));
    expect(found).toMatchObject({
      ...{ finding, basis: 'estimated' },
      model: { id: 'tiny-head', version: '1.0.0', backend: 'wasm' },
      evidence: {
        thresholds: { falsePositiveRate1: 0.9, falsePositiveRate5: 0.7 },
        meaning: { key: `checks.estimate.${meaning}` },
      },
    });
    const { evidence } = found as { evidence: AiImageEvidence };
    expect(found.probability).toBeCloseTo(probability, 6);
    expect([evidence.strength, evidence.falsePositiveRate]).toEqual([strength, falsePositiveRate]);
    expect([evidence.probability, evidence.logit]).toEqual([found.probability, expect.closeTo(logit, 5)]);
  });

  it('is asked on the whole picture, of at most 1024 pixels, whose features serve every head', async () => {
    const models = answering();
    await check(scene(1, 2000, 1000), models);
    expect(models.models).toEqual(['ai-image', 'picture-kind']);
    const [first, second] = models.asked;
    expect([first?.pixels.width, first?.pixels.height]).toEqual([1024, 512]);
    expect(second).toEqual(first);
  });

  it('is made of a crop of the screen too', () => {
    expect(aiImage.reads).toBe('pixels');
  });
});

describe('the heat map', () => {
  it('has a value for each part, in rows, and says which part of the picture they lie on', async () => {
    const inside = (index: number) => index < 42 && index % 14 < 3;
    const patches = Array.from({ length: 196 }, (_, index) => (inside(index) ? 4 : -4));
    const { evidence } = await check(scene(1, 800, 400), answering({ patches }));
    const { heatMap } = evidence as AiImageEvidence;
    expect(heatMap?.values.map((row) => row.length)).toEqual(new Array(14).fill(14));
    expect(heatMap?.values[1]?.[1]).toBeCloseTo(0.98, 2);
    expect(heatMap?.values.flat().filter((value) => value > 0.5)).toHaveLength(8);
    expect(heatMap?.seen).toEqual({ left: 0.25, top: 0, width: 0.5, height: 1 });
  });

  it('is left out where the model gives none', async () => {
    expect((await check(scene(1))).evidence).not.toHaveProperty('heatMap');
  });
});

describe('an abstention', () => {
  const rules = [
    { rule: 'shorter-side', pixels: 128 },
    { rule: 'flat', deviation: 4 },
    { rule: 'outside-training', distance: 10 },
  ] as const;
  const models = (options: Answering = {}) => answering({ ...options, abstention: [...rules] });

  it.each([
    ['too small', 'too-small', () => scene(1, 640, 127), {}],
    ['a strip that is narrow once it is reduced', 'too-small', () => scene(1, 4000, 400), {}],
    ['faint', 'too-flat', () => scene(1, 640, 480).linear(0.02, 200), {}],
    ['unlike the training data', 'outside-training', () => scene(1), { distance: 10.5 }],
  ] as const)('is made for a picture that is %s', async (_, reason, picture, options) => {
    const found = await check(picture(), models(options));
    expect(found).toMatchObject({ finding: 'not-applicable', reason, model: { id: 'tiny-head' } });
    expect(found.probability).toBeUndefined();
  });

  it('is not made for one that keeps the rules', async () => {
    const found = await check(scene(1, 640, 128), models({ distance: 9.5 }));
    expect(found.finding).toBe('ai-generated');
  });

  it.each([
    ['of one pixel', plain(1, 1, '#123456')],
    ['of one colour', plain(400, 300, '#808080')],
    ['that is wholly transparent', plain(400, 300, '#00000000')],
    ['with nothing in its middle', besides(scene(1, 200, 300), plain(900, 300, '#fff'))],
  ] as const)('is made for a picture %s, whatever the model and its rules say', async (_, picture) => {
    const found = await check(await picture);
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'too-flat' });
  });

  it('is made for a drawing of shapes, without asking the model', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>';
    const asked = answering();
    const found = await check(new TextEncoder().encode(svg), asked);
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'vector' });
    expect(asked.asked).toEqual([]);
  });
});

describe('the kind of the picture', () => {
  const strict = { falsePositiveRate1: 0.999, falsePositiveRate5: 0.99 };
  const ILLUSTRATION = [0, 3, 0];
  const UNCLEAR = [1, 1.2, 0];

  it.each([
    ['that is clear and has thresholds of its own', ILLUSTRATION, strict, 'own', 'illustration', 'uncertain'],
    ['that is clear and has none', [3, 0, 0], undefined, 'general', 'photograph', 'ai-generated'],
    ['that is not clear', UNCLEAR, undefined, 'unclear', undefined, 'ai-generated'],
    ['that nobody tells', undefined, undefined, 'unknown', undefined, 'ai-generated'],
  ] as const)('%s decides which thresholds hold', async (_, kinds, own, judged, kind, finding) => {
    const models = answering({
      thresholdsByKind: { illustration: strict },
      ...(kinds && { kinds }),
    });
    const signals = await signalsOf(scene(1), models);
    expect(signals).toHaveLength(1);
    expect(signals[0]?.finding).toBe(finding);
    const evidence = signals[0]?.evidence as AiImageEvidence;
    expect(evidence.thresholds).toEqual(own ?? { falsePositiveRate1: 0.9, falsePositiveRate5: 0.7 });
    expect(evidence.judgedAs?.key).toBe(`checks.aiImage.judgedAs.${judged}`);
    expect(evidence.kind).toBe(kind);
  });

  it('is told in words', async () => {
    const { evidence } = await check(scene(1), answering({ kinds: ILLUSTRATION }));
    const { judgedAs } = evidence as AiImageEvidence;
    expect(judgedAs && say(judgedAs, englishLanguage)).toBe(
      'an illustration (probability 0.91), by the thresholds for all pictures',
    );
  });

  it('is no matter of a model that was cancelled', async () => {
    const models = answering();
    const cancelled = new ModelError('cancelled', 'picture-kind', phrase('check.cancelled'));
    const run: ModelRunner['run'] = (model, pictures) =>
      model === 'picture-kind' ? Promise.reject(cancelled) : models.run(model, pictures);
    expect(await check(scene(1), { run })).toMatchObject({ reason: 'model-cancelled' });
  });

  it.each([
    ['one that the model cannot judge', [0, 0, 3], 'not-applicable'],
    ['one of several that it cannot judge, whichever it is', [0, 3, 3], 'not-applicable'],
    ['another one', [3, 0, 0], 'ai-generated'],
    ['nobody tells', undefined, 'ai-generated'],
  ] as const)('silences the model where it is %s', async (_, kinds, finding) => {
    const abstention = [{ rule: 'kind', kinds: ['screenshot', 'illustration'], probability: 0.9 }] as const;
    const models = answering({
      abstention: [...abstention].map((rule) => ({ ...rule, kinds: [...rule.kinds] })),
      ...(kinds && { kinds }),
    });
    const found = await check(scene(1), models);
    expect(found.finding).toBe(finding);
    if (finding === 'not-applicable') {
      expect(found).toMatchObject({ reason: 'unsuited-kind', evidence: { needed: 0.9 } });
      expect(say(found.summary, englishLanguage)).toMatch(/^looks like (a screenshot|an illustration), /);
    }
  });
});

describe('a first look', () => {
  const verdictOf = async (firstLook: number, options: Answering, quick: boolean) =>
    decide(await signalsOf(scene(1), answering({ ...options, firstLook }), quick));

  it('is all there is where many answers are wanted soon, and says so', async () => {
    const models = answering({ firstLook: HIGH });
    const found = await check(scene(1), models, true);
    expect(models.models).toEqual(['ai-image-first-look']);
    expect(found).toMatchObject({
      ...{ finding: 'ai-generated', basis: 'estimated' },
      model: { id: 'small', version: '2.0.0' },
      evidence: { firstLook: { key: 'checks.aiImage.quick' } },
    });
    expect(say(found.summary, englishLanguage)).toBe(
      'at a first look only: very strong signs of a generative model',
    );
    expect(found.evidence).not.toHaveProperty('judgedAs');
  });

  it.each([
    [LIKELY, 'likely-ai'],
    [BETWEEN, 'inconclusive'],
    [LOW, 'no-evidence'],
  ])('with a logit of %d leads to the verdict that its own thresholds allow', async (logit, level) => {
    expect((await verdictOf(logit, {}, true)).level).toBe(level);
  });

  it('abstains as its own manifest says', async () => {
    const models = answering({ firstLook: HIGH, abstention: [{ rule: 'shorter-side', pixels: 128 }] });
    const found = await check(scene(1, 640, 100), models, true);
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'too-small', model: { id: 'small' } });
  });

  it('is not taken where the encoder answers', async () => {
    const models = answering({ firstLook: HIGH });
    expect((await check(scene(1), models)).evidence).not.toHaveProperty('firstLook');
    expect(models.models).not.toContain('ai-image-first-look');
  });

  it('stands in for an encoder that gives no answer, beside what is missing', async () => {
    const signals = await signalsOf(scene(1), answering({ broken: SUSPENDED, firstLook: BETWEEN }));
    expect(signals).toMatchObject([
      { finding: 'uncertain', basis: 'estimated', model: { id: 'small' } },
      { finding: 'check-failed', reason: 'model-suspended' },
    ]);
    const missing = signals[1]?.summary;
    expect(missing && say(missing, englishLanguage)).toMatch(/^only a first look could be made\. /);
    expect(signals[0]?.evidence).toMatchObject({ firstLook: { key: 'checks.aiImage.instead' } });
  });

  it.each([
    [LIKELY, 'likely-ai'],
    [LOW, 'inconclusive'],
  ])('with a logit of %d names the missing check in the verdict', async (logit, level) => {
    const verdict = await verdictOf(logit, { broken: SUSPENDED }, false);
    expect(verdict).toMatchObject({ level, missing: ['ai-image'] });
    expect(say(verdict.why, englishLanguage)).toMatch(
      /(only a first look could be made|at a first look only)/,
    );
  });

  it('that fails too leaves the encoder as what is missing', async () => {
    const signals = await signalsOf(scene(1), answering({ broken: SUSPENDED }));
    expect(signals).toMatchObject([
      { finding: 'check-failed', reason: 'model-suspended', summary: SUSPENDED.said },
    ]);
  });

  it('that fails where nothing else was wanted is named itself', async () => {
    const found = await check(scene(1), answering(), true);
    expect(found).toMatchObject({ finding: 'check-failed', reason: 'model-missing' });
  });

  it('is not taken of a picture whose check was cancelled', async () => {
    const broken = new ModelError('cancelled', 'ai-image', phrase('check.cancelled'));
    const models = answering({ broken, firstLook: HIGH });
    expect(await check(scene(1), models)).toMatchObject({ reason: 'model-cancelled' });
    expect(models.models).toEqual(['ai-image']);
  });
});

describe('unusual pictures', () => {
  it.each([
    ['noise', () => noise(200).png()],
    ['greyscale', () => scene(1).greyscale().png()],
    ['CMYK', () => scene(1).toColourspace('cmyk').jpeg()],
    ['16 bits a channel', () => scene(1).toColourspace('rgb16').png()],
    ['half transparent', () => scene(1).ensureAlpha(0.5).png()],
    ['animated', animation],
    ['very wide', () => scene(1, 3000, 3).png()],
    ['very high', () => scene(1, 3, 3000).png()],
  ] as const)('are answered or abstained from: %s', async (_, picture) => {
    const bytes = await (await picture()).toBuffer();
    expect(['ai-generated', 'not-applicable']).toContain((await check(bytes)).finding);
  });
});

describe('a model that gives no answer', () => {
  it('is named, with its reason', async () => {
    const found = await check(scene(1), { run: () => Promise.reject(SUSPENDED) });
    expect(found).toMatchObject({
      finding: 'check-failed',
      reason: 'model-suspended',
      summary: SUSPENDED.said,
    });
  });

  it('is broken where it gives no probability', async () => {
    const models: ModelRunner = {
      run: async () => ({
        manifest: { ...tinyHead().manifest, calibration: { method: 'none' } },
        backend: 'wasm',
        outputs: [{}],
      }),
    };
    expect(await check(scene(1), models)).toMatchObject({ finding: 'check-failed', reason: 'model-broken' });
  });
});
