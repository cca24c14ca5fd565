import { describe, expect, it } from 'vitest';
import { tinyModel } from '../../test/fixtures/models';
import type { Golden } from './golden';
import { prove } from './prove';
import type { Tensor, Tensors } from './tensor';

const { manifest } = tinyModel();

const GOLDEN: Golden = {
  tolerance: { absolute: 0.01, relative: 0.1 },
  cases: [
    { seed: 1, batch: 1, outputs: { logit: { shape: [1, 1], samples: [[0, 0.9]] } } },
    {
      seed: 2,
      batch: 2,
      outputs: {
        logit: {
          shape: [2, 1],
          samples: [
            [0, 0.9],
            [1, -0.9],
          ],
        },
      },
    },
  ],
};

describe('golden answers', () => {
  it('pass within the tolerance, in whose units the largest difference is told', async () => {
    expect(await prove(manifest, GOLDEN, answers([0.95], [0.9, -0.825]))).toMatchObject({
      passed: true,
      difference: expect.closeTo(0.75, 5),
    });
  });

  it('do not pass beyond it', async () => {
    const proof = await prove(manifest, GOLDEN, answers([0.9], [0.9, -0.7]));
    expect(proof).toMatchObject({ passed: false, difference: expect.closeTo(2, 5) });
    expect(proof.problem).toBeUndefined();
  });

  it.each([
    ['is no number', answers([Number.NaN], [0.9, -0.9]), 'logit[0] is NaN, not 0.9'],
    ['is infinite', answers([0.9], [0.9, Infinity]), 'logit[1] is Infinity, not -0.9'],
    ['has another shape', answers([0.9], [0.9]), 'logit has the shape 1 × 1, not 2 × 1'],
    ['lacks', async () => ({}), 'there is no output logit'],
  ])('do not pass when one %s, and that is told', async (_, run, problem) => {
    expect(await prove(manifest, GOLDEN, run)).toMatchObject({ passed: false, problem });
  });

  it('are the very same where no difference is allowed', async () => {
    const strict: Golden = {
      tolerance: { absolute: 0, relative: 0 },
      cases: [{ seed: 1, batch: 1, outputs: { logit: { shape: [1, 1], samples: [[0, 0.5]] } } }],
    };
    expect(await prove(manifest, strict, answers([0.5]))).toMatchObject({ passed: true, difference: 0 });
    expect((await prove(manifest, strict, answers([0.25]))).passed).toBe(false);
  });
});

describe('time', () => {
  it('is that of the first run and the median of warm ones', async () => {
    const { run, now } = clocked([900, 400, 10, 30, 20, 50, 40]);
    const proof = await prove(manifest, GOLDEN, run, now);
    expect(proof).toMatchObject({ firstRunMs: 900, warmRunMs: 30 });
  });

  it('is measured by few runs of a slow model', async () => {
    const { run, now, runs } = clocked([5000, 5000, 1600, 1400, 1, 1, 1]);
    const proof = await prove(manifest, GOLDEN, run, now);
    expect(proof.warmRunMs).toBe(1600);
    expect(runs()).toBe(2 + 2);
  });
});

/** A model that answers so, call after call; the last answer again for all that follow. */
function answers(...given: readonly (readonly number[])[]): (input: Tensor) => Promise<Tensors> {
  let call = 0;
  return async () => {
    const values = given[Math.min(call++, given.length - 1)] ?? [];
    return { logit: { shape: [values.length, 1], data: Float32Array.from(values) } };
  };
}

/** A model whose runs take so long by the clock beside it. */
function clocked(durations: readonly number[]) {
  let time = 0;
  let call = 0;
  return {
    now: () => time,
    runs: () => call,
    run: async ({ shape: [batch = 0] }: Tensor): Promise<Tensors> => {
      time += durations[call++] ?? 0;
      return { logit: { shape: [batch, 1], data: new Float32Array(batch) } };
    },
  };
}
