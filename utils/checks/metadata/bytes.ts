const UTF8 = new TextDecoder('utf-8');
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true });
const LATIN1 = new TextDecoder('latin1');

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether `text` (ASCII) stands at `offset`. */
export function startsWith(bytes: Uint8Array, text: string, offset = 0): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index++) {
    if (bytes[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Bytes up to the next NUL, and where the byte after it is; null where there is no NUL within `limit` bytes. */
export function untilNul(
  bytes: Uint8Array,
  start: number,
  limit: number,
): { text: string; next: number } | null {
  const end = bytes.subarray(start, start + limit + 1).indexOf(0);
  if (end < 0) return null;
  return { text: decodeText(bytes.subarray(start, start + end)), next: start + end + 1 };
}

/** UTF-8 where the bytes are valid UTF-8, else Latin-1: writers disobey both EXIF (ASCII) and PNG (Latin-1). */
export function decodeText(bytes: Uint8Array): string {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return LATIN1.decode(bytes);
  }
}

export function decodeLatin1(bytes: Uint8Array): string {
  return LATIN1.decode(bytes);
}

/** Text with a byte order mark, or UTF-16 that can be told by its zero bytes, or UTF-8. */
export function decodeMarkup(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (first === 0x3c && second === 0) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0 && second === 0x3c) return new TextDecoder('utf-16be').decode(bytes);
  return UTF8.decode(bytes);
}

/**
 * UTF-16 of unknown byte order, as EXIF's UserComment holds it: the standard names the order of the TIFF block,
 * piexif and with it every Python tool writes big-endian whatever that order is. The reading with more ASCII wins.
 */
export function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
  let evenZeros = 0;
  let oddZeros = 0;
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    if (bytes[index] === 0) evenZeros++;
    if (bytes[index + 1] === 0) oddZeros++;
  }
  const little = evenZeros === oddZeros ? littleEndian : oddZeros > evenZeros;
  return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes.subarray(0, bytes.length & ~1));
}

/** Without the padding that fixed-size fields end in. */
export function trimNul(text: string): string {
  return text.replace(/^[\0\s]+|[\0\s]+$/g, '');
}
