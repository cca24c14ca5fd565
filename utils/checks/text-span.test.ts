import { describe, expect, it } from 'vitest';
import { phrase } from '../words/phrase';
import type { Signal } from './signal';
import { markText } from './text-span';

const signal = (spans: unknown): Signal => ({
  check: 'hidden-text',
  finding: 'hidden-text',
  basis: 'declared',
  summary: phrase('checks.hiddenText.none'),
  ms: 1,
  evidence: { spans },
});

describe('a marked text', () => {
  it('is cut into what is marked and what lies between', () => {
    const spans = [
      { start: 6, end: 9, type: 'homoglyphs' },
      { start: 1, end: 3, type: 'zero-width', decoded: 'x' },
    ];
    expect(markText('a\u200b\u200bbc def', [signal(spans)])).toEqual([
      { text: 'a', start: 0 },
      { text: '\u200b\u200b', start: 1, marks: 'zero-width', invisible: 2, decoded: 'x' },
      { text: 'bc ', start: 3 },
      { text: 'def', start: 6, marks: 'homoglyphs' },
    ]);
  });

  it('shows the shorter of marks that overlap within the longer, of equals the first, and cuts what reaches beyond the shown text', () => {
    const spans = [
      { start: 0, end: 4, type: 'one' },
      { start: 2, end: 6, type: 'other' },
      { start: 5, end: 99, type: 'last' },
      { start: 50, end: 60, type: 'beyond' },
      { start: 1, end: 2, type: 'within' },
    ];
    expect(markText('abcdefg', [signal(spans)]).map(({ text, marks }) => `${text} ${marks}`)).toEqual([
      'a one',
      'b within',
      'cd one',
      'e other',
      'fg last',
    ]);
  });

  it.each([undefined, 'no list', [null, {}, { start: 'x' }]])(
    'is whole where a stored signal has %j',
    (spans) => {
      expect(markText('abc', [signal(spans)])).toEqual([{ text: 'abc', start: 0 }]);
    },
  );
});
