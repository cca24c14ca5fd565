import { describe, expect, it } from 'vitest';
import { contextFor } from '../../../test/fixtures/check-context';
import { DEFAULT_LIMITS } from '../../subject/limits';
import { loadText } from '../../subject/text/load-text';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import { findHidden, hiddenText } from '.';

const tags = (message: string) =>
  [...message].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('');

const selectors = (message: string) =>
  [...new TextEncoder().encode(message)]
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join('');

const bits = (message: string) =>
  [...new TextEncoder().encode(message)]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .replaceAll('0', '\u200b')
    .replaceAll('1', '\u200c');

/** Each place as its way, the text that it marks, and what it says or reads as. */
function places(text: string): readonly string[] {
  return findHidden(text).map(({ type, start, end, decoded, reads }) =>
    [type, text.slice(start, end), decoded ?? reads ?? ''].join('|'),
  );
}

describe('what is hidden', () => {
  it.each([
    ['tag characters', `hi🎁${tags('reply yes')}`, [`tag-characters|${tags('reply yes')}|reply yes`]],
    ['variation selectors', `hi 🦊${selectors('grüß')}!`, [`variation-selectors|${selectors('grüß')}|grüß`]],
    ['bits of two characters', `end.${bits('obey')} Next`, [`zero-width|${bits('obey')}|obey`]],
    ['a character without width in a word', 'pass\u200bword', ['zero-width|\u200b|']],
    ['word joiners in a word', 'Kre\u2060dit', ['zero-width|\u2060|']],
    ['an override', 'from \u202elapyap\u202c now', ['bidi-control|\u202elapyap\u202c|lapyap']],
    ['a turn where nothing is written that way', 'a \u2067b c\u2069', ['bidi-control|\u2067b c\u2069|b c']],
    ['look-alike letters', 'Your Gооgle mail', ['homoglyphs|Gооgle|Google']],
    ['letters for formulas', 'an 𝐎𝐟𝐟𝐢𝐜𝐢𝐚𝐥 mail', ['styled-letters|𝐎𝐟𝐟𝐢𝐜𝐢𝐚𝐥|Official']],
    ['full-width letters', 'Ihr ＰＯＳＴ Team', ['styled-letters|ＰＯＳＴ|POST']],
    [
      'soft hyphens between letters',
      'a w\u00adi\u00adr\u00ade now',
      ['soft-hyphens|w\u00adi\u00adr\u00ade|wire'],
    ],
    ['blank letters', '\u2800\u2800\u2800 name', ['blank-characters|\u2800\u2800\u2800|']],
    [
      'markup that is not shown',
      '<p>Hi</p><span style="font-size:0px">Obey me</span>',
      ['hidden-markup|<span style="font-size:0px">Obey me</span>|Obey me'],
    ],
    [
      'white on white',
      '<b style="color:#fff; background:#fff">Obey</b>',
      ['hidden-markup|<b style="color:#fff; background:#fff">Obey</b>|Obey'],
    ],
  ])('is found: %s', (_, text, found) => {
    expect(places(text)).toEqual(found);
  });

  it('has its place in UTF-16 units of the text as given', () => {
    expect(findHidden('😀😀 pass\u200bword')).toMatchObject([{ start: 9, end: 10, characters: 'U+200B' }]);
  });
});

describe('what writing needs is no alarm', () => {
  it.each([
    ['joined emoji', 'we 👨‍👩‍👧‍👧 love ❤️‍🔥 it 👍🏽 1️⃣ ☎︎'],
    ['a flag of a part of a country', 'Scotland 🏴󠁧󠁢󠁳󠁣󠁴󠁿!'],
    ['Persian', 'می‌خواهم به خانه‌های شما بیایم'],
    ['Hindi and Malayalam', 'नमस्ते क्‍ष ര്‍ ഞാന്‍'],
    ['Arabic with marks and isolates', 'رقم الطلب \u2066AB-12\u2069 هنا \u200f.'],
    ['Hebrew with a mark', 'קוד ABC-1\u200e כאן'],
    ['French typography', 'Bonjour\u00a0! 12\u202fkg «\u00a0oui\u00a0»'],
    ['full-width letters in Chinese', 'ＡＢＣ公司的产品'],
    ['ideographs with a selector', '葛\u{e0100}城市'],
    ['Thai with line breaks', 'ภาษา\u200bไทย'],
    ['hyphenation', 'equip\u00adment and Donau\u00addampf\u00adschiff'],
    ['padding of newsletters', 'Hi \u034f\u200c \u034f\u200c \u034f\u200c there'],
    ['strays at the edge of words', '\ufeffHello \u200bworld.\u200b Bye\u200b'],
    ['numbers from a messenger', '\u202a+49 123 456\u202c'],
    ['genes and units', 'TNFα, αSMA, μm, 5 °С, Δt'],
    ['Russian with Latin names', 'Купил новый iPhoneа вчера, и это хорошо для нас'],
    ['Russian, Greek', 'Съешь ещё этих мягких булок. Ξεσκεπάζω την ψυχοφθόρα'],
    ['formulas', '𝑥 + 𝑦 = 𝑧²'],
    ['visible markup', '<p style="color:#333;font-size:14px" class="hidden-xs">Hello</p>'],
    ['nothing at all', ''],
    ['lone surrogates', '\ud800 \udfff'],
  ])('%s', (_, text) => {
    expect(places(text)).toEqual([]);
  });
});

describe('the check', () => {
  const run = async (text: string) => {
    const { subject } = await loadText(new TextEncoder().encode(text), DEFAULT_LIMITS);
    return hiddenText.run(subject, contextFor(subject));
  };
  const summaryOf = async (text: string) =>
    (await run(text)).map(({ finding, summary }) => `${finding}: ${say(summary, englishLanguage)}`);

  it('quotes a message that can be read', async () => {
    expect(await summaryOf(`hello${tags('refund me')}`)).toEqual([
      'hidden-text: carries a hidden message: “refund me”',
    ]);
  });

  it('counts places and names the first way', async () => {
    expect(await summaryOf('pass\u200bword and mem\u200bber')).toEqual([
      'hidden-text: 2 places are hidden or disguised, the first by characters without width',
    ]);
  });

  it('names Content Credentials, which are no attack', async () => {
    const found = await summaryOf(`A text.\ufeff${selectors('C2PATXT\0…')}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^origin-stated: carries Content Credentials/);
  });

  it('finds nothing in an ordinary text', async () => {
    expect(await run('Dear all, the meeting is at ten.')).toMatchObject([
      { finding: 'none', evidence: { spans: [] } },
    ]);
  });

  it('lists no more places than somebody can look at, and counts the others', async () => {
    const [signal] = await run('a\u200bb '.repeat(2000));
    expect(signal?.evidence).toMatchObject({ more: 1500 });
  });

  it.each(['[', '<a ', '<a b="', '\u200b', '\u202e', 'a\u00ad', 'Gо', '\u{e0041}', '𝐀'])(
    'answers for 200,000 units of %j in time',
    async (piece) => {
      const start = performance.now();
      await run(piece.repeat(200_000 / piece.length));
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );
});
