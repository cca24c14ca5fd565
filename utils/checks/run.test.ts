import { describe, expect, it, vi } from 'vitest';
import { NO_LIBRARY } from '../../test/fixtures/no-library';
import { NO_MODELS } from '../../test/fixtures/no-models';
import { ModelError } from '../inference/model-runner';
import { DEFAULT_LIMITS } from '../subject/limits';
import type { Subject } from '../subject/subject';
import { SubjectError } from '../subject/subject-error';
import { phrase } from '../words/phrase';
import type { Check, CheckTools } from './check';
import { runCheck } from './run';

const subject: Subject = {
  kind: 'image',
  bytes: new Uint8Array([1]),
  mediaType: 'image/png',
  sha256: '',
  dimensions: { width: 60_000, height: 60_000 },
  coverage: 'file',
};

const tools: CheckTools = {
  decode: async () => ({ width: 1, height: 1, data: new Uint8ClampedArray(4) }),
  trust: { anchors: [] },
  library: NO_LIBRARY,
  models: NO_MODELS,
  loadWasm: () => Promise.reject(new Error('no wasm here')),
};

const check = (run: Check['run'], changes: Partial<Check> = {}): Check => ({
  id: 'example',
  kinds: ['image'],
  reads: 'pixels',
  lane: 'pixels',
  run,
  ...changes,
});

const options = () => ({ timeoutMs: 50, limits: DEFAULT_LIMITS, signal: new AbortController().signal });

describe('runCheck', () => {
  it('names the check and its time on every signal', async () => {
    const found = {
      finding: 'none',
      basis: 'declared',
      summary: phrase('check.crashed'),
      evidence: {},
    } as const;
    const signals = await runCheck(
      check(async () => [found, found]),
      subject,
      tools,
      options(),
    );
    expect(signals).toMatchObject([{ check: 'example' }, { check: 'example' }]);
    expect(signals[0]?.ms).toBe(signals[1]?.ms);
  });

  it('turns a crash into a signal, with the detail apart from the words', async () => {
    const signals = await runCheck(
      check(async () => {
        throw new RangeError('offset is outside the bounds');
      }),
      subject,
      tools,
      options(),
    );
    expect(signals).toMatchObject([
      { finding: 'check-failed', reason: 'crashed', summary: { key: 'check.crashed' } },
    ]);
    expect(signals[0]?.detail).toContain('offset is outside');
  });

  it('keeps the words of a foreseen failure', async () => {
    const error = new SubjectError('unreadable', phrase('subject.unreadable'));
    const signals = await runCheck(
      check(() => Promise.reject(error)),
      subject,
      tools,
      options(),
    );
    expect(signals).toMatchObject([{ finding: 'check-failed', reason: 'unreadable', summary: error.said }]);
  });

  it('names a model that gave no answer as the reason, in its words', async () => {
    const error = new ModelError('suspended', 'ai-image', phrase('models.why.crashed'), 'out of bounds');
    const signals = await runCheck(
      check((_, { tools: { models } }) => models.run('ai-image', []).then(() => [])),
      subject,
      { ...tools, models: { run: () => Promise.reject(error) } },
      options(),
    );
    expect(signals).toMatchObject([
      {
        ...{ finding: 'check-failed', reason: 'model-suspended', summary: error.said },
        detail: 'out of bounds',
      },
    ]);
  });

  it('stops waiting for a check that does not answer, and tells it to stop', async () => {
    let told = false;
    const signals = await runCheck(
      check((_, { signal }) => {
        signal.addEventListener('abort', () => {
          told = true;
        });
        return new Promise(() => undefined);
      }),
      subject,
      tools,
      options(),
    );
    expect(signals).toMatchObject([{ finding: 'check-failed', reason: 'timeout' }]);
    expect(told).toBe(true);
  });

  it('waits longer for a model that is being tested on this machine, and not for ever', async () => {
    vi.useFakeTimers();
    const testedFor = (milliseconds: number) =>
      runCheck(
        check((_, { tools: { models } }) => models.run('ai-image', []).then(() => [])),
        subject,
        {
          ...tools,
          models: {
            run: async (id, _, onTrial) => {
              onTrial?.(true);
              await new Promise((resolve) => setTimeout(resolve, milliseconds));
              onTrial?.(false);
              throw new ModelError('missing', id, phrase('models.missing', { model: id }));
            },
          },
        },
        options(),
      );
    const running = [testedFor(30_000), testedFor(70_000)];
    await vi.advanceTimersByTimeAsync(80_000);
    vi.useRealTimers();
    const reasons = (await Promise.all(running)).map(([signal]) => [signal?.reason, signal?.summary.key]);
    expect(reasons).toEqual([
      ['model-missing', 'models.missing'],
      ['timeout', 'check.modelTestTimeout'],
    ]);
  });

  it('stops when the user cancels', async () => {
    const cancel = new AbortController();
    const running = runCheck(
      check(() => new Promise(() => undefined)),
      subject,
      tools,
      { ...options(), signal: cancel.signal },
    );
    cancel.abort();
    expect(await running).toMatchObject([{ finding: 'check-failed', reason: 'cancelled' }]);
  });

  it('never decodes more pixels than the limit', async () => {
    const signals = await runCheck(
      check(async (_, context) => {
        await context.tools.decode('native');
        return [];
      }),
      subject,
      tools,
      options(),
    );
    expect(signals).toMatchObject([{ finding: 'check-failed', reason: 'too-many-pixels' }]);
  });

  it('does not read a screen crop as if it were the file', async () => {
    const signals = await runCheck(
      check(async () => [], { reads: 'file' }),
      { ...subject, coverage: 'pixels' },
      tools,
      options(),
    );
    expect(signals).toMatchObject([{ finding: 'check-failed', reason: 'pixels-only' }]);
  });
});
