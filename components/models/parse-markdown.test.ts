import { expect, it } from 'vitest';
import { type Inline, parseMarkdown } from './parse-markdown';

const text = (text: string): Inline => ({ kind: 'text', text });

it('reads headings, paragraphs over several lines, lists and code', () => {
  const card = [
    '# A card #',
    'One line',
    'and its second.',
    '## More',
    '- first,',
    '  which goes on',
    '- second',
    '',
    '1. one',
    '2. two',
    '```',
    '- not a list',
    '```',
  ];
  expect(parseMarkdown(card.join('\n'))).toEqual([
    { kind: 'heading', level: 1, text: [text('A card')] },
    { kind: 'paragraph', text: [text('One line and its second.')] },
    { kind: 'heading', level: 2, text: [text('More')] },
    { kind: 'list', ordered: false, items: [[text('first, which goes on')], [text('second')]] },
    { kind: 'list', ordered: true, items: [[text('one')], [text('two')]] },
    { kind: 'code', code: '- not a list' },
  ]);
});

it('reads tables, and fills short rows', () => {
  expect(parseMarkdown('| a | b |\r\n|---|--:|\r\n| 1 | 2 |\r\n| 3 |\r\n\r\nafter')).toEqual([
    {
      kind: 'table',
      head: [[text('a')], [text('b')]],
      rows: [
        [[text('1')], [text('2')]],
        [[text('3')], []],
      ],
    },
    { kind: 'paragraph', text: [text('after')] },
  ]);
});

it('reads what stands within a line', () => {
  const [block] = parseMarkdown('Use `a_b`, **not** *ever* _this_: [page](https://a.example/x), 2 * 3 * 4.');
  expect(block).toEqual({
    kind: 'paragraph',
    text: [
      text('Use '),
      { kind: 'code', text: 'a_b' },
      text(', '),
      { kind: 'strong', text: 'not' },
      text(' '),
      { kind: 'emphasis', text: 'ever' },
      text(' '),
      { kind: 'emphasis', text: 'this' },
      text(': '),
      { kind: 'link', text: 'page', href: 'https://a.example/x' },
      text(', 2 * 3 * 4.'),
    ],
  });
});

it.each(['javascript:alert(1)', 'http://a.example/', 'data:text/html,x', '//a.example'])(
  'makes no link to %s',
  (href) => {
    const [block] = parseMarkdown(`[click](${href})`);
    if (block?.kind !== 'paragraph') throw new Error('No paragraph');
    expect(block.text.map(({ kind }) => kind)).not.toContain('link');
    expect(block.text.map(({ text }) => text).join('')).toBe(`[click](${href})`);
  },
);

it('leaves HTML as the text that it is', () => {
  expect(parseMarkdown('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'paragraph', text: [text('<img src=x onerror=alert(1)>')] },
  ]);
});
