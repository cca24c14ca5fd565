import sharp, { type Sharp } from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { contextFor, subjectOf } from '../../../test/fixtures/check-context';
import { faceDetectorRunner } from '../../../test/fixtures/faces/runner';
import { PORTRAIT, portraitFile, sceneWith } from '../../../test/fixtures/faces/scenes';
import { tinyModel } from '../../../test/fixtures/models';
import { animation, noise, scene } from '../../../test/fixtures/pictures';
import type { Manifest } from '../../inference/manifest';
import { type KeyedPixels, ModelError, type ModelRunner } from '../../inference/model-runner';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { phrase } from '../../words/phrase';
import { runCheck } from '../run';
import type { DeepfakeFaceEvidence } from './evidence';
import { deepfakeFace } from './index';

const HIGH = 5;
const LIKELY = 2.4;
const BETWEEN = 1.5;
const LOW = -2;
const FAR = 1.5;

let detector: ModelRunner;
beforeAll(async () => {
  detector = await faceDetectorRunner();
});

/** The true detector, and a judge of faces that gives the logits in turn. */
function judging(...logits: readonly number[]) {
  return judgingStrange(...logits.map((logit) => ({ logit, distance: 1 })));
}

interface Judgement {
  readonly logit: number;
  /** From what the judge was trained on. */
  readonly distance: number;
}

/** The same, for faces some of which may lie too far from what it was trained on. */
function judgingStrange(
  ...answers: readonly Judgement[]
): ModelRunner & { readonly asked: readonly KeyedPixels[] } {
  const { manifest: tiny } = tinyModel();
  const manifest: Manifest = { ...tiny, abstention: [{ rule: 'outside-training', distance: FAR }] };
  const asked: KeyedPixels[] = [];
  return {
    asked,
    async run(model, pictures) {
      if (model === 'face-detector') return detector.run(model, pictures);
      asked.push(...pictures.flatMap((one) => ('pixels' in one ? [one] : [])));
      const outputs = pictures.map((_, index) => {
        const { logit = 0, distance = 0 } = answers[index % answers.length] ?? {};
        return {
          logit: { shape: [1], data: Float32Array.of(logit) },
          distance: { shape: [1], data: Float32Array.of(distance) },
        };
      });
      return { manifest, backend: 'wasm', outputs };
    },
  };
}

/** A picture with a larger and a smaller face. */
function couple() {
  const placed = [
    { left: 20, top: 20, side: 250 },
    { left: 330, top: 30, side: 220 },
  ];
  return sceneWith(placed, { width: 600, height: 320 });
}

async function check(picture: Sharp | Uint8Array, models: ModelRunner = judging(HIGH)) {
  const bytes = picture instanceof Uint8Array ? picture : await picture.png().toBuffer();
  const subject = await subjectOf(bytes);
  const { tools, signal } = contextFor(subject, undefined, models);
  const options = { timeoutMs: 20_000, limits: DEFAULT_LIMITS, signal };
  const [found, ...more] = await runCheck(deepfakeFace, subject, tools, options);
  if (!found || more.length > 0) throw new Error('not one signal');
  return found;
}

describe('the estimate', () => {
  it.each([
    ['face-manipulated', 'very-strong', HIGH],
    ['face-manipulated', 'moderate', LIKELY],
    ['uncertain', 'weak', BETWEEN],
    ['none', undefined, LOW],
  ] as const)('is %s, %s, for a logit', async (finding, strength, logit) => {
    const found = await check(await portraitFile(), judging(logit));
    expect(found).toMatchObject({ finding, basis: 'estimated', model: { id: 'tiny', backend: 'wasm' } });
    expect(found.probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6);
    expect((found.evidence as DeepfakeFaceEvidence).strength).toBe(strength);
  });

  it('is made of the square around the face, and says where the face lies', async () => {
    const models = judging(LOW);
    const { evidence } = await check(await portraitFile(), models);
    const [face, ...others] = (evidence as DeepfakeFaceEvidence).faces;
    expect(others).toEqual([]);
    const { side } = PORTRAIT;
    expect((face?.box.left ?? 0) * side).toBeCloseTo(PORTRAIT.face.x, -1);
    expect((face?.box.top ?? 0) * side).toBeCloseTo(PORTRAIT.face.y, -1);
    const [crop] = models.asked;
    expect(crop?.pixels.width).toBe(crop?.pixels.height);
    expect(crop?.pixels.width).toBeCloseTo(1.6 * PORTRAIT.face.width, -1);
  });

  it('is that of the face which scores highest, beside that of each', async () => {
    const found = await check(await couple(), judging(LOW, HIGH));
    const { faces, notJudged } = found.evidence as DeepfakeFaceEvidence;
    expect(faces.map(({ strength }) => strength)).toEqual([undefined, 'very-strong']);
    expect(faces[0]?.box.width).toBeGreaterThan(faces[1]?.box.width ?? 1);
    expect(found.probability).toBe(faces[1]?.probability);
    expect(notJudged).toBe(0);
  });

  it('is made without a face that is too unlike those of training, which is counted', async () => {
    const strange = { logit: HIGH, distance: FAR + 0.1 };
    const found = await check(await couple(), judgingStrange({ logit: LOW, distance: 1 }, strange));
    const { faces, notJudged } = found.evidence as DeepfakeFaceEvidence;
    expect([found.finding, faces.length, notJudged]).toEqual(['none', 1, 1]);
  });

  it('looks at the eight largest faces of a crowd, and counts the others', async () => {
    const placed = Array.from({ length: 12 }, (_, index) => ({
      left: 5 + (index % 4) * 205,
      top: 5 + Math.floor(index / 4) * 205,
      side: 190,
    }));
    const models = judging(LOW);
    const found = await check(await sceneWith(placed, { width: 830, height: 625 }), models);
    const { faces, notJudged } = found.evidence as DeepfakeFaceEvidence;
    expect([faces.length, notJudged, models.asked.length]).toEqual([8, 4, 8]);
  });
});

describe('where there is nothing to judge', () => {
  it('says that there is no face', async () => {
    const models = judging(HIGH);
    const found = await check(scene(1), models);
    expect(found).toMatchObject({ finding: 'no-face', basis: 'declared' });
    expect(found.probability).toBeUndefined();
    expect(models.asked).toEqual([]);
  });

  it('abstains from faces smaller than those that the model was tested on', async () => {
    const picture = await sceneWith([{ left: 100, top: 100, side: 90 }], { width: 500, height: 400 });
    const found = await check(picture);
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'too-small' });
  });

  it('abstains from a face that is too unlike those that the model was trained on', async () => {
    const found = await check(await portraitFile(), judgingStrange({ logit: HIGH, distance: FAR + 0.1 }));
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'outside-training' });
    expect(found.probability).toBeUndefined();
  });

  it('abstains from a drawing of shapes, without asking a model', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>';
    const refusing: ModelRunner = { run: () => Promise.reject(new Error('asked')) };
    const found = await check(new TextEncoder().encode(svg), refusing);
    expect(found).toMatchObject({ finding: 'not-applicable', reason: 'vector' });
  });
});

describe('unusual pictures', () => {
  const portrait = async () => sharp(await portraitFile());

  it.each([
    ['of one pixel', async () => sharp({ create: { width: 1, height: 1, channels: 3, background: '#123' } })],
    ['of noise', async () => noise(400)],
    ['wholly transparent', async () => (await portrait()).ensureAlpha(0)],
    ['very wide', async () => scene(1, 3000, 3)],
  ] as const)('without a face are answered: %s', async (_, picture) => {
    expect((await check((await picture()).png())).finding).toBe('no-face');
  });

  it.each([
    ['greyscale', async () => (await portrait()).greyscale().png()],
    ['CMYK', async () => (await portrait()).toColourspace('cmyk').jpeg()],
    ['16 bits a channel', async () => (await portrait()).toColourspace('rgb16').png()],
    ['a little transparent', async () => (await portrait()).ensureAlpha(0.8).png()],
  ] as const)('with a face are judged: %s', async (_, picture) => {
    const bytes = await (await picture()).toBuffer();
    expect((await check(bytes)).finding).toBe('face-manipulated');
  });

  it('may move', async () => {
    expect((await check(await (await animation()).toBuffer())).finding).toBe('no-face');
  });
});

describe('a model that gives no answer', () => {
  it.each(['face-detector', 'deepfake-face'])('is named, with its reason: %s', async (silent) => {
    const error = new ModelError('suspended', silent, phrase('models.why.person'));
    const models: ModelRunner = {
      run: (model, pictures) =>
        model === silent ? Promise.reject(error) : judging(HIGH).run(model, pictures),
    };
    const found = await check(await portraitFile(), models);
    expect(found).toMatchObject({ finding: 'check-failed', reason: 'model-suspended', summary: error.said });
  });
});
