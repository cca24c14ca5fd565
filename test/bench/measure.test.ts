import { describe, expect, it } from 'vitest';
import { measure, timing } from './measure';

describe('timings', () => {
  it('takes percentiles by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(timing('x', hundred)).toEqual({ name: 'x', runs: 100, median: 50, p95: 95 });
    expect(timing('x', [7])).toEqual({ name: 'x', runs: 1, median: 7, p95: 7 });
  });

  it('runs in turns and leaves the warm-up out', async () => {
    const order: string[] = [];
    const thing = (name: string) => ({ name, run: async () => order.push(name) });
    const timings = await measure([thing('one'), thing('other')], { runs: 2, warmUps: 1 });
    expect(order).toEqual(['one', 'other', 'one', 'other', 'one', 'other']);
    expect(timings.map(({ runs }) => runs)).toEqual([2, 2]);
  });
});
