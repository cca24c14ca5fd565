import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order';

describe('work in order', () => {
  it('gives the results in the order of the inputs, whichever is done first', async () => {
    const release: (() => void)[] = [];
    const results = inOrder(
      [0, 1, 2],
      (input) =>
        new Promise<number>((resolve) => {
          release[input] = () => resolve(input * 10);
        }),
    );
    const all = (async () => {
      const taken: number[] = [];
      for await (const result of results) taken.push(result);
      return taken;
    })();
    await Promise.resolve();
    for (const input of [2, 1, 0]) release[input]?.();
    expect(await all).toEqual([0, 10, 20]);
  });

  it('starts no more than it may while nobody takes the results', async () => {
    let started = 0;
    const results = inOrder(
      Array.from({ length: 1000 }, (_, index) => index),
      async (input) => {
        started += 1;
        return input;
      },
    );
    expect((await results.next()).value).toBe(0);
    expect(started).toBeLessThan(100);
    let taken = 1;
    for await (const _ of results) taken += 1;
    expect(taken).toBe(1000);
  });
});
