import type { PageFetch } from '../../utils/messages/table';
import { toBase64 } from '../../utils/subject/base64';

/**
 * Fetches under the page's own rules, without credentials and without a referrer, and keeps the bytes to be read
 * in parts: what a script hands to the background must be small.
 */
export async function fetchHere(address: string, maxBytes: number): Promise<PageFetch> {
  try {
    const response = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!response.ok) return { status: response.status };
    const announced = Number(response.headers.get('content-length') ?? 0);
    if (announced > maxBytes) return { failed: 'too-large', detail: '', size: announced };
    const blob = await response.blob();
    if (blob.size > maxBytes) return { failed: 'too-large', detail: '', size: blob.size };
    const token = blobs.push(blob) - 1;
    return {
      token,
      size: blob.size,
      declaredType: response.headers.get('content-type') ?? '',
      readFrom: response.url || address,
    };
  } catch (error) {
    return { failed: 'network', detail: String(error) };
  }
}

/** A part of fetched bytes as base64; the last part drops them. */
export async function readHere(token: number, offset: number): Promise<string> {
  const blob = blobs[token];
  if (!blob) throw new Error('These bytes were read before');
  const end = offset + PART_BYTES;
  if (end >= blob.size) delete blobs[token];
  return toBase64(new Uint8Array(await blob.slice(offset, end).arrayBuffer()));
}

/** Bytes of one part, well below what browsers let a message hold. */
export const PART_BYTES = 6 * 1024 * 1024;

const blobs: (Blob | undefined)[] = [];
