import { describe, expect, it } from 'vitest';
import { ProgressBar } from './progress-bar';

function terminal(isTTY: boolean) {
  let written = '';
  return {
    isTTY,
    write(text: string) {
      written += text;
      return true;
    },
    /** What stands in the line: everything after the last time it was cleared. */
    get line() {
      return written.split('\r\u001b[K').at(-1) ?? '';
    },
    get written() {
      return written;
    },
  };
}

describe('the progress bar', () => {
  it('says how many are done and how long the rest takes', () => {
    const stream = terminal(true);
    const bar = new ProgressBar(stream, 4);
    bar.draw();
    expect(stream.line).toBe('░░░░░░░░░░░░░░░░░░░░░░░░ 0 of 4');
    bar.advance();
    bar.draw();
    expect(stream.line).toMatch(/^██████░{18} 1 of 4, \d+ s left$/);
  });

  it('makes room for a line', () => {
    const stream = terminal(true);
    const bar = new ProgressBar(stream, 2);
    bar.draw();
    bar.clear();
    expect(stream.line).toBe('');
  });

  it('is for terminals, and for more than one subject', () => {
    for (const [stream, total] of [[terminal(false), 10] as const, [terminal(true), 1] as const]) {
      const bar = new ProgressBar(stream, total);
      bar.draw();
      bar.advance();
      bar.clear();
      expect(stream.written).toBe('');
    }
  });
});
