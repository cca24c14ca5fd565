import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Limits } from '../utils/subject/limits';
import { refuseTooLarge } from '../utils/subject/load';
import { SubjectError } from '../utils/subject/subject-error';
import { phrase } from '../utils/words/phrase';

/**
 * Reads a file whole, after its size was found to be within the limits. Throws SubjectError `too-large`, or
 * `unreadable` for a folder, a device or a pipe; the system's own errors pass through.
 */
export async function readFileWithin(path: string, limits: Limits): Promise<Uint8Array<ArrayBuffer>> {
  // Asked before it is opened: opening a named pipe waits for somebody to write to it.
  const found = await stat(path);
  if (!found.isFile()) throw new SubjectError('unreadable', phrase('cli.notAFile'));
  refuseTooLarge(found.size, limits);
  return plainBytes(await readFile(path));
}

/** Reads a stream to its end. Throws SubjectError `too-large` as soon as it brings more than the limits allow. */
export async function readStreamWithin(stream: Readable, limits: Limits): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    refuseTooLarge(size, limits);
    chunks.push(chunk);
  }
  return plainBytes(Buffer.concat(chunks));
}

/** The same bytes without Buffer's own methods, whose `slice` differs from that of every other array. */
function plainBytes({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
