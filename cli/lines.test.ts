import { describe, expect, it } from 'vitest';
import type { Answer } from './answer';
import { formatAnswer, formatError, formatSummary, layoutFor, printable, Tally, wantsColour } from './lines';

function answer(path: string, change: Partial<Answer> = {}): Answer {
  return {
    subject: { path, kind: 'image', sha256: 'ab'.repeat(32), mediaType: 'image/png', notices: [] },
    verdict: {
      level: 'declared-ai',
      sentence: 'Made with AI, says the file itself',
      why: 'Made with AI, says the file itself. It says so.',
      also: [],
      missing: [],
    },
    signals: [],
    errors: [],
    ...change,
  };
}

const nothing: Answer['verdict'] = {
  level: 'no-evidence',
  sentence: 'Nothing found.',
  why: 'Nothing found.',
  also: [],
  missing: [],
};

const plain = layoutFor(['tiger.jpg', 'invoice.png'], { colour: false, verbose: false });

describe('the lines of a check', () => {
  it('stand in columns', () => {
    const lines = [
      answer('tiger.jpg'),
      answer('invoice.png', { verdict: nothing }),
      answer('gone', { verdict: null, errors: [{ path: 'gone', code: 'not-found', message: 'Not there.' }] }),
    ].map((one) => formatAnswer(one, plain));
    expect(lines.join('')).toBe(
      [
        'tiger.jpg    declared-ai       Made with AI, says the file itself. It says so.\n',
        'invoice.png  no-evidence       Nothing found.\n',
        'gone         not-read          Not there.\n',
      ].join(''),
    );
  });

  it('colour the level alone, facts filled and estimates not', () => {
    const layout = layoutFor(['a'], { colour: true, verbose: false });
    const estimate = { ...nothing, level: 'likely-ai' } as const;
    expect(formatAnswer(answer('a'), layout)).toContain('\u001b[7;35mdeclared-ai\u001b[0m  ');
    expect(formatAnswer(answer('a', { verdict: estimate }), layout)).toContain(
      '\u001b[35mlikely-ai\u001b[0m',
    );
    expect(formatAnswer(answer('a'), plain)).not.toContain('\u001b');
  });

  it('show every signal where that is asked for: facts filled, estimates outlined, failures marked', () => {
    const signal = {
      check: 'metadata',
      basis: 'declared',
      ms: 2,
      summary: 'software: x',
      evidence: {},
    } as const;
    const signals: Answer['signals'] = [
      { ...signal, finding: 'ai-generated' },
      { ...signal, finding: 'ai-generated', basis: 'estimated', probability: 0.973, check: 'ai-image' },
      { ...signal, finding: 'none' },
      { ...signal, finding: 'check-failed' },
    ];
    const lines = formatAnswer(answer('a', { signals }), { ...plain, verbose: true }).split('\n');
    expect(lines.slice(1, 5)).toEqual([
      '    ■ metadata        software: x (2 ms)',
      '    □ ai-image        0.97  software: x (2 ms)',
      '    – metadata        software: x (2 ms)',
      '    ! metadata        software: x (2 ms)',
    ]);
  });

  it('show what a name or a field tries to do to the terminal, and do not do it', () => {
    expect(printable('a\u001b[31mb\nc\u202egpj.exe\u0007')).toBe(
      'a\\u001b[31mb\\u000ac\\u202egpj.exe\\u0007',
    );
    const line = formatAnswer(answer('x\ny', { verdict: nothing }), plain);
    expect(line.trimEnd().split('\n')).toHaveLength(1);
    const error = formatError({ check: 'metadata', code: 'crashed', message: 'no\u001b' }, 'x\ny');
    expect(error).toBe('touchstone: x\\u000ay: metadata: no\\u001b (crashed)\n');
  });

  it('are counted in the order of the levels', () => {
    const tally = new Tally();
    for (const one of [answer('a', { verdict: nothing }), answer('b'), answer('c', { verdict: nothing })]) {
      tally.add(one);
    }
    expect(formatSummary(tally, 840)).toBe('3 checked, 1 declared-ai, 2 no-evidence, 0 errors in 0.8 s\n');
    tally.add(answer('d', { verdict: null, errors: [{ path: 'd', code: 'empty', message: '' }] }));
    expect(formatSummary(tally, 1250)).toContain('3 checked, 1 declared-ai, 2 no-evidence, 1 error in 1.3 s');
  });
});

describe('colours', () => {
  it('are for terminals whose user has not refused them', () => {
    expect(wantsColour({ isTTY: true }, {})).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(wantsColour({}, {})).toBe(false);
  });
});
