import { describe, expect, it } from 'vitest';
import { fairOrder } from './fair-order';
import { parseScores } from './scores-file';
import { parseIndex, type Question } from './subject-index';

const QUESTIONS: readonly Question[] = [
  { kind: 'image', check: 'ai-image', label: 'ai', genuine: 'real' },
  { kind: 'image', check: 'deepfake-face', label: 'manipulated', genuine: 'real' },
];

const lines = (...objects: readonly object[]) => objects.map((one) => JSON.stringify(one)).join('\n');

describe('an index', () => {
  it('tells by its labels which check is meant', () => {
    const of = (...labels: readonly string[]) => {
      const text = lines(...labels.map((label, index) => ({ path: `${index}.png`, label })));
      return parseIndex(text, QUESTIONS, undefined).question.check;
    };
    expect(of('ai', 'real')).toBe('ai-image');
    expect(of('real', 'manipulated')).toBe('deepfake-face');
    expect(() => of('real')).toThrow('--check: ai-image, deepfake-face');
    expect(() => of('ai', 'manipulated')).toThrow('--check');
    expect(() => parseIndex('', QUESTIONS, 'logo')).toThrow('there is ai-image, deepfake-face');
    expect(parseIndex('', QUESTIONS, 'ai-image').rows).toEqual([]);
  });

  it('names every line that cannot be used, and takes the others', () => {
    const text = [
      '\uFEFF{"path":"a/one.png","label":"ai","source":"s","generator":"G","kind":"photo","split":"dev","more":1}',
      'nonsense',
      '{"path":"two.png","label":"human"}',
      '{"path":"../three.png","label":"real"}',
      '{"path":"a/../../four.png","label":"real"}',
      '{"path":"/etc/passwd","label":"real"}',
      '{"label":"real"}',
      '',
      '{"path":"a/one.png","label":"real"}',
      '{"path":"..five.png","label":"real","generator":null}',
    ].join('\r\n');
    const { rows, refused } = parseIndex(text, QUESTIONS, undefined);
    expect(rows).toEqual([
      { path: 'a/one.png', positive: true, source: 's', generator: 'G', kind: 'photo', split: 'dev' },
      {
        path: '..five.png',
        positive: false,
        source: '(no source named)',
        generator: '',
        kind: '',
        split: '',
      },
    ]);
    expect(refused.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 9]);
    expect(refused[1]?.reason).toBe('its label is "human", not "ai" or "real"');
    expect(refused[2]?.reason).toContain('leaves the folder');
    expect(refused[6]?.reason).toContain('line 1 already');
  });
});

it('takes small sources first, whatever the order of the index', () => {
  const row = (path: string, source: string) => ({
    ...{ path, source, positive: true, generator: '', kind: '', split: '' },
  });
  const many = Array.from({ length: 16 }, (_, index) => row(`many-${index}`, 'many'));
  const rows = [...many, row('few-0', 'few'), row('few-1', 'few'), row('lone', 'lone')];
  const order = fairOrder(rows);
  // Turns: many 1/4, 2/4, 3/4, 1; few 0.71, 1.41; lone 1.
  expect(order.slice(0, 6).map(({ source }) => source)).toEqual([
    'many',
    'many',
    'few',
    'many',
    'lone',
    'many',
  ]);
  expect(fairOrder(rows.toReversed())).toEqual(order);
  expect(new Set(order).size).toBe(rows.length);
});

describe('a file of scores', () => {
  it('says who scored, with thresholds from the strictest on', () => {
    const { scorer, scores, refused } = parseScores(
      lines(
        { name: 'peer', version: '1', thresholds: { low: 0.2, high: 0.8 } },
        { path: 'a', probability: 0.9 },
        { path: 'b', probability: 0.8, extra: true },
        { path: 'c', probability: null, reason: 'too small' },
      ),
      'x.jsonl',
    );
    expect(scorer).toEqual({
      ...{ name: 'peer', version: '1' },
      thresholds: [
        { name: 'high', probability: 0.8 },
        { name: 'low', probability: 0.2 },
      ],
    });
    expect([...scores]).toEqual([
      ['a', { probability: 0.9, passed: [true, true] }],
      ['b', { probability: 0.8, passed: [false, true] }],
      ['c', { probability: null, passed: [false, false] }],
    ]);
    expect(refused).toEqual([]);
  });

  it('may be bare, and its broken lines are counted', () => {
    const text = `{"path":"a","probability":0.5}\n{"path":"b","probability":7}\n\nx\n{"path":"c"}\n`;
    const { scorer, scores, refused } = parseScores(text, '/some/where/own model.jsonl');
    expect(scorer).toEqual({ name: 'own model', version: '', thresholds: [] });
    expect([...scores.keys()]).toEqual(['a']);
    expect(refused).toEqual([2, 4, 5]);
  });

  it('believes a line that names the thresholds which it passed', () => {
    const head = { name: 'x', thresholds: { strict: null } };
    const { scores } = parseScores(lines(head, { path: 'a', probability: 0.3, above: ['strict'] }), 'x');
    expect(scores.get('a')?.passed).toEqual([true]);
  });
});
