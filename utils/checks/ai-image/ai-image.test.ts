import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { tinyHead } from '../../../test/fixtures/models';
import { scene, seededRandom } from '../../../test/fixtures/pictures';
import type { Manifest } from '../../inference/manifest';
import { type KeyedPixels, ModelError, type ModelRunner } from '../../inference/model-runner';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { phrase } from '../../words/phrase';
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
}

/** A model that always answers the same, and keeps what it was asked. */
function answering(options: Answering = {}): ModelRunner & { readonly asked: readonly KeyedPixels[] } {
  const { logit = HIGH, patches, distance, abstention = [] } = options;
  const asked: KeyedPixels[] = [];
  const tensor = (values: readonly number[]) => ({
    shape: [values.length],
    data: Float32Array.from(values),
  });
  return {
    asked,
    async run(_, pictures) {
      asked.push(...pictures);
      const outputs = {
        logit: tensor([logit]),
        ...(patches && { patches: tensor(patches) }),
        ...(distance !== undefined && { distance: tensor([distance]) }),
      };
      return { manifest: { ...tinyHead().manifest, abstention }, backend: 'wasm', outputs: [outputs] };
    },
  };
}

async function check(picture: Sharp | Uint8Array, models: ModelRunner = answering()) {
  const bytes = picture instanceof Uint8Array ? picture : await picture.png().toBuffer();
  const subject = await subjectOf(bytes);
  const { tools, signal } = contextFor(subject, undefined, models);
  const options = { timeoutMs: 10_000, limits: DEFAULT_LIMITS, signal };
  const [found] = await runCheck(aiImage, subject, tools, options);
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

  it('is asked once, on the whole picture, of at most 1024 pixels', async () => {
    const models = answering();
    await check(scene(1, 2000, 1000), models);
    expect(models.asked.map(({ pixels: { width, height } }) => [width, height])).toEqual([[1024, 512]]);
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

describe('unusual pictures', () => {
  const raw = (channels: 1 | 3, make: (index: number) => number) =>
    sharp(
      Uint8Array.from({ length: 200 * 200 * channels }, (_, index) => make(index)),
      {
        raw: { width: 200, height: 200, channels },
      },
    );
  const random = seededRandom(1);
  const noise = () => raw(3, () => random() * 256);

  it.each([
    ['noise', () => noise().png()],
    ['greyscale', () => raw(1, (index) => index % 251).png()],
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

  async function animation(): Promise<Sharp> {
    const frames = await Promise.all([1, 2].map((seed) => scene(seed, 200, 200).png().toBuffer()));
    return sharp(frames, { join: { animated: true } }).gif();
  }
});

describe('a model that gives no answer', () => {
  it('is named, with its reason', async () => {
    const error = new ModelError('suspended', 'ai-image', phrase('models.why.person'));
    const found = await check(scene(1), { run: () => Promise.reject(error) });
    expect(found).toMatchObject({ finding: 'check-failed', reason: 'model-suspended', summary: error.said });
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
