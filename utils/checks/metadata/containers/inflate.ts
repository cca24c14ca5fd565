import { Unzlib } from 'fflate';

/** Bytes that all compressed texts of one file may unpack to: a text of 2 kB can hold 2 MB of nothing. */
const MAX_UNPACKED = 4 * 1024 * 1024;
/** Bytes fed at a time. Deflate packs at most 1,032 to 1, so one step cannot unpack more than about 4 MB. */
const STEP = 4 * 1024;

/** Unpacks a file's compressed texts and gives up, for all of them together, once they turn out too long. */
export class Inflater {
  #left = MAX_UNPACKED;

  /** The unpacked bytes; `too-long` where the file's share is used up, `broken` where it is no zlib stream. */
  unpack(bytes: Uint8Array): Uint8Array | 'too-long' | 'broken' {
    const parts: Uint8Array[] = [];
    const stream = new Unzlib((part) => {
      this.#left -= part.length;
      parts.push(part);
    });
    try {
      for (let at = 0; at < bytes.length; at += STEP) {
        if (this.#left < 0) return 'too-long';
        stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
      }
    } catch {
      return 'broken';
    }
    return this.#left < 0 ? 'too-long' : join(parts);
  }
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
