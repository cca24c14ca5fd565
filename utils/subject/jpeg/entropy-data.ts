import { Unreadable } from './unreadable';

/** The entropy-coded data of one scan, without the bytes that are stuffed between (ITU-T T.81, B.1.1.5). */
export interface EntropyData {
  /** Behind the data there are zeros, so that a reader may look ahead. */
  readonly bytes: DataView;
  /** How many bytes of data there are. */
  readonly length: number;
  /** Where each restart interval but the first begins. */
  readonly restarts: readonly number[];
  /** Where the marker after the data is in the file. */
  readonly end: number;
}

/** Reads from `start` to the next marker that is no restart. Throws Unreadable where the file ends before. */
export function readEntropyData(file: Uint8Array, start: number): EntropyData {
  const end = findMarker(file, start);
  const bytes = new Uint8Array(end - start + BEHIND);
  const restarts: number[] = [];
  let length = 0;
  const keep = (from: number, to: number) => {
    bytes.set(file.subarray(from, to), length);
    length += to - from;
  };
  let kept = start;
  for (let at = file.indexOf(0xff, start); at < end; at = file.indexOf(0xff, kept)) {
    const next = file[at + 1] ?? 0;
    keep(kept, next === 0 ? at + 1 : at);
    if (isRestart(next)) restarts.push(length);
    // Of several 0xff in a row the last one counts.
    kept = next === 0xff ? at + 1 : at + 2;
  }
  keep(Math.min(kept, end), end);
  return { bytes: new DataView(bytes.buffer), length, restarts, end };
}

/** Bytes that are looked at behind the last code. */
const BEHIND = 8;

/** Where the next marker is that ends entropy-coded data. */
export function findMarker(file: Uint8Array, start: number): number {
  for (let at = file.indexOf(0xff, start); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
  }
  throw new Unreadable('the file ends within a scan');
}

function isRestart(marker: number): boolean {
  return marker >= 0xd0 && marker <= 0xd7;
}
