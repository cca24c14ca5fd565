import { fileTypeFromBuffer } from 'file-type/core';
import type { SubjectKind } from './subject';

/** What the bytes themselves say they are. `kind` is null for what no check of ours reads. */
export interface MediaType {
  readonly mediaType: string;
  readonly kind: SubjectKind | null;
}

/**
 * Reads the media type from the first bytes (never from a name or a header of the transport).
 * Unknown binary is `application/octet-stream`; readable text is `text/plain` or `text/html`.
 */
export async function readMediaType(bytes: Uint8Array): Promise<MediaType> {
  const start = bytes.subarray(0, SNIFFED_BYTES);
  // A short view suffices for magic numbers and keeps archive parsers away from hostile files.
  const known = await fileTypeFromBuffer(start).catch(() => undefined);
  if (known && known.mime !== 'application/xml') return classify(known.mime);
  // A TIFF's directory, by which cameras' raw files are told apart, may lie behind the part that is sniffed.
  if (TIFF_MAGIC.some((magic) => magic.every((byte, position) => start[position] === byte)))
    return classify('image/tiff');
  return sniffText(start);
}

/** Whether a file name or a declared type promises another kind of file than the bytes hold. */
export function contradicts(promised: string, mediaType: string): boolean {
  const family = FAMILIES[promised.toLowerCase().replace(/^\./, '').replace(/;.*$/, '').trim()];
  return family !== undefined && family !== FAMILIES[mediaType];
}

const SNIFFED_BYTES = 4100;

/** TIFF 6.0, section 2: byte order, then 42. */
const TIFF_MAGIC = [
  [0x49, 0x49, 42, 0],
  [0x4d, 0x4d, 0, 42],
];

function classify(mediaType: string): MediaType {
  if (mediaType === 'image/apng') return { mediaType: 'image/png', kind: 'image' };
  if (mediaType.startsWith('image/')) return { mediaType, kind: 'image' };
  if (/^(video|audio)\//.test(mediaType) || mediaType === 'application/pdf')
    return { mediaType, kind: 'media' };
  return { mediaType, kind: null };
}

function sniffText(start: Uint8Array): MediaType {
  const text = decodeText(start);
  if (text === null) return { mediaType: 'application/octet-stream', kind: null };
  const root = text
    .replace(/^\uFEFF/, '')
    .replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE[^>[]*(\[[\s\S]*?\])?[^>]*>/gi, '')
    .trimStart();
  if (/^<(\w+:)?svg[\s>/]/i.test(root)) return { mediaType: 'image/svg+xml', kind: 'image' };
  if (/^<(html|head|body|script|div|meta)[\s>/]/i.test(root) || /<!DOCTYPE\s+html/i.test(text)) {
    return { mediaType: 'text/html', kind: null };
  }
  return { mediaType: 'text/plain', kind: null };
}

/** Text of UTF-8 or UTF-16 bytes; null for binary. The end may cut a character in two. */
function decodeText(start: Uint8Array): string | null {
  const utf16 = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  const encoding = utf16 ? (start[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(start, { stream: true });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** File endings and media types that mean the same kind of file. */
const FAMILIES: Readonly<Record<string, string>> = {
  ...family('jpeg', 'jpg', 'jpeg', 'jpe', 'jfif', 'image/jpeg', 'image/jpg'),
  ...family('png', 'png', 'apng', 'image/png', 'image/apng'),
  ...family('webp', 'webp', 'image/webp'),
  ...family('gif', 'gif', 'image/gif'),
  ...family('avif', 'avif', 'image/avif'),
  ...family(
    'heif',
    'heic',
    'heif',
    'hif',
    'image/heic',
    'image/heif',
    'image/heic-sequence',
    'image/heif-sequence',
  ),
  ...family('tiff', 'tif', 'tiff', 'image/tiff'),
  ...family('svg', 'svg', 'image/svg+xml'),
  ...family('bmp', 'bmp', 'image/bmp'),
  ...family('jxl', 'jxl', 'image/jxl'),
  ...family('icon', 'ico', 'image/x-icon', 'image/vnd.microsoft.icon'),
  ...family('pdf', 'pdf', 'application/pdf'),
  ...family('mp4', 'mp4', 'm4v', 'video/mp4', 'video/x-m4v'),
  ...family('mp3', 'mp3', 'audio/mpeg'),
  ...family('wav', 'wav', 'audio/wav', 'audio/x-wav'),
};

function family(name: string, ...members: readonly string[]): Record<string, string> {
  return Object.fromEntries(members.map((member) => [member, name]));
}
