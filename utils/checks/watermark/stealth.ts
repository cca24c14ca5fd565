import { Gunzip } from 'fflate';
import type { Pixels } from '../../subject/subject';

/** Which bits carry the data, and whether it is compressed. As the web-UI extensions and NovelAI write them. */
const SIGNATURES = {
  stealth_pnginfo: { channels: [3], gzip: false },
  stealth_pngcomp: { channels: [3], gzip: true },
  stealth_rgbinfo: { channels: [0, 1, 2], gzip: false },
  stealth_rgbcomp: { channels: [0, 1, 2], gzip: true },
} as const;

export type StealthSignature = keyof typeof SIGNATURES;

export interface StealthInfo {
  readonly signature: StealthSignature;
  /** What was hidden: JSON or a web UI's parameters; null where it cannot be read. */
  readonly text: string | null;
  /** Why it cannot: the length goes beyond the picture or the limit, or the data is broken or unpacks to too much. */
  readonly problem?: 'length' | 'damaged' | 'too-large';
}

/** Bits of the signature: so many rows of the first column always hold it, if the picture has as many. */
export const SIGNATURE_BITS = 120;

/** Workflows of some hundred kilobytes occur; nothing a generator writes comes near this. */
const MAX_PAYLOAD_BYTES = 1_048_576;
const MAX_TEXT_BYTES = 4 * 1_048_576;

/** Bits in front of the payload: the signature and its length, 32 bits, most significant first. */
const HEADER_BITS = SIGNATURE_BITS + 32;

/** Columns of a picture of this height that hold the longest payload that is read. */
export function columnsNeeded(height: number): number {
  return Math.ceil((HEADER_BITS + MAX_PAYLOAD_BYTES * 8) / height);
}

/**
 * Reads stealth PNG info: data in the least significant bits of alpha, or of red, green and blue, column by
 * column from the top left, most significant bit first. Needs exact pixels. Returns null where there is none.
 */
export function readStealthInfo(pixels: Pixels): StealthInfo | null {
  const signature = findSignature(pixels);
  if (signature === null) return null;
  const { channels, gzip } = SIGNATURES[signature];
  const payload = readPayload(pixels, channels);
  if (payload === null) return { signature, text: null, problem: 'length' };
  if (!gzip) return { signature, text: new TextDecoder().decode(payload) };
  return { signature, ...unpack(payload) };
}

/** The signature that the picture's first bits spell, else null. Its first 120 rows are enough. */
export function findSignature(pixels: Pixels): StealthSignature | null {
  for (const channels of [SIGNATURES.stealth_pnginfo.channels, SIGNATURES.stealth_rgbinfo.channels]) {
    const spelled = readBytes(pixels, channels, 0, SIGNATURE_BITS / 8);
    const text = spelled && String.fromCharCode(...spelled);
    if (isSignature(text) && SIGNATURES[text].channels.length === channels.length) return text;
  }
  return null;
}

function isSignature(text: string | null): text is StealthSignature {
  return text !== null && Object.hasOwn(SIGNATURES, text);
}

/** The payload's bytes, or null where the length before it is impossible. The length counts bits. */
function readPayload(pixels: Pixels, channels: readonly number[]): Uint8Array | null {
  const length = readBytes(pixels, channels, SIGNATURE_BITS, 4);
  if (length === null) return null;
  const bits = new DataView(length.buffer).getUint32(0);
  if (bits === 0 || bits > MAX_PAYLOAD_BYTES * 8) return null;
  return readBytes(pixels, channels, HEADER_BITS, bits >> 3);
}

/** `count` bytes from bit number `start` on; null where the picture does not hold as many. */
function readBytes(
  { width, height, data }: Pixels,
  channels: readonly number[],
  start: number,
  count: number,
): Uint8Array<ArrayBuffer> | null {
  if (start + count * 8 > width * height * channels.length) return null;
  const bytes = new Uint8Array(count);
  for (let index = 0; index < count * 8; index++) {
    const bit = start + index;
    const pixel = Math.floor(bit / channels.length);
    const column = Math.floor(pixel / height);
    const offset = ((pixel % height) * width + column) * 4 + (channels[bit % channels.length] ?? 0);
    bytes[index >> 3] = ((bytes[index >> 3] ?? 0) << 1) | ((data[offset] ?? 0) & 1);
  }
  return bytes;
}

/** Bytes that are unpacked at a time, so that a hostile payload is stopped soon after it passes the limit. */
const SLICE = 1_024;

function unpack(payload: Uint8Array): Pick<StealthInfo, 'text' | 'problem'> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    const gunzip = new Gunzip((unpacked, final) => {
      size += unpacked.length;
      text += decoder.decode(unpacked, { stream: !final });
    });
    for (let at = 0; at < payload.length; at += SLICE) {
      gunzip.push(payload.subarray(at, at + SLICE), at + SLICE >= payload.length);
      if (size > MAX_TEXT_BYTES) return { text: null, problem: 'too-large' };
    }
  } catch {
    return { text: null, problem: 'damaged' };
  }
  return size === 0 ? { text: null, problem: 'damaged' } : { text };
}
