import { expect, test } from 'vitest';
import { inTurns } from './model-speed';

test('both runtimes start in turns, and a cold start is all until the first answer', async () => {
  const order: string[] = [];
  const loads = [30, 10, 20];
  const [own, peer] = await inTurns('faces', 'wasm', 3, {
    own: {
      runtime: 'ours',
      start: async () => {
        order.push('own');
        const load = loads[order.length >> 1] ?? 0;
        return { load, compile: 5, first: 2, warm: [1, 3], memory: 20_000_000 };
      },
    },
    peer: {
      runtime: 'theirs',
      start: async () => {
        order.push('peer');
        return { load: 40, compile: null, first: 3, warm: [2], memory: null };
      },
    },
  });
  expect(order).toEqual(['own', 'peer', 'own', 'peer', 'own', 'peer']);
  expect(own?.cold).toEqual({ starts: 3, load: 20, compile: 5, first: 2, total: 27 });
  expect(own?.warm.runs).toBe(6);
  expect(own?.memory).toBe(20);
  expect(peer?.cold).toEqual({ starts: 3, load: 40, compile: null, first: 3, total: 43 });
  expect(peer?.memory).toBeNull();
});
