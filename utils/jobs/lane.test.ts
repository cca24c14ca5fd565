import { describe, expect, it, vi } from 'vitest';
import { tinyModel } from '../../test/fixtures/models';
import { NO_MODELS } from '../../test/fixtures/no-models';
import { type ModelAnswer, ModelError, type ModelRunner } from '../inference/model-runner';
import { greys } from '../inference/testing/fake-models';
import { DEFAULT_LIMITS } from '../subject/limits';
import { phrase } from '../words/phrase';
import {
  type FromLaneWorker,
  Lane,
  type LaneAnswer,
  type LaneRequest,
  type LaneWorker,
  type ToLaneWorker,
} from './lane';
import { ModelsInWorker } from './models-in-worker';

const request = (name: string): LaneRequest => ({
  task: 'load',
  as: 'image',
  content: new Blob([name]),
  coverage: 'file',
  limits: DEFAULT_LIMITS,
});
const never = new AbortController().signal;

/** A worker that answers by what it is given: its text, nothing for "hang", an error for "crash". */
class ScriptedWorker implements LaneWorker {
  static started = 0;
  static ended = 0;
  static order: string[] = [];
  onmessage: LaneWorker['onmessage'] = null;
  onerror: LaneWorker['onerror'] = null;

  constructor() {
    ScriptedWorker.started += 1;
  }

  async postMessage(message: ToLaneWorker) {
    if (!('request' in message)) return;
    const { id, request: asked } = message;
    const name = await new Response(asked.content).text();
    ScriptedWorker.order.push(name);
    if (name === 'hang') return;
    if (name === 'crash') return this.onerror?.({ message: 'out of memory' } as ErrorEvent);
    const answer: LaneAnswer = { thumbnail: name };
    this.onmessage?.({ data: { id, answer } } as MessageEvent);
  }

  terminate() {
    ScriptedWorker.ended += 1;
  }
}

function lane(): Lane {
  ScriptedWorker.started = 0;
  ScriptedWorker.ended = 0;
  ScriptedWorker.order = [];
  return new Lane(() => new ScriptedWorker(), NO_MODELS);
}

describe('a lane', () => {
  it('does one thing at a time, in order, with one worker', async () => {
    const tested = lane();
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => tested.ask(request(name), 1000, never)));
    expect(answers).toEqual([{ thumbnail: 'a' }, { thumbnail: 'b' }, { thumbnail: 'c' }]);
    expect(ScriptedWorker.order).toEqual(['a', 'b', 'c']);
    expect(ScriptedWorker.started).toBe(1);
  });

  it('ends a worker that hangs, and the next request is answered by a new one', async () => {
    const tested = lane();
    const hanging = tested.ask(request('hang'), 20, never);
    const next = tested.ask(request('next'), 1000, never);
    await expect(hanging).rejects.toMatchObject({ reason: 'timeout' });
    expect(await next).toEqual({ thumbnail: 'next' });
    expect([ScriptedWorker.started, ScriptedWorker.ended]).toEqual([2, 1]);
  });

  it('takes a crash for the failure of one request', async () => {
    const tested = lane();
    await expect(tested.ask(request('crash'), 1000, never)).rejects.toMatchObject({
      reason: 'crashed',
      message: 'out of memory',
    });
    expect(await tested.ask(request('next'), 1000, never)).toEqual({ thumbnail: 'next' });
  });

  it('ends what is cancelled, and never starts what was cancelled before', async () => {
    const tested = lane();
    const cancel = new AbortController();
    const running = tested.ask(request('hang'), 1000, cancel.signal);
    const waiting = tested.ask(request('waiting'), 1000, cancel.signal);
    cancel.abort();
    await expect(running).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
    expect(ScriptedWorker.order).not.toContain('waiting');
  });

  it('gives its memory back when told, and starts again when asked', async () => {
    const tested = lane();
    await tested.ask(request('a'), 1000, never);
    tested.end();
    expect(ScriptedWorker.ended).toBe(1);
    expect(await tested.ask(request('b'), 1000, never)).toEqual({ thumbnail: 'b' });
  });
});

/** A worker whose one check asks a model, and answers with what the model said; "hang" never answers after that. */
class AskingWorker implements LaneWorker {
  static readonly told: ToLaneWorker[] = [];
  onmessage: LaneWorker['onmessage'] = null;
  onerror: LaneWorker['onerror'] = null;
  private readonly models = new ModelsInWorker((message) => this.say(message));

  async postMessage(message: ToLaneWorker) {
    AskingWorker.told.push(message);
    if ('asked' in message) return this.models.settle(message);
    const thumbnail = await this.models.run('tiny', greys(7)).then(
      ({ backend }) => backend,
      ({ code, said }: ModelError) => `${code} ${said.key}`,
    );
    this.say({ id: message.id, answer: { thumbnail } });
  }

  terminate() {
    this.onmessage = null;
  }

  private say(message: FromLaneWorker) {
    this.onmessage?.({ data: message } as MessageEvent);
  }
}

describe('a check in a lane that asks a model', () => {
  const answer: ModelAnswer = { manifest: tinyModel().manifest, backend: 'wasm', outputs: [] };
  const asking = (models: ModelRunner) => {
    AskingWorker.told.length = 0;
    return new Lane(() => new AskingWorker(), models);
  };

  it('is answered by the models outside, with the pictures that it named', async () => {
    const asked: unknown[] = [];
    const tested = asking({
      run: async (model, pictures) => {
        asked.push([model, pictures]);
        return answer;
      },
    });
    expect(await tested.ask(request('a'), 1000, never)).toEqual({ thumbnail: 'wasm' });
    expect(asked).toEqual([['tiny', greys(7)]]);
  });

  it('is told why a model gave no answer', async () => {
    const error = new ModelError('suspended', 'tiny', phrase('models.why.crashed'));
    const tested = asking({ run: () => Promise.reject(error) });
    expect(await tested.ask(request('a'), 1000, never)).toEqual({
      thumbnail: 'suspended models.why.crashed',
    });
  });

  it('is told when the models fail in a way that nobody foresaw', async () => {
    const tested = asking({ run: () => Promise.reject(new TypeError('x is undefined')) });
    expect(await tested.ask(request('a'), 1000, never)).toEqual({ thumbnail: 'crashed models.crashed' });
  });

  it('is not out of time while the model is tested, and says that it is', async () => {
    vi.useFakeTimers();
    const told: boolean[] = [];
    const tested = asking({
      run: async (_model, _pictures, onTrial) => {
        onTrial?.(true);
        await new Promise((resolve) => setTimeout(resolve, 30_000));
        onTrial?.(false);
        return answer;
      },
    });
    const asked = tested.ask(request('a'), 1000, never, (testing) => told.push(testing));
    await vi.advanceTimersByTimeAsync(31_000);
    vi.useRealTimers();
    expect(await asked).toEqual({ thumbnail: 'wasm' });
    expect(told).toEqual([true, false]);
    expect(AskingWorker.told.filter((message) => 'testing' in message)).toHaveLength(2);
  });

  it('leaves nothing hanging when its worker dies while the model runs', async () => {
    let finish: (answer: ModelAnswer) => void = () => undefined;
    const models: ModelRunner = {
      run: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    };
    const tested = asking(models);
    await expect(tested.ask(request('a'), 20, never)).rejects.toMatchObject({ reason: 'timeout' });
    finish(answer);
    const next = tested.ask(request('b'), 1000, never);
    await vi.waitFor(() => expect(AskingWorker.told).toHaveLength(2));
    finish(answer);
    expect(await next).toEqual({ thumbnail: 'wasm' });
    // The answer to the worker that died went to nobody.
    expect(AskingWorker.told.filter((message) => 'asked' in message)).toHaveLength(1);
  });
});
