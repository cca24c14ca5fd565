import { describe, expect, it } from 'vitest';
import { contextFor } from '../../../test/fixtures/check-context';
import { tinyHashed, tinyTokens } from '../../../test/fixtures/models';
import { prose } from '../../../test/fixtures/text/prose';
import type { Manifest } from '../../inference/manifest';
import { ModelError, type ModelInput, type ModelRunner } from '../../inference/model-runner';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { loadText } from '../../subject/text/load-text';
import { decide } from '../../verdict/decide';
import { englishLanguage } from '../../words/english';
import { phrase } from '../../words/phrase';
import { say } from '../../words/say';
import { runCheck } from '../run';
import type { Signal } from '../signal';
import type { AiTextEvidence } from './evidence';
import { aiText } from './index';

/** Logits for the thresholds of the models that tests make: 0.9 and 0.7. */
const HIGH = 5;
const BETWEEN = 1.5;
const LOW = -2;

type Answer = number | ((window: number) => number) | ModelError;

interface Answering {
  readonly encoder?: Answer;
  readonly ngrams?: Answer;
  readonly blend?: Manifest['blend'];
}

const SUSPENDED = new ModelError('suspended', 'ai-text', phrase('models.why.person'));
const MISSING = new ModelError('missing', 'ai-text', phrase('models.missing', { model: 'ai-text' }));

/** Both logits count the same. */
const BLEND: Manifest['blend'] = {
  with: { id: 'tiny-hashed', version: '1.0.0' },
  own: { mean: 0, deviation: 1, weight: 0.5 },
  other: { mean: 0, deviation: 1, weight: 0.5 },
  calibration: { method: 'platt', slope: 1, intercept: 0 },
  thresholds: { falsePositiveRate1: 0.95, falsePositiveRate5: 0.6 },
};

/** Models with a rule of 60 words that answer each window by its number, and keep what they were asked. */
function answering({ encoder = HIGH, ngrams = HIGH, blend }: Answering = {}) {
  const asked = new Map<string, ModelInput[]>();
  const models: ModelRunner = {
    async run(model, inputs) {
      const isEncoder = model === 'ai-text';
      const answer = isEncoder ? encoder : ngrams;
      if (answer instanceof ModelError) throw answer;
      const before = asked.get(model) ?? [];
      asked.set(model, [...before, ...inputs]);
      const { manifest } = isEncoder ? tinyTokens() : tinyHashed();
      const outputs = inputs.map((_, index) => {
        const logit = typeof answer === 'number' ? answer : answer(before.length + index);
        return { logit: { shape: [1], data: Float32Array.from([logit]) } };
      });
      const abstention: Manifest['abstention'] = [{ rule: 'fewer-words', words: 60 }];
      return {
        manifest: { ...manifest, abstention, ...(isEncoder && blend && { blend }) },
        backend: 'wasm',
        outputs,
      };
    },
  };
  return { ...models, asked };
}

async function check(text: string, models: ModelRunner = answering(), signal?: AbortSignal): Promise<Signal> {
  const { subject } = await loadText(new TextEncoder().encode(text), DEFAULT_LIMITS);
  const context = contextFor(subject, undefined, models);
  const [found, ...others] = await runCheck(aiText, subject, context.tools, {
    ...{ timeoutMs: 60_000, limits: DEFAULT_LIMITS, signal: signal ?? context.signal },
  });
  expect(others).toEqual([]);
  if (!found) throw new Error('no signal');
  return found;
}

const evidenceOf = ({ evidence }: Signal) => evidence as AiTextEvidence;
const said = ({ summary }: Signal) => say(summary, englishLanguage);

describe('the estimate', () => {
  it.each([
    ['ai-generated', 'very-strong', HIGH, 'likely-ai'],
    ['uncertain', 'weak', BETWEEN, 'inconclusive'],
    ['none', undefined, LOW, 'no-evidence'],
  ] as const)('is %s, %s, by the thresholds', async (finding, strength, logit, level) => {
    const found = await check(prose(200), answering({ encoder: logit, ngrams: logit }));
    expect(found).toMatchObject({
      ...{ finding, basis: 'estimated' },
      model: { id: 'tiny-tokens', version: '1.0.0', backend: 'wasm' },
    });
    expect(found.probability).toBeCloseTo(1 / (1 + Math.exp(-logit)), 6);
    expect(evidenceOf(found).strength).toBe(strength);
    expect(decide([found]).level).toBe(level);
  });

  it('is of both models as one, where the one says how they go together', async () => {
    const found = await check(prose(200), answering({ encoder: 3, ngrams: 1, blend: BLEND }));
    expect(found.probability).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(evidenceOf(found).thresholds.falsePositiveRate1).toBe(0.95);
    expect(say(evidenceOf(found).models, englishLanguage)).toBe(
      'tiny-tokens 1.0.0 and tiny-hashed 1.0.0, as one',
    );
  });

  it('is of the one alone where the other is of another version', async () => {
    const other = { ...BLEND, with: { id: 'tiny-hashed', version: '2.0.0' } };
    const found = await check(prose(200), answering({ encoder: 3, ngrams: 1, blend: other }));
    expect(found.probability).toBeCloseTo(1 / (1 + Math.exp(-3)), 6);
  });

  it('weighs windows by their word pieces', async () => {
    const models = answering({ encoder: (window) => (window === 0 ? 4 : 0), ngrams: MISSING });
    const found = await check(prose(180), models);
    const [first, second, ...more] = (models.asked.get('ai-text') ?? []).map((input) =>
      'tensor' in input ? input.tensor.data.filter((id) => id > 0).length - 2 : 0,
    );
    expect(more).toEqual([]);
    const mean = (4 * (first ?? 0)) / ((first ?? 0) + (second ?? 0));
    expect(evidenceOf(found).score).toBeCloseTo(mean, 6);
  });
});

describe('where one model gives no answer', () => {
  it.each([
    ['the encoder', { encoder: SUSPENDED, ngrams: HIGH }, 'tiny-hashed'],
    ['the words', { encoder: HIGH, ngrams: SUSPENDED }, 'tiny-tokens'],
  ] as const)('as %s, the other one answers and says so', async (_, answers, id) => {
    const found = await check(prose(200), answering({ ...answers, blend: BLEND }));
    expect(found).toMatchObject({ finding: 'ai-generated', model: { id } });
    expect(said(found)).toBe('by one model of two: very strong signs of a language model');
    expect(say(evidenceOf(found).models, englishLanguage)).toContain(`${id} 1.0.0 alone`);
  });

  it('since there is none of that name, nothing is missed', async () => {
    expect(said(await check(prose(200), answering({ encoder: MISSING })))).toBe(
      'very strong signs of a language model',
    );
  });

  it('and the other none either, the check could not run, and why is told', async () => {
    const found = await check(prose(200), answering({ encoder: SUSPENDED, ngrams: SUSPENDED }));
    expect(found).toMatchObject({ finding: 'check-failed', reason: 'model-suspended' });
    expect(decide([found]).level).toBe('inconclusive');
  });

  it('since it was trained with another tokenizer, it counts as broken', async () => {
    const models = answering();
    const other: ModelRunner = {
      async run(model, inputs) {
        const answer = await models.run(model, inputs);
        const { input } = answer.manifest;
        return {
          ...answer,
          manifest: {
            ...answer.manifest,
            input: { ...input, tokenizerSha256: 'f'.repeat(64) } as typeof input,
          },
        };
      },
    };
    expect(await check(prose(200), other)).toMatchObject({ finding: 'check-failed', reason: 'model-broken' });
  });
});

describe('the marks', () => {
  it('are the sentences of the text as given, in order, each as probable as its windows', async () => {
    const given = `**${prose(400).replaceAll("'", '’')}**`;
    const models = answering({ encoder: (window) => (window < 2 ? HIGH : LOW), ngrams: MISSING });
    const { spans, windows, mixed } = evidenceOf(await check(given, models));
    expect(spans.length).toBeGreaterThan(windows.length);
    for (const [index, { start, end }] of spans.entries()) {
      expect(given.slice(start, end)).toMatch(/^[A-Z*].*[.*]$/s);
      expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
    }
    expect(spans[0]).toMatchObject({ type: 'strong-signs', probability: 0.99 });
    expect(spans.at(-1)).toMatchObject({ type: 'no-signs', probability: 0.12 });
    expect(mixed).toBeGreaterThan(0.25);
  });

  it('say of a text whose parts differ that it is mixed', async () => {
    const models = answering({ encoder: (window) => (window < 2 ? HIGH : LOW), ngrams: MISSING });
    expect(said(await check(prose(400), models))).toMatch(
      /its parts differ, and about \d+ % of it shows strong signs/,
    );
    expect(said(await check(prose(400)))).not.toMatch(/differ/);
  });
});

describe('a text on which the models must be silent', () => {
  it.each([
    ['too-short', 'one word', 'Word.'],
    ['too-short', 'a few words', prose(59)],
    ['too-short', 'only emoji', '😀 🎉 😀'],
    ['too-short', 'from right to left', 'שלום עולם, זה טקסט קצר.'],
    ['too-short', 'of mixed scripts', 'abc где 你好 مرحبا'],
    ['too-short', 'with a lone surrogate and control characters', 'a\ud800b \0\x1b c\u202e'],
    ['too-short', 'of nothing that can be seen', '\u200b\u200b'],
    [
      'other-language',
      'in German',
      `Das ist ein ganz gewöhnlicher deutscher Satz über das Wetter von gestern. `.repeat(9),
    ],
    ['other-language', 'in Hebrew', 'זהו משפט רגיל בעברית על מזג האוויר של אתמול בערב. '.repeat(9)],
    ['other-language', 'of emoji', '😀 🎉 '.repeat(60)],
    [
      'other-language',
      'half in French',
      `${prose(150)} ${'Le temps était magnifique hier soir et nous avons marché longtemps le long de la rivière. '.repeat(10)}`,
    ],
    [
      'code',
      'a program',
      'function add(one, other) {\n  const sum = one + other;\n  return sum;\n}\n\n'.repeat(9),
    ],
    [
      'table',
      'a table',
      '| town | people | area |\n|---|---|---|\n| Little Snoring | 619 people | 7 km |\n'.repeat(12),
    ],
    [
      'list',
      'a list',
      '- two large eggs\n- flour and butter\n- a pinch of salt\n- some cold milk\n'.repeat(8),
    ],
    [
      'quotations',
      'quotations',
      `He said: ${'“I have not seen it, and I would rather not say any more about it today.” '.repeat(8)}`,
    ],
  ])('is one that is %s: %s', async (reason, _, text) => {
    const models = answering();
    const found = await check(text, models);
    expect(found).toMatchObject({
      ...{ finding: 'not-applicable', basis: 'declared', reason },
      model: { id: 'tiny-hashed' },
    });
    expect(said(found)).not.toMatch(/[{}$]/);
    expect(decide([found]).level).toBe('inconclusive');
    expect(models.asked.has('ai-text')).toBe(false);
  });

  it('is not one whose list has sentences', async () => {
    const items = prose(300).match(/[^.]+\./g) ?? [];
    const found = await check(items.map((item) => `- ${item.trim()}`).join('\n'));
    expect(found.finding).toBe('ai-generated');
  });

  it('is not one whose paragraphs have two spaces after a sentence, and semicolons', async () => {
    const paragraph = `${prose(60)}; so it was.  ${prose(20)}; and so it stayed.  That was all.`;
    const found = await check(Array.from({ length: 6 }, () => paragraph).join('\n'));
    expect(found.finding).toBe('ai-generated');
  });

  it('is told with the language that it seems to be in', async () => {
    const german = 'Das ist ein ganz gewöhnlicher deutscher Satz über das Wetter von gestern. '.repeat(9);
    expect(said(await check(german))).toBe(
      'seems to be in German, and the models were tested on English alone',
    );
  });
});

describe('a long text', () => {
  it('is looked at in parts, spread over it, and says how many', async () => {
    const models = answering();
    const text = prose(30_000);
    const { parts, windows, spans } = evidenceOf(await check(text, models));
    expect(windows).toHaveLength(48);
    expect(parts).toBeGreaterThan(200);
    expect(spans[0]?.start).toBe(0);
    expect(spans.at(-1)?.end).toBeGreaterThan(text.length - 20);
  });

  it('of a million letters without a space is answered', async () => {
    expect((await check('a'.repeat(1_000_000))).finding).toBe('not-applicable');
  });

  it('is left when nobody wants to know any more', async () => {
    const controller = new AbortController();
    const models = answering({
      encoder: (window) => {
        controller.abort();
        return window;
      },
    });
    expect(await check(prose(8000), models, controller.signal)).toMatchObject({ reason: 'cancelled' });
    expect(models.asked.get('ai-text')?.length).toBeLessThan(48);
  });
});
