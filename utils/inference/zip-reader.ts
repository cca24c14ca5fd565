import { phrase } from '../words/phrase';
import { PackError } from './pack-error';

/** A file in a zip archive. Nothing of it is read before it is opened. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes, as the archive says. */
  readonly size: number;
  /** Rejects with PackError when it is damaged, or holds another number of bytes than the archive says. */
  readonly open: () => Promise<Blob>;
}

/**
 * Lists a zip archive by its central directory (PKWARE APPNOTE 6.3, 4.3). The archive stays where it is: what is stored
 * becomes a part of its Blob, what is deflated is counted while it is inflated. Throws PackError.
 */
export async function readZip(zip: Blob, mostEntries = MOST_ENTRIES): Promise<readonly ZipEntry[]> {
  const end = await findEnd(zip);
  if (end.count > mostEntries) throw damaged(`${end.count} entries`);
  const directory = await viewOf(zip, end.offset, end.size);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < end.count; ) {
    if (at + CENTRAL_HEADER > directory.byteLength || directory.getUint32(at, true) !== CENTRAL_SIGNATURE) {
      throw damaged('The central directory is cut off');
    }
    const nameLength = directory.getUint16(at + 28, true);
    const length =
      CENTRAL_HEADER + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (at + length > directory.byteLength) throw damaged('The central directory is cut off');
    entries.push(entryOf(zip, directory, at, nameLength));
    at += length;
  }
  return entries.filter(({ name }) => !name.endsWith('/'));
}

/** A pack has four. */
const MOST_ENTRIES = 1000;

const END_SIGNATURE = 0x06054b50;
const END_RECORD = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_HEADER = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_HEADER = 30;
/** Stands where the value is in a ZIP64 record: for archives of more than 4 GB, which are refused anyway. */
const IN_ZIP64 = 0xffffffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

async function findEnd(zip: Blob): Promise<{ count: number; size: number; offset: number }> {
  const tail = await viewOf(zip, Math.max(0, zip.size - END_RECORD - LONGEST_COMMENT), zip.size);
  for (let at = tail.byteLength - END_RECORD; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_SIGNATURE) continue;
    return {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      offset: tail.getUint32(at + 16, true),
    };
  }
  throw new PackError(phrase('modelPack.notAZip'));
}

function entryOf(zip: Blob, directory: DataView<ArrayBuffer>, at: number, nameLength: number): ZipEntry {
  const name = new TextDecoder().decode(
    new Uint8Array(directory.buffer, directory.byteOffset + at + CENTRAL_HEADER, nameLength),
  );
  const flags = directory.getUint16(at + 8, true);
  const method = directory.getUint16(at + 10, true);
  const packed = directory.getUint32(at + 20, true);
  const size = directory.getUint32(at + 24, true);
  const header = directory.getUint32(at + 42, true);
  return {
    name,
    size,
    async open() {
      if (flags & ENCRYPTED) throw damaged(`${name} is encrypted`);
      if ([packed, size, header].includes(IN_ZIP64)) throw damaged(`${name} is in ZIP64 form`);
      const local = await viewOf(zip, header, LOCAL_HEADER);
      if (local.byteLength < LOCAL_HEADER || local.getUint32(0, true) !== LOCAL_SIGNATURE) {
        throw damaged(`${name} is not where the central directory says`);
      }
      const start = header + LOCAL_HEADER + local.getUint16(26, true) + local.getUint16(28, true);
      const data = zip.slice(start, start + packed);
      if (data.size !== packed) throw damaged(`${name} is cut off`);
      if (method === DEFLATED) return inflate(data, name, size);
      if (method !== STORED) throw damaged(`${name} is packed by method ${method}`);
      if (size !== packed) throw otherSize(name);
      return data;
    },
  };
}

async function inflate(data: Blob, name: string, size: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let inflated = 0;
  const reader = data.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      inflated += part.value.length;
      if (inflated > size) break;
      parts.push(part.value);
    }
  } catch (error) {
    throw damaged(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  if (inflated > size) await reader.cancel();
  if (inflated !== size) throw otherSize(name);
  return new Blob(parts);
}

async function viewOf(zip: Blob, start: number, length: number): Promise<DataView<ArrayBuffer>> {
  return new DataView(await zip.slice(start, start + length).arrayBuffer());
}

function damaged(detail: string): PackError {
  return new PackError(phrase('modelPack.damaged'), detail);
}

function otherSize(name: string): PackError {
  return new PackError(phrase('modelPack.otherSize', { name }));
}
