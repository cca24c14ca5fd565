import { MAX_PACK_BYTES } from '../inference/pack-size';
import { sha256Of } from '../inference/sha256';
import { type Phrase, phrase } from '../words/phrase';
import type { DownloadRow, Records } from './database';
import { keeping } from './storage-error';

export interface DownloadOptions {
  /** Stops the download. What has come is kept where the server can go on from there. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Lower-case hex, of all bytes. */
  readonly sha256?: string;
  readonly maxBytes?: number;
  readonly fetcher?: typeof fetch;
}

export interface DownloadProgress {
  /** Bytes, with those of an earlier try. */
  readonly received: number;
  /** Null where the server does not say. */
  readonly size: number | null;
}

/** A download that gave no file: `said` is why. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    readonly said: Phrase,
    detail?: string,
  ) {
    super(detail);
  }
}

/**
 * Fetches a file from an https address, without credentials and without a referrer. A download that was interrupted
 * goes on where it ended, if the server says that it still has the same bytes (RFC 9110, 13.1.5 and 14.2). Nothing stays
 * kept of one that has ended, and of the others only the last. Rejects with DownloadError, StorageError, or the
 * signal's reason.
 */
export async function download(records: Records, address: string, options: DownloadOptions): Promise<Blob> {
  const url = parseAddress(address);
  const kept = new KeptDownload(records, url);
  await kept.forgetOthers();
  const earlier = await kept.read();
  const response = await request(url, earlier, options);
  const goesOn = earlier !== null && continues(response, earlier);
  if (!goesOn) await kept.forget();
  if (earlier && !goesOn && NOT_THE_WHOLE.includes(response.status)) {
    await response.body?.cancel();
    return download(records, address, options);
  }
  refuseStatus(response);
  const size = goesOn ? earlier.row.size : sizeOf(response);
  const row = goesOn ? earlier.row : resumableRow(url, response, size);
  const blob = await receive(response, { row, size, start: goesOn ? earlier.received : 0, kept }, options);
  await kept.forget();
  await refuseOtherHash(blob, options.sha256);
  return blob;
}

const PARTIAL = 206;
const RANGE_NOT_SATISFIABLE = 416;
const NOT_THE_WHOLE: readonly number[] = [PARTIAL, RANGE_NOT_SATISFIABLE];

/** Written to the disk at once: few writes, and little to fetch again after a crash. */
const PART_BYTES = 4 * 1_048_576;

interface Earlier {
  readonly row: DownloadRow;
  readonly received: number;
}

interface Target {
  /** Null where the server could not go on later. */
  readonly row: DownloadRow | null;
  readonly size: number | null;
  readonly start: number;
  readonly kept: KeptDownload;
}

function parseAddress(address: string): string {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
  if (url?.protocol !== 'https:') throw new DownloadError(phrase('download.notHttps'));
  if (url.username || url.password) throw new DownloadError(phrase('download.credentials'));
  url.hash = '';
  return url.href;
}

async function request(
  url: string,
  earlier: Earlier | null,
  { signal, fetcher = fetch }: DownloadOptions,
): Promise<Response> {
  const { host } = new URL(url);
  let response: Response;
  try {
    response = await fetcher(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal,
      ...(earlier && {
        headers: { Range: `bytes=${earlier.received}-`, 'If-Range': earlier.row.etag },
      }),
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new DownloadError(phrase('download.unreachable', { host }), String(error));
  }
  // Empty only for a response that did not come over the network.
  if (response.url && new URL(response.url).protocol !== 'https:') {
    await response.body?.cancel();
    throw new DownloadError(phrase('download.notHttps'), `Redirected to ${response.url}`);
  }
  return response;
}

function continues(response: Response, { row, received }: Earlier): boolean {
  const range = response.headers.get('content-range');
  return response.status === PARTIAL && range === `bytes ${received}-${row.size - 1}/${row.size}`;
}

function refuseStatus({ ok, status }: Response): void {
  if (!ok) throw new DownloadError(phrase('download.refused', { status: String(status) }));
}

function sizeOf({ headers }: Response): number | null {
  const length = headers.get('content-length');
  // With an encoding it would be the length of what travels, not of what arrives.
  return length === null || headers.has('content-encoding') ? null : Number(length);
}

function resumableRow(url: string, { headers }: Response, size: number | null): DownloadRow | null {
  const etag = headers.get('etag');
  const strong = etag !== null && !etag.startsWith('W/');
  return strong && size !== null && headers.get('accept-ranges') === 'bytes' ? { url, etag, size } : null;
}

async function receive(
  { body }: Response,
  { row, size, start, kept }: Target,
  { signal, onProgress, maxBytes = MAX_PACK_BYTES }: DownloadOptions,
): Promise<Blob> {
  const collected = new Collected(start, row ? kept : null);
  const refuseLarger = async (bytes: number) => {
    if (bytes <= maxBytes) return;
    await reader?.cancel();
    await kept.forget();
    throw new DownloadError(phrase('download.tooLarge', { limit: Math.floor(maxBytes / 1_048_576) }));
  };
  const reader = body?.getReader();
  await refuseLarger(size ?? 0);
  if (row && start === 0) await kept.begin(row);
  onProgress({ received: start, size });
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      await refuseLarger(collected.received + part.value.length);
      await collected.add(part.value);
      onProgress({ received: collected.received, size });
    }
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    await collected.store();
    if (signal.aborted) throw error;
    throw interrupted(row, error);
  }
  await collected.store();
  if (size !== null && collected.received !== size)
    throw interrupted(row, `${collected.received} of ${size}`);
  return row ? kept.whole() : collected.inMemory();
}

function interrupted(row: DownloadRow | null, detail: unknown): DownloadError {
  return new DownloadError(
    phrase(row ? 'download.interrupted' : 'download.interruptedForGood'),
    String(detail),
  );
}

async function refuseOtherHash(blob: Blob, wanted: string | undefined): Promise<void> {
  if (wanted === undefined) return;
  const found = await sha256Of(blob);
  if (found === wanted) return;
  throw new DownloadError(phrase('download.otherHash'), `SHA-256 ${found}, not ${wanted}`);
}

/** What has come of a download: on the disk where it can be gone on with, else in memory. */
class Collected {
  #received: number;
  #stored: number;
  #waiting: Uint8Array<ArrayBuffer>[] = [];

  constructor(
    start: number,
    private readonly kept: KeptDownload | null,
  ) {
    this.#received = start;
    this.#stored = start;
  }

  get received(): number {
    return this.#received;
  }

  async add(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#waiting.push(bytes);
    this.#received += bytes.length;
    if (this.#received - this.#stored >= PART_BYTES) await this.store();
  }

  async store(): Promise<void> {
    if (!this.kept || this.#received === this.#stored) return;
    await this.kept.add(this.#stored, this.inMemory());
    this.#waiting = [];
    this.#stored = this.#received;
  }

  inMemory(): Blob {
    return new Blob(this.#waiting);
  }
}

/** The rows of one download. */
class KeptDownload {
  constructor(
    private readonly records: Records,
    private readonly url: string,
  ) {}

  async read(): Promise<Earlier | null> {
    const row = await this.records.downloads.get(this.url);
    if (!row) return null;
    const received = (await this.#parts()).reduce((sum, { size }) => sum + size, 0);
    return received > 0 && received < row.size ? { row, received } : null;
  }

  async begin(row: DownloadRow): Promise<void> {
    await keeping(() => this.records.downloads.put(row));
  }

  async add(offset: number, bytes: Blob): Promise<void> {
    await keeping(() => this.records.downloadParts.put({ url: this.url, offset, bytes }));
  }

  async whole(): Promise<Blob> {
    return new Blob([...(await this.#parts())]);
  }

  forget(): Promise<void> {
    return this.#forgetWhere((url) => url === this.url);
  }

  forgetOthers(): Promise<void> {
    return this.#forgetWhere((url) => url !== this.url);
  }

  async #parts(): Promise<readonly Blob[]> {
    const rows = await this.records.downloadParts.where('url').equals(this.url).sortBy('offset');
    return rows.map(({ bytes }) => bytes);
  }

  #forgetWhere(forgotten: (url: string) => boolean): Promise<void> {
    const { downloads, downloadParts } = this.records;
    return keeping(() =>
      this.records.transaction('rw', downloads, downloadParts, async () => {
        await downloads.filter(({ url }) => forgotten(url)).delete();
        await downloadParts.filter(({ url }) => forgotten(url)).delete();
      }),
    );
  }
}
