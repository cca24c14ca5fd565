import { describe, expect, it } from 'vitest';
import { judge } from '../checks/estimate';
import type { Finding, Signal } from '../checks/signal';
import { englishLanguage } from '../words/english';
import { type Phrase, phrase } from '../words/phrase';
import { say } from '../words/say';
import { decide } from './decide';

const summary = phrase('check.crashed');

function signal(check: string, finding: Finding, evidence: object = {}, extra: Partial<Signal> = {}): Signal {
  return { check, finding, basis: 'declared', summary, ms: 1, evidence, ...extra };
}

const trusted = signal('provenance', 'signed-trusted', {
  signer: { name: 'Leica' },
  signedAt: '2026-03-12T10:00:00Z',
});
const unknown = signal('provenance', 'signed-unknown', { signer: { name: 'Somebody' }, signedAt: null });
const altered = signal('provenance', 'altered', { signer: { name: 'Leica' }, signedAt: null });
const generated = signal('metadata', 'ai-generated');
const edited = signal('metadata', 'ai-edited');
const copy = (label: string) =>
  signal('fingerprint', 'known-copy', { matches: [{ name: 'invoice template', label }] });
const estimate = (finding: Finding, probability: number) =>
  signal('ai-image', finding, judge(probability, { falsePositiveRate1: 0.9, falsePositiveRate5: 0.7 }), {
    ...{ basis: 'estimated', probability },
    summary: phrase('checks.aiImage.strong'),
    model: { id: 'ai-image', version: '1.2.3', backend: 'wasm' },
  });
const likely = estimate('ai-generated', 0.97);
const between = estimate('uncertain', 0.8);
const abstained = signal(
  'ai-image',
  'not-applicable',
  {},
  {
    reason: 'too-flat',
    summary: phrase('checks.aiImage.tooFlat'),
    model: { id: 'ai-image', version: '1.2.3', backend: 'wasm' },
  },
);
const nothing = ['provenance', 'metadata', 'watermark', 'fingerprint'].map((check) => signal(check, 'none'));
const failed = (check: string, reason: string) => signal(check, 'check-failed', {}, { reason });

const english = (text: Phrase) => say(text, englishLanguage);

describe('decide', () => {
  it.each([
    ['authentic-source', [trusted], 'Signed by Leica and unchanged since'],
    ['altered', [altered], 'Changed after it was signed'],
    ['declared-ai', [generated], 'Made with AI, says the file itself'],
    ['declared-ai', [edited], 'Edited with AI, says the file itself'],
    ['known', [copy('own')], 'A copy of “invoice template” in your library'],
    ['known', [copy('fraud')], 'A copy of “invoice template”, which your library marks as fraud'],
    ['inconclusive', [unknown], 'Cannot be told: signed and unchanged since, but'],
    ['likely-ai', [...nothing, likely], 'Probably made with AI'],
    ['inconclusive', [...nothing, between], 'Cannot be told: weak signs of AI'],
    ['inconclusive', [...nothing, abstained], 'Cannot be told: the model that estimates'],
    ['no-evidence', [...nothing, estimate('none', 0.2)], 'Nothing found.'],
    ['no-evidence', nothing, 'Nothing found. That does not make it genuine.'],
  ] as const)('says %s', (level, signals, sentence) => {
    const verdict = decide(signals);
    expect(verdict.level).toBe(level);
    expect(english(verdict.sentence)).toContain(sentence);
  });

  it.each([
    [
      'altered before the AI that the broken credential claims',
      [generated, altered],
      'altered',
      ['declared-ai'],
    ],
    [
      'declared AI before a trusted signature, which then proves no camera',
      [trusted, generated],
      'declared-ai',
      [],
    ],
    ['a copy of known fraud before declared AI', [generated, copy('fraud')], 'known', ['declared-ai']],
    ['declared AI before another copy', [copy('own'), generated], 'declared-ai', ['known']],
    ['a trusted signature before a copy', [copy('own'), trusted], 'authentic-source', ['known']],
    ['generated before edited, once', [edited, generated], 'declared-ai', []],
    [
      'a trusted signature before an estimate, which is told',
      [likely, trusted],
      'authentic-source',
      ['likely-ai'],
    ],
    ['what the file itself says before an estimate of the same', [likely, generated], 'declared-ai', []],
    ['what the file itself says of an edit before an estimate', [likely, edited], 'declared-ai', []],
    ['a broken signature before an estimate', [likely, altered], 'altered', ['likely-ai']],
    ['a copy before an estimate', [likely, copy('own')], 'known', ['likely-ai']],
    ['an estimate before an unknown signer', [unknown, likely], 'likely-ai', []],
    ['an unknown signer before weak signs', [between, unknown], 'inconclusive', []],
    ['a trusted signature before weak signs', [between, trusted], 'authentic-source', []],
    ['an estimate before missing checks', [failed('provenance', 'timeout'), likely], 'likely-ai', []],
    ['a copy before an unknown signer', [unknown, copy('other')], 'known', []],
  ] as const)('ranks %s', (_, signals, level, also) => {
    const verdict = decide(signals);
    expect(verdict.level).toBe(level);
    expect(verdict.also.map((other) => other.level)).toEqual(also);
  });

  it('tells an estimate with its strength, its number, what that means, and whose it is', () => {
    const verdict = decide([...nothing, likely]);
    expect(verdict).toMatchObject({ strength: 'strong', probability: 0.97 });
    expect(english(verdict.why)).toBe(
      'AI-generated picture: 0.97, strong signs of a generative model. Of 100 genuine samples that it was tested on, fewer than 1 scores so high. Estimated by the model ai-image 1.2.3.',
    );
    expect(decide([...nothing, between])).toMatchObject({ strength: 'weak', probability: 0.8 });
    expect(decide([trusted, likely])).not.toHaveProperty('probability');
  });

  it('claims no certainty of an estimate', () => {
    expect(english(decide([estimate('ai-generated', 0.99999)]).why)).toContain('0.99,');
  });

  it('says why a model abstains, but not that it was the only reason while a check is missing', () => {
    expect(english(decide([...nothing, abstained]).why)).toContain('too plain for the model');
    const pixelsOnly = decide([...nothing, abstained, failed('metadata', 'pixels-only')]);
    expect(english(pixelsOnly.sentence)).toContain('only the pixels');
  });

  it('names a suspended model as what is missing', () => {
    const verdict = decide([...nothing, failed('ai-image', 'model-suspended')]);
    expect(verdict).toMatchObject({ level: 'inconclusive', missing: ['ai-image'] });
    expect(english(verdict.why)).toContain('“AI-generated picture” could not run');
  });

  it('lets a check that was left with half of its means say how far it came', () => {
    const half = signal(
      'ai-image',
      'check-failed',
      {},
      {
        reason: 'model-suspended',
        summary: phrase('checks.aiImage.onlyFirstLook', { why: 'The model is suspended.' }),
      },
    );
    const verdict = decide([...nothing, estimate('none', 0.1), half]);
    expect(verdict).toMatchObject({ level: 'inconclusive', missing: ['ai-image'] });
    expect(english(verdict.why)).toBe(
      'AI-generated picture: only a first look could be made. The model is suspended.',
    );
    const more = decide([...nothing.slice(1), failed('provenance', 'timeout'), estimate('none', 0.1), half]);
    expect(english(more.why)).toContain('could not run');
  });

  it('never says "nothing found" while a check is missing, and names it', () => {
    const verdict = decide([...nothing.slice(1), failed('provenance', 'timeout')]);
    expect(verdict.level).toBe('inconclusive');
    expect(verdict.missing).toEqual(['provenance']);
    expect(english(verdict.sentence)).toContain('Cannot be told');
  });

  it('says so when only pixels were seen', () => {
    const verdict = decide([
      failed('provenance', 'pixels-only'),
      failed('metadata', 'pixels-only'),
      ...nothing.slice(2),
    ]);
    expect(english(verdict.sentence)).toContain('only the pixels');
  });

  it('keeps the missing checks beside a fact that was found', () => {
    expect(decide([generated, failed('watermark', 'crashed')])).toMatchObject({
      level: 'declared-ai',
      missing: ['watermark'],
    });
  });

  it('counts a check that has nothing to say as one that ran, and tells', () => {
    const verdict = decide([
      ...nothing.slice(0, 3),
      signal('fingerprint', 'not-applicable', {}, { reason: 'too-flat' }),
    ]);
    expect(verdict.level).toBe('no-evidence');
    expect(verdict.why.key).toBe('verdict.allRanButSilent');
  });

  it('decides nothing from facts that only tell where a file comes from', () => {
    expect(decide([signal('metadata', 'origin-stated'), ...nothing]).level).toBe('no-evidence');
  });

  it('never uses the words that a verdict may not use', () => {
    const all = [
      [trusted],
      [altered],
      [generated],
      [edited],
      [copy('own')],
      [copy('fraud')],
      [unknown],
      nothing,
      [likely],
      [between],
      [abstained],
    ];
    for (const signals of all) {
      const { sentence, why } = decide(signals);
      expect(`${english(sentence)} ${english(why)}`).not.toMatch(/\b(real|fake|safe|verified)\b|100 ?%/i);
    }
  });
});
