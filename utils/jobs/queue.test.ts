import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import { MADE } from '../../test/fixtures/make';
import { NO_LIBRARY } from '../../test/fixtures/no-library';
import { NO_MODELS } from '../../test/fixtures/no-models';
import { scene } from '../../test/fixtures/pictures';
import type { Check } from '../checks/check';
import { StorageError } from '../records/storage-error';
import type { Acquired } from '../subject/ladder';
import { GrantableError } from '../subject/ladder';
import { DEFAULT_LIMITS } from '../subject/limits';
import { SubjectError } from '../subject/subject-error';
import { phrase } from '../words/phrase';
import type { Job, WebSource } from './job';
import type { JobParts, JobSettings } from './job-parts';
import { Lane, type LaneWorker, type ToLaneWorker } from './lane';
import { JobQueue } from './queue';
import { serveLane } from './serve-lane';

const summary = phrase('check.crashed');
const quiet: Check = {
  id: 'quiet',
  kinds: ['image', 'media'],
  reads: 'file',
  lane: 'metadata',
  run: async () => [{ finding: 'none', basis: 'declared', summary, evidence: {} }],
};
const hashing: Check = {
  ...quiet,
  id: 'fingerprint',
  kinds: ['image'],
  reads: 'pixels',
  lane: 'pixels',
  run: async (_, { tools }) => {
    await tools.decode('native');
    return [{ finding: 'none', basis: 'declared', summary, evidence: { hash: 'ab'.repeat(32) } }];
  },
};
const hanging: Check = {
  ...quiet,
  id: 'hanging',
  lane: 'provenance',
  run: () => new Promise(() => undefined),
};

/** Runs a lane's tasks in this process, as the browser's worker does in its own. */
class LocalWorker implements LaneWorker {
  onmessage: LaneWorker['onmessage'] = null;
  onerror: LaneWorker['onerror'] = null;

  constructor(private readonly checks: readonly Check[]) {}

  async postMessage(message: ToLaneWorker) {
    if (!('request' in message)) return;
    const { id, request } = message;
    const answer = await serveLane(request, {
      checks: this.checks,
      decode: async ({ content }, size) => {
        const picture = sharp(Buffer.from(await new Response(content).arrayBuffer())).ensureAlpha();
        const sized = size === 'native' ? picture : picture.resize(size, size, { fit: 'inside' });
        const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
        return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
      },
      encodeThumbnail: async ({ width, height }) => `data:image/webp;base64,${width}x${height}`,
      library: NO_LIBRARY,
      models: NO_MODELS,
      loadWasm: () => Promise.reject(new Error('no wasm')),
    });
    this.onmessage?.({ data: { id, answer } } as MessageEvent);
  }

  terminate() {
    this.onmessage = null;
  }
}

/** Settings whose time-out a busy machine keeps, but for the tests that are about it. */
const settingsWith = (changes: Partial<JobSettings>) => async (): Promise<JobSettings> => ({
  limits: DEFAULT_LIMITS,
  checkTimeoutMs: 30_000,
  checksOff: [],
  trust: { anchors: [] },
  ...changes,
});

function setUp(checks: readonly Check[], changes: Partial<JobParts> = {}) {
  const published: Job[] = [];
  const lane = () => new Lane(() => new LocalWorker(checks), NO_MODELS);
  const parts: JobParts = {
    checks,
    lanes: { provenance: lane(), metadata: lane(), pixels: lane() },
    settings: settingsWith({}),
    acquire: () => Promise.reject(new Error('nothing to acquire')),
    rasterise: async () => undefined,
    features: async () => undefined,
    keepUnfinished: vi.fn(async () => undefined),
    forgetUnfinished: vi.fn(async () => undefined),
    keepHistory: vi.fn(async () => undefined),
    publish: (job) => published.push(job),
    ...changes,
  };
  return { queue: new JobQueue(parts), parts, published };
}

async function ended(queue: JobQueue, id: string): Promise<Job> {
  return vi.waitFor(
    () => {
      const job = queue.get(id);
      if (!job || !queue.idle) throw new Error('still running');
      return job;
    },
    { timeout: 15_000 },
  );
}

const picture = async () => new Blob([new Uint8Array(await scene(3, 400, 300).png().toBuffer())]);
const file = (name: string) => ({ kind: 'file', name, declaredType: '' }) as const;
const page: WebSource = {
  kind: 'web',
  page: { url: 'https://a.example/', title: 'A', tabId: 1, frameId: 0 },
  candidates: [{ url: 'https://a.example/photos/my%20cat.png', version: 'shown' }],
  chosen: 0,
};

describe('the queue', () => {
  it('keeps what the image encoder made of the picture, and goes on where that cannot be had', async () => {
    const encoder = { id: 'encoder', version: '1.0.0', sha256: 'cd'.repeat(32) };
    const pooled = { encoder, classToken: 'ADw=', meanPatchToken: 'AAA=' };
    const features = vi.fn().mockResolvedValueOnce(pooled).mockRejectedValueOnce(new Error('gone'));
    const { queue, parts } = setUp([quiet], { features });
    const first = await ended(queue, queue.submit(file('a.png'), { content: await picture() }).id);
    expect(first.features).toEqual(pooled);
    expect(features).toHaveBeenCalledWith(first.subject?.sha256);
    expect(parts.keepHistory).toHaveBeenLastCalledWith(first);
    const second = await ended(queue, queue.submit(file('a.png'), { content: await picture() }).id);
    expect(second).toMatchObject({ status: 'done', verdict: { level: 'no-evidence' } });
    expect(second.features).toBeUndefined();
  });

  it('has every row from the start, and ends with a verdict, a thumbnail and the fingerprint', async () => {
    const { queue, published, parts } = setUp([quiet, hashing]);
    const { id } = queue.submit(file('holiday.png'), { content: await picture() });
    const job = await ended(queue, id);
    for (const seen of published)
      expect(seen.rows.map(({ check }) => check)).toEqual(['quiet', 'fingerprint']);
    expect(job).toMatchObject({
      status: 'done',
      verdict: { level: 'no-evidence' },
      subject: {
        name: 'holiday.png',
        mediaType: 'image/png',
        dimensions: { width: 400, height: 300 },
        fingerprint: 'ab'.repeat(32),
      },
    });
    expect(job.subject?.thumbnail).toBe('data:image/webp;base64,384x288');
    expect(parts.keepHistory).toHaveBeenCalledWith(expect.objectContaining({ id, status: 'done' }));
    expect(parts.forgetUnfinished).toHaveBeenCalledWith(id);
  });

  it('shows the first answer while other checks still run', async () => {
    const { queue, published } = setUp([quiet, hanging], { settings: settingsWith({ checkTimeoutMs: 500 }) });
    const { id } = queue.submit(file('a.png'), { content: await picture() });
    await ended(queue, id);
    expect(published.some(({ rows }) => rows[0]?.state === 'done' && rows[1]?.state === 'running')).toBe(
      true,
    );
  });

  it('begins what is slow after everything that is quick, in whatever lane, has answered', async () => {
    const order: string[] = [];
    const telling = (id: string, changes: Partial<Check>): Check => ({
      ...quiet,
      id,
      run: async (...asked) => {
        order.push(`${id} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(`${id} ends`);
        return quiet.run(...asked);
      },
      ...changes,
    });
    const { queue } = setUp([
      telling('slow', { lane: 'pixels', slow: true }),
      telling('reading', { lane: 'provenance' }),
      telling('seeing', { lane: 'pixels' }),
    ]);
    const { id } = queue.submit(file('a.png'), { content: await picture() });
    await ended(queue, id);
    expect(order.slice(-2)).toEqual(['slow begins', 'slow ends']);
    expect(order).toHaveLength(6);
  });

  it('starts what is slow also while something quick hangs', async () => {
    const slow: Check = { ...quiet, id: 'slow', lane: 'pixels', slow: true };
    const { queue } = setUp([hanging, slow], { settings: settingsWith({ checkTimeoutMs: 6000 }) });
    const { id } = queue.submit(file('a.png'), { content: await picture() });
    await vi.waitFor(() => expect(queue.get(id)?.rows[1]?.state).toBe('done'), { timeout: 5000 });
    expect(queue.get(id)?.rows[0]?.state).toBe('running');
    queue.cancel(id);
    await ended(queue, id);
  });

  it('ends a check that hangs by its time-out; the others answer, and the verdict names it', async () => {
    const { queue } = setUp([hanging, quiet], { settings: settingsWith({ checkTimeoutMs: 500 }) });
    const { id } = queue.submit(file('a.png'), { content: await picture() });
    const job = await ended(queue, id);
    expect(job.rows[0]?.signals).toMatchObject([{ finding: 'check-failed', reason: 'timeout' }]);
    expect(job.rows[1]?.signals).toMatchObject([{ finding: 'none' }]);
    expect(job.verdict).toMatchObject({ level: 'inconclusive', missing: ['hanging'] });
  });

  it('keeps what was found when the user cancels', async () => {
    const { queue, parts } = setUp([quiet, hanging]);
    const { id } = queue.submit(file('a.png'), { content: await picture() });
    await vi.waitFor(() => expect(queue.get(id)?.rows[0]?.state).toBe('done'));
    queue.cancel(id);
    const job = await ended(queue, id);
    expect(job.status).toBe('cancelled');
    expect(job.rows[0]?.signals).toMatchObject([{ finding: 'none' }]);
    expect(job.rows[1]?.signals).toMatchObject([{ reason: 'cancelled' }]);
    expect(parts.keepHistory).toHaveBeenCalled();
  });

  it('can be cancelled while the bytes are still on their way', async () => {
    const { queue } = setUp([quiet], { acquire: () => new Promise(() => undefined) });
    const { id } = queue.submit(page);
    await vi.waitFor(() => expect(queue.get(id)?.status).toBe('loading'));
    queue.cancel(id);
    expect((await ended(queue, id)).status).toBe('cancelled');
  });

  it('reads from a page, names the picture by its address and passes notices and the grant on', async () => {
    const acquired: Acquired = {
      bytes: new Uint8Array(await (await picture()).arrayBuffer()),
      coverage: 'pixels',
      declaredType: 'image/png',
      readFrom: 'https://a.example/photos/my%20cat.png',
      notices: [phrase('subject.blocked', { host: 'a.example' })],
      grant: 'https://a.example/photos/my%20cat.png',
    };
    const { queue } = setUp([quiet, hashing], { acquire: async () => acquired });
    const job = await ended(queue, queue.submit(page).id);
    expect(job).toMatchObject({
      subject: { name: 'my cat.png', coverage: 'pixels' },
      notices: [{ key: 'subject.blocked' }],
      grant: acquired.grant,
      verdict: { level: 'inconclusive', missing: ['quiet'] },
    });
  });

  it('fails with the reason and the host to grant when nothing could be read', async () => {
    const reason = new SubjectError('blocked', phrase('subject.blocked', { host: 'a.example' }), 'TypeError');
    const { queue } = setUp([quiet], {
      acquire: () => Promise.reject(new GrantableError(reason, 'https://a.example/x')),
    });
    expect(await ended(queue, queue.submit(page).id)).toMatchObject({
      status: 'failed',
      error: { code: 'blocked', said: reason.said, detail: 'TypeError', grant: 'https://a.example/x' },
    });
  });

  it('loses no answer to a full disk: it becomes a notice', async () => {
    const full = () => Promise.reject(new StorageError(phrase('records.diskFull'), 'QuotaExceededError'));
    const { queue } = setUp([quiet], { keepUnfinished: full, keepHistory: full });
    const job = await ended(queue, queue.submit(file('a.png'), { content: await picture() }).id);
    expect(job).toMatchObject({ status: 'done', notices: [{ key: 'records.diskFull' }] });
  });

  it('takes up what another process left, and says when a file is gone for good', async () => {
    const before = setUp([hanging]);
    const job = before.queue.submit(file('a.png'), { content: await picture() });
    const { queue } = setUp([quiet]);
    queue.resume({ ...job, rows: [{ check: 'quiet', state: 'running', signals: [] }] }, await picture());
    expect(await ended(queue, job.id)).toMatchObject({ status: 'done', verdict: { level: 'no-evidence' } });
    const lost = setUp([quiet]);
    lost.queue.resume(job);
    expect(await ended(lost.queue, job.id)).toMatchObject({
      status: 'failed',
      error: { said: { key: 'subject.bytesGone' } },
    });
  });

  it('says that a check is switched off instead of passing over it', async () => {
    const { queue } = setUp([quiet], {
      settings: settingsWith({ checksOff: ['quiet'] }),
    });
    const job = await ended(queue, queue.submit(file('a.png'), { content: await picture() }).id);
    expect(job.rows[0]?.signals).toMatchObject([{ reason: 'switched-off' }]);
    expect(job.verdict?.missing).toEqual(['quiet']);
  });

  it('names the check whose model gave no answer, with the reason in its row', async () => {
    const estimating: Check = {
      ...quiet,
      id: 'estimating',
      run: async (_, { tools: { models } }) => {
        await models.run('ai-image', []);
        return [];
      },
    };
    const { queue } = setUp([estimating, quiet]);
    const job = await ended(queue, queue.submit(file('a.png'), { content: await picture() }).id);
    expect(job.rows[0]?.signals).toMatchObject([
      { finding: 'check-failed', reason: 'model-missing', summary: { values: { model: 'ai-image' } } },
    ]);
    expect(job).toMatchObject({
      status: 'done',
      verdict: { level: 'inconclusive', missing: ['estimating'] },
    });
  });

  it('reads only the provenance of media, and says so in the other rows', async () => {
    const { queue } = setUp([quiet, hashing]);
    const job = await ended(queue, queue.submit(file('a.pdf'), { content: new Blob(['%PDF-1.7\n%']) }).id);
    expect(job.rows[0]?.signals).toMatchObject([{ finding: 'none' }]);
    expect(job.rows[1]?.signals).toMatchObject([{ finding: 'not-applicable', reason: 'kind' }]);
  });
});

describe('bad input', () => {
  const bad = async (name: string) => new Blob([new Uint8Array(await readFile(join(MADE, 'bad', name)))]);
  const check = async (name: string) => {
    const { queue } = setUp([quiet, hashing]);
    return ended(queue, queue.submit(file(name), { content: await bad(name) }).id);
  };

  it.each([
    ['empty.jpg', 'empty'],
    ['text.jpg', 'not-supported'],
  ])('%s ends with its own message', async (name, code) => {
    expect(await check(name)).toMatchObject({ status: 'failed', error: { code } });
  });

  it('a header of 60,000 x 60,000 pixels is refused before decoding; the file is still read', async () => {
    const job = await check('huge-header.png');
    expect(job.rows.map(({ signals }) => signals[0]?.reason ?? signals[0]?.finding)).toEqual([
      'none',
      'too-many-pixels',
    ]);
  });

  it('a PNG named .jpg is named as such, and checked', async () => {
    expect(await check('png-named.jpg')).toMatchObject({
      status: 'done',
      notices: [{ key: 'subject.disguisedName', values: { name: '.jpg', mediaType: 'image/png' } }],
    });
  });

  it('a file above the limit is refused unread', async () => {
    const { queue } = setUp([quiet], {
      settings: settingsWith({ limits: { ...DEFAULT_LIMITS, maxBytes: 1000 } }),
    });
    const job = await ended(
      queue,
      queue.submit(file('big.jpg'), { content: new Blob([new Uint8Array(2000)]) }).id,
    );
    expect(job).toMatchObject({ status: 'failed', error: { code: 'too-large' } });
  });
});
