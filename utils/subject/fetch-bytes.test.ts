import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchBytes } from './fetch-bytes';
import { DEFAULT_LIMITS } from './limits';

let server: Server;
let base: string;
const seen: Record<string, string | undefined>[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ cookie: request.headers.cookie, referer: request.headers.referer });
    if (request.url === '/picture')
      return response.writeHead(200, { 'content-type': 'image/png' }).end('bytes');
    if (request.url === '/moved') return response.writeHead(302, { location: '/picture' }).end();
    if (request.url === '/endless') {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
      request.on('close', () => clearInterval(timer));
      return;
    }
    if (request.url === '/announced') return response.writeHead(200, { 'content-length': '999999999' }).end();
    response.writeHead(request.url === '/secret' ? 403 : 404).end('no');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetchFrom = (path: string, limits = DEFAULT_LIMITS) =>
  fetchBytes(`${base}${path}`, limits, new AbortController().signal);

describe('fetchBytes', () => {
  it('brings bytes, declared type and the address that answered', async () => {
    const { bytes, declaredType, readFrom } = await fetchFrom('/moved');
    expect(new TextDecoder().decode(bytes)).toBe('bytes');
    expect(declaredType).toBe('image/png');
    expect(readFrom).toBe(`${base}/picture`);
    expect(seen.at(-1)).toEqual({ cookie: undefined, referer: undefined });
  });

  it('tells what is not there from what is refused', async () => {
    await expect(fetchFrom('/nothing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(fetchFrom('/secret')).rejects.toMatchObject({ code: 'refused' });
  });

  it('stops at the size limit, announced or not', async () => {
    await expect(fetchFrom('/announced')).rejects.toMatchObject({ code: 'too-large' });
    await expect(fetchFrom('/endless', { ...DEFAULT_LIMITS, maxBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('says that a host does not answer', async () => {
    await expect(
      fetchBytes('http://127.0.0.1:1/', DEFAULT_LIMITS, new AbortController().signal),
    ).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('says that a redirect to a host which may not be read stopped it', async () => {
    const redirecting: typeof fetch = async (_, init) => {
      if (init?.redirect !== 'manual') throw new TypeError('Failed to fetch');
      return { type: 'opaqueredirect' } as Response;
    };
    await expect(
      fetchBytes('https://a.example/1', DEFAULT_LIMITS, new AbortController().signal, redirecting),
    ).rejects.toMatchObject({ code: 'redirected' });
  });
});
