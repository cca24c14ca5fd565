import { phrase } from '../words/phrase';
import { type Fetched, hostOf } from './ladder';
import type { Limits } from './limits';
import { refuseTooLarge } from './load';
import { SubjectError } from './subject-error';

/**
 * Fetches bytes without credentials and without a referrer. The size limit holds while they arrive.
 * Throws SubjectError `not-found`, `refused`, `too-large`, `redirected`, `blocked` or `unreachable`.
 */
export async function fetchBytes(
  url: string,
  limits: Limits,
  signal: AbortSignal,
  fetcher: typeof fetch = fetch,
): Promise<Fetched> {
  const host = hostOf(url) ?? url.slice(0, 40);
  const request: RequestInit = { credentials: 'omit', referrerPolicy: 'no-referrer', signal };
  let response: Response;
  try {
    response = await fetcher(url, request);
  } catch (error) {
    if (signal.aborted) throw error;
    throw await explainFailure(url, host, request, fetcher, error);
  }
  refuseStatus(response.status, response.ok);
  const announced = Number(response.headers.get('content-length') ?? 0);
  refuseTooLarge(announced, limits);
  return {
    bytes: await readWithin(response, limits),
    declaredType: response.headers.get('content-type') ?? '',
    readFrom: response.url || url,
  };
}

/** Throws SubjectError for the status of an answer that holds no picture. */
export function refuseStatus(status: number, ok: boolean): void {
  if (ok) return;
  if (status === 404 || status === 410) {
    throw new SubjectError('not-found', phrase('subject.notFound', { status: String(status) }));
  }
  throw new SubjectError('refused', phrase('subject.refused', { status: String(status) }));
}

/** The browser says only that a fetch failed; a second one that stops at a redirect tells the two cases apart. */
async function explainFailure(
  url: string,
  host: string,
  request: RequestInit,
  fetcher: typeof fetch,
  error: unknown,
): Promise<SubjectError> {
  try {
    const stopped = await fetcher(url, { ...request, redirect: 'manual' });
    if (stopped.type === 'opaqueredirect') {
      return new SubjectError('redirected', phrase('subject.redirected', { host }));
    }
    return new SubjectError('blocked', phrase('subject.blocked', { host }), String(error));
  } catch {
    return new SubjectError('unreachable', phrase('subject.unreachable', { host }), String(error));
  }
}

async function readWithin(response: Response, limits: Limits): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > limits.maxBytes) await reader.cancel();
    refuseTooLarge(size, limits);
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
