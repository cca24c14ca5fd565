import { describe, expect, it } from 'vitest';
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
    ['a copy before an unknown signer', [unknown, copy('other')], 'known', []],
  ] as const)('ranks %s', (_, signals, level, also) => {
    const verdict = decide(signals);
    expect(verdict.level).toBe(level);
    expect(verdict.also.map((other) => other.level)).toEqual(also);
  });

  it('lets no estimate overrule a trusted signature', () => {
    const estimate = signal('ai-image', 'ai-generated', {}, { basis: 'estimated', probability: 0.99 });
    expect(decide([estimate, trusted]).level).toBe('authentic-source');
    expect(decide([estimate, ...nothing]).level).not.toBe('declared-ai');
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
    ];
    for (const signals of all) {
      const { sentence, why } = decide(signals);
      expect(`${english(sentence)} ${english(why)}`).not.toMatch(/\b(real|fake|safe|verified)\b|100 ?%/i);
    }
  });
});
