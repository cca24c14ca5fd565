import { ask } from './bus';

/** What a blob: URL of the engine leads to. The engine is told to close it. */
export async function takeBlob(blobUrl: string): Promise<Blob> {
  try {
    return await (await fetch(blobUrl)).blob();
  } finally {
    void ask('background', 'callEngine', { name: 'blobTaken', request: { blobUrl } }).catch(() => undefined);
  }
}
