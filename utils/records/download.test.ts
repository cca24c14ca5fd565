import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Records } from './database';
import { type DownloadOptions, type DownloadProgress, download } from './download';

const BYTES = Buffer.from(Array.from({ length: 600_000 }, (_, index) => (index * 31) % 251));
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const HALF = BYTES.length / 2;
const URL_OF_PACK = 'https://models.example/pack.zip';

/** What the server does next; by default it hands the file out. */
let answer: (response: ServerResponse, headers: IncomingHttpHeaders) => void;
const seen: IncomingHttpHeaders[] = [];
let server: Server;
let base: string;
let records: Records;

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.headers);
    answer(response, request.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  records = new Records(`test-${crypto.randomUUID()}`);
  seen.length = 0;
  answer = handOut();
});

/** A server that can go on, and may break off after some bytes. */
function handOut({ etag = '"one"', breakAt = Number.POSITIVE_INFINITY, bytes = BYTES } = {}) {
  return (response: ServerResponse, headers: IncomingHttpHeaders) => {
    const range = /^bytes=(\d+)-$/.exec(headers.range ?? '');
    const start = range && headers['if-range'] === etag ? Number(range[1]) : 0;
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'accept-ranges': 'bytes',
      'content-length': bytes.length - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (breakAt >= bytes.length) return response.end(bytes.subarray(start));
    // Only once they have left may the connection go.
    return response.write(bytes.subarray(start, breakAt), () => setImmediate(() => response.destroy()));
  };
}

/** The address is https; what answers it is a server on this machine. */
const fetcher: typeof fetch = async (address, init) => {
  const { body, status, headers } = await fetch(`${base}${new URL(String(address)).pathname}`, init);
  return new Response(body, { status, headers });
};

async function get(options: Partial<DownloadOptions> = {}, url = URL_OF_PACK) {
  const progress: DownloadProgress[] = [];
  const blob = await download(records, url, {
    signal: new AbortController().signal,
    onProgress: (step) => progress.push(step),
    fetcher,
    ...options,
  });
  return { bytes: Buffer.from(await blob.arrayBuffer()), progress };
}

const keptParts = async () => (await records.downloadParts.count()) + (await records.downloads.count());

describe('a download', () => {
  it('brings the bytes, tells how far it is, sends nothing of the user and keeps nothing', async () => {
    const { bytes, progress } = await get({ sha256: SHA256 });
    expect(bytes.equals(BYTES)).toBe(true);
    expect(progress[0]).toEqual({ received: 0, size: BYTES.length });
    expect(progress.at(-1)).toEqual({ received: BYTES.length, size: BYTES.length });
    expect(seen).toHaveLength(1);
    expect(seen[0]?.cookie).toBeUndefined();
    expect(seen[0]?.referer).toBeUndefined();
    expect(await keptParts()).toBe(0);
  });

  it('goes on where it was interrupted', async () => {
    answer = handOut({ breakAt: HALF });
    await expect(get()).rejects.toMatchObject({ said: { key: 'download.interrupted' } });
    answer = handOut();
    const { bytes, progress } = await get({ sha256: SHA256 });
    expect(bytes.equals(BYTES)).toBe(true);
    expect(seen[1]).toMatchObject({ 'if-range': '"one"', range: expect.stringMatching(/^bytes=[1-9]\d*-$/) });
    expect(progress[0]?.received).toBeGreaterThan(0);
    expect(await keptParts()).toBe(0);
  });

  it('goes on after it was stopped', async () => {
    const stop = new AbortController();
    answer = (response) => {
      response.writeHead(200, { etag: '"one"', 'accept-ranges': 'bytes', 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, HALF));
    };
    const stopped = get({
      signal: stop.signal,
      onProgress: ({ received }) => received === HALF && stop.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    answer = handOut();
    const { bytes, progress } = await get();
    expect(progress[0]?.received).toBe(HALF);
    expect(bytes.equals(BYTES)).toBe(true);
  });

  it('begins anew when the file has changed since', async () => {
    answer = handOut({ breakAt: HALF });
    await expect(get()).rejects.toThrow();
    const changed = Buffer.from(BYTES).reverse();
    answer = handOut({ etag: '"two"', bytes: changed });
    expect((await get()).bytes.equals(changed)).toBe(true);
  });

  it('begins anew when the server goes on from somewhere else, or from nowhere', async () => {
    for (const status of [206, 416]) {
      answer = handOut({ breakAt: HALF });
      await expect(get()).rejects.toThrow();
      answer = (response, headers) => {
        if (!headers.range) return handOut()(response, headers);
        return response.writeHead(status, { 'content-range': 'bytes 5-9/10' }).end('xxxxx');
      };
      expect((await get()).bytes.equals(BYTES)).toBe(true);
    }
  });

  it('says when it cannot go on, and keeps nothing then', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': BYTES.length });
      response.write(BYTES.subarray(0, 100), () => setImmediate(() => response.destroy()));
    };
    await expect(get()).rejects.toMatchObject({ said: { key: 'download.interruptedForGood' } });
    expect(await keptParts()).toBe(0);
  });

  it('keeps what has come of the last one alone', async () => {
    answer = handOut({ breakAt: HALF });
    await expect(get()).rejects.toThrow();
    await expect(get({}, 'https://models.example/other.zip')).rejects.toThrow();
    expect((await records.downloads.toArray()).map(({ url }) => url)).toEqual([
      'https://models.example/other.zip',
    ]);
  });

  it('comes without a length too', async () => {
    answer = (response) => {
      response.writeHead(200);
      response.write(BYTES.subarray(0, HALF));
      response.end(BYTES.subarray(HALF));
    };
    const { bytes, progress } = await get();
    expect(bytes.equals(BYTES)).toBe(true);
    expect(progress.at(-1)).toEqual({ received: BYTES.length, size: null });
  });
});

describe('refused is', () => {
  it.each(['http://models.example/pack.zip', 'ftp://models.example/x', 'pack.zip', ''])(
    'the address %j, before anything is sent',
    async (url) => {
      await expect(get({}, url)).rejects.toMatchObject({ said: { key: 'download.notHttps' } });
      expect(seen).toEqual([]);
    },
  );

  it('an address with a password', async () => {
    await expect(get({}, 'https://me:secret@models.example/x')).rejects.toMatchObject({
      said: { key: 'download.credentials' },
    });
  });

  it('an answer that came over http after all', async () => {
    const redirected: typeof fetch = async () =>
      Object.defineProperty(new Response('bytes'), 'url', { value: 'http://models.example/pack.zip' });
    await expect(get({ fetcher: redirected })).rejects.toMatchObject({ said: { key: 'download.notHttps' } });
  });

  it('another file than the expected one, of which nothing stays', async () => {
    await expect(get({ sha256: 'ab'.repeat(32) })).rejects.toMatchObject({
      said: { key: 'download.otherHash' },
    });
    expect(await keptParts()).toBe(0);
  });

  it('what is too large, announced or not', async () => {
    const tooLarge = { said: { key: 'download.tooLarge' } };
    await expect(get({ maxBytes: BYTES.length - 1 })).rejects.toMatchObject(tooLarge);
    answer = (response) => response.writeHead(200).end(BYTES);
    await expect(get({ maxBytes: BYTES.length - 1 })).rejects.toMatchObject(tooLarge);
    expect(await keptParts()).toBe(0);
  });

  it('what the server does not hand out', async () => {
    answer = (response) => response.writeHead(404).end();
    await expect(get()).rejects.toMatchObject({
      said: { key: 'download.refused', values: { status: '404' } },
    });
  });

  it('a host that does not answer', async () => {
    const failing: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await expect(get({ fetcher: failing })).rejects.toMatchObject({ said: { key: 'download.unreachable' } });
  });
});
