import type { Content } from './lane';

/** What is larger goes to the workers as a Blob, so that no more than one of them holds it at a time. */
const COPIED_BYTES = 8 * 1024 * 1024;

/** Bytes in memory as a job takes them. */
export function contentOf(bytes: Uint8Array<ArrayBuffer>): Content {
  return bytes.length > COPIED_BYTES ? new Blob([bytes]) : bytes;
}

/** A file's content, read once: what is small is in memory from then on. */
export async function readContent(blob: Blob): Promise<Content> {
  return blob.size > COPIED_BYTES ? blob : new Uint8Array(await blob.arrayBuffer());
}

/** The same as a Blob, to be kept. */
export function blobOf(content: Content): Blob {
  return content instanceof Blob ? content : new Blob([content]);
}

/** In bytes. */
export function sizeOf(content: Content): number {
  return content instanceof Blob ? content.size : content.length;
}
