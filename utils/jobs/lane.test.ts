import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../subject/limits';
import { Lane, type LaneAnswer, type LaneRequest, type LaneWorker } from './lane';

const request = (name: string): LaneRequest => ({
  task: 'load',
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

  async postMessage({ id, request: asked }: { id: number; request: LaneRequest }) {
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
  return new Lane(() => new ScriptedWorker());
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
