import { describe, expect, it } from 'vitest';
import { contextFor } from '../../../test/fixtures/check-context';
import { NO_LIBRARY } from '../../../test/fixtures/no-library';
import { changeWords, GARDEN, PARCEL, SIGNATURE, turnSentencesRound } from '../../../test/fixtures/texts';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { loadText } from '../../subject/text/load-text';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import type { KnownText, LibraryLookUp } from '../check';
import { fingerprint } from '.';
import type { TextFingerprintFound } from './text/evidence';
import { fingerprintText } from './text/fingerprint-text';

describe('a copy of a kept text', () => {
  it.each<[string, string]>([
    ['as it is', PARCEL],
    ['in capitals, without punctuation', PARCEL.toUpperCase().replace(/[.,]/g, '')],
    ['with unseen characters in its words', PARCEL.replaceAll('e', 'e\u200b')],
    ['with look-alike letters', PARCEL.replace(/(?<=[a-z])a/g, 'а')],
    [
      'in bold, as a list',
      PARCEL.split('. ')
        .map((line) => `- **${line}**`)
        .join('\n'),
    ],
  ])('%s has the same words', async (_, text) => {
    const { signal, evidence } = await check(text, [PARCEL]);
    expect(signal).toMatchObject({ finding: 'known-copy', basis: 'declared' });
    expect(signal && say(signal.summary, englishLanguage)).toMatch(
      /^the same words as “kept 0”, added March 2, 2026/,
    );
    expect(evidence.matches).toMatchObject([{ exact: true, knownWords: 94, knownLength: 94 }]);
    expect(marked(text, evidence)[0]).toMatch(/^Your p.* surprise\u200b?s$/is);
  });

  it.each<[string, string]>([
    ['every fifth word', changeWords(PARCEL, 5)],
    ['every tenth word', changeWords(PARCEL, 10)],
    ['every tenth word, and the order of the sentences', turnSentencesRound(changeWords(PARCEL, 10))],
  ])('is found where an editor changed %s', async (_, text) => {
    const { signal, evidence } = await check(text, [GARDEN, PARCEL]);
    expect(signal?.finding).toBe('known-copy');
    expect(evidence.matches).toMatchObject([{ name: 'kept 1', exact: false, knownLength: 94 }]);
    expect(evidence.matches[0]?.knownWords).toBeGreaterThan(45);
  });

  it('is found within a longer text, and marked there, and nothing else is', async () => {
    const text = `${GARDEN}\n\n${PARCEL}\n\n${GARDEN.toUpperCase()}`;
    const { signal, evidence } = await check(text, [PARCEL]);
    expect(signal && say(signal.summary, englishLanguage)).toContain('94 of its 94 words');
    expect(marked(text, evidence)).toEqual([PARCEL.replace(/\.$/, '')]);
  });

  it('of a part of it is found, with how much of both it is', async () => {
    const part = PARCEL.split('. ').slice(0, 3).join('. ');
    const { evidence } = await check(part, [PARCEL]);
    expect(evidence).toMatchObject({ words: 61, matches: [{ words: 60, knownWords: 60, knownLength: 94 }] });
  });

  it('names the nearest of several first', async () => {
    const { evidence } = await check(PARCEL, [changeWords(PARCEL, 6), PARCEL, changeWords(PARCEL, 12)]);
    expect(evidence.matches[0]).toMatchObject({ name: 'kept 1', exact: true });
    expect(evidence.matches).toHaveLength(3);
  });
});

describe('no copy', () => {
  const quoted = PARCEL.split('. ')[0] ?? '';

  it.each<[string, string]>([
    ['another text', GARDEN],
    ['one that quotes a sentence', `${GARDEN} Yesterday they wrote: ${quoted}. ${GARDEN.toLowerCase()}`],
    ['one with the same signature', `${GARDEN} ${SIGNATURE}`],
  ])('is %s', async (_, text) => {
    const { signal, evidence } = await check(text, [`${PARCEL} ${SIGNATURE}`]);
    expect(signal?.finding).toBe('none');
    expect(signal && say(signal.summary, englishLanguage)).toBe('not in your library (1)');
    expect(evidence).toMatchObject({ matches: [], spans: [] });
  });

  it('is anything where no text is kept, and there is a hash to add it by', async () => {
    const { signal, evidence } = await check(PARCEL, []);
    expect(signal).toMatchObject({ finding: 'none', summary: { key: 'checks.fingerprint.noTexts' } });
    expect(evidence.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a text without a fingerprint', () => {
  it.each<[string, string, number]>([
    ['one word', 'Hello', 1],
    ['a phrase', 'Thank you for your message, we will be in touch soon.', 11],
    ['only pictures', '🎉🎉🎉 🎁', 0],
    ['only lone surrogates', '\ud800 \udc00 \ud800', 0],
  ])('is %s, which is said', async (_, text, words) => {
    const { signal } = await check(text, [PARCEL]);
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'too-short', evidence: { words } });
    await expect(fingerprintText(text)).rejects.toMatchObject({ code: 'not-supported' });
  });
});

it('finds a copy between lone surrogates and in a text that says the same thing ten thousand times', async () => {
  const text = `\ud800${'buy now or never '.repeat(10_000)}\udc00 ${PARCEL}`;
  const { evidence } = await check(text, [PARCEL, 'buy now or never '.repeat(30)]);
  expect(evidence.matches.map(({ name }) => name)).toContain('kept 0');
});

it('reads scripts without spaces, a character for a word', async () => {
  const chinese =
    '我们在仓库里保管着您的包裹因为机器无法读取标签上的地址在司机把它送到您家门口之前必须支付两欧元的小额费用';
  const { signal } = await check(`今天天气很好。${chinese}。`, [chinese]);
  expect(signal?.finding).toBe('known-copy');
});

async function check(text: string, kept: readonly string[]) {
  const { subject } = await loadText(new TextEncoder().encode(text), DEFAULT_LIMITS);
  const [signal] = await fingerprint.run(subject, contextFor(subject, await libraryOf(kept)));
  return { signal, evidence: signal?.evidence as TextFingerprintFound };
}

/** A library that thinks every text worth comparing. */
async function libraryOf(texts: readonly string[]): Promise<LibraryLookUp> {
  const entries = await Promise.all(
    texts.map(async (text, index): Promise<KnownText> => {
      const words = { id: `${index}`, name: `kept ${index}`, note: '', label: 'own' } as const;
      return { ...words, added: '2026-03-02T10:00:00Z', ...(await fingerprintText(text)) };
    }),
  );
  return { ...NO_LIBRARY, sizeOfTexts: async () => entries.length, findTexts: async () => entries };
}

function marked(text: string, { spans }: TextFingerprintFound): readonly string[] {
  return spans.map(({ start, end }) => text.slice(start, end));
}
