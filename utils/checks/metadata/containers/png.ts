import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { decodeLatin1, decodeText, startsWith, untilNul, viewOf } from '../bytes';
import { Inflater } from './inflate';

/** PNG keywords are 1 to 79 bytes (PNG 3, 11.3.3.1). */
const MAX_KEYWORD = 79;
const MAX_LANGUAGE = 1_000;
const XMP_KEYWORD = 'XML:com.adobe.xmp';

/** Walks a PNG's chunks (PNG 3, clause 5), also those after the picture data. Checksums are not looked at. */
export function* pngItems(bytes: Uint8Array): Generator<Item> {
  const view = viewOf(bytes);
  const inflater = new Inflater();
  let at = 8;
  while (at + 8 <= bytes.length) {
    const size = view.getUint32(at);
    const type = decodeLatin1(bytes.subarray(at + 4, at + 8));
    if (type === 'IEND') return;
    const data = bytes.subarray(at + 8, at + 8 + size);
    yield* chunkItems(type, data, inflater);
    if (data.length < size) break;
    at += size + 12;
  }
  yield problem(phrase('checks.metadata.problem.cut'));
}

function* chunkItems(type: string, data: Uint8Array, inflater: Inflater): Generator<Item> {
  if (type === 'eXIf') yield { kind: 'exif', bytes: data };
  else if (type === 'tEXt' || type === 'comf') yield* plainTextItems(data);
  else if (type === 'zTXt') yield* compressedTextItems(data, inflater);
  else if (type === 'iTXt') yield* internationalTextItems(data, inflater);
  else if (type === 'iCCP') yield* profileItems(data, inflater);
}

/** `comf` is ComfyUI's own chunk for animated PNGs, built like `tEXt`. */
function* plainTextItems(data: Uint8Array): Generator<Item> {
  const keyword = untilNul(data, 0, MAX_KEYWORD);
  if (keyword) yield* textItems(keyword.text, data.subarray(keyword.next));
  else yield problem(phrase('checks.metadata.problem.text'));
}

/** Keyword, NUL, compression method (0 is the only one), zlib stream (PNG 3, 11.3.3.3). */
function* compressedTextItems(data: Uint8Array, inflater: Inflater): Generator<Item> {
  const keyword = untilNul(data, 0, MAX_KEYWORD);
  if (keyword) yield* unpackedItems(keyword.text, data.subarray(keyword.next + 1), inflater);
  else yield problem(phrase('checks.metadata.problem.text'));
}

/** Keyword, NUL, compressed or not, method, language, NUL, translated keyword, NUL, text (PNG 3, 11.3.3.4). */
function* internationalTextItems(data: Uint8Array, inflater: Inflater): Generator<Item> {
  const keyword = untilNul(data, 0, MAX_KEYWORD);
  const language = keyword && untilNul(data, keyword.next + 2, MAX_LANGUAGE);
  const translated = language && untilNul(data, language.next, MAX_LANGUAGE);
  if (!translated) {
    yield problem(phrase('checks.metadata.problem.text'));
    return;
  }
  const text = data.subarray(translated.next);
  if (data[keyword.next] === 1) yield* unpackedItems(keyword.text, text, inflater);
  else yield* textItems(keyword.text, text);
}

function* profileItems(data: Uint8Array, inflater: Inflater): Generator<Item> {
  const name = untilNul(data, 0, MAX_KEYWORD);
  const profile = name && inflater.unpack(data.subarray(name.next + 1));
  if (profile instanceof Uint8Array) yield { kind: 'icc', bytes: profile };
}

function* unpackedItems(keyword: string, packed: Uint8Array, inflater: Inflater): Generator<Item> {
  const text = inflater.unpack(packed);
  if (text === 'too-long') yield problem(phrase('checks.metadata.problem.textTooLong', { name: keyword }));
  else if (text === 'broken') yield problem(phrase('checks.metadata.problem.text'));
  else yield* textItems(keyword, text);
}

function* textItems(keyword: string, text: Uint8Array): Generator<Item> {
  const profile = RAW_PROFILES.find(({ keyword: known }) => keyword.toLowerCase() === known);
  if (keyword === XMP_KEYWORD) {
    yield { kind: 'xmp', bytes: text };
  } else if (profile) {
    const bytes = rawProfile(decodeLatin1(text));
    if (!bytes) yield problem(phrase('checks.metadata.problem.text'));
    // ImageMagick's APP1 profile may be EXIF or XMP; both say so at their start.
    else if (startsWith(bytes, XMP_HEAD)) yield { kind: 'xmp', bytes: bytes.subarray(XMP_HEAD.length) };
    else yield { kind: profile.kind, bytes };
  } else if (text.length > 0) {
    yield field('PNG', keyword, decodeText(text));
  }
}

const XMP_HEAD = 'http://ns.adobe.com/xap/1.0/\0';

/** Metadata as ImageMagick and ExifTool wrote it before PNG had chunks for it. */
const RAW_PROFILES = [
  { keyword: 'raw profile type exif', kind: 'exif' },
  { keyword: 'raw profile type app1', kind: 'exif' },
  { keyword: 'raw profile type xmp', kind: 'xmp' },
  { keyword: 'raw profile type iptc', kind: 'photoshop' },
  { keyword: 'raw profile type 8bim', kind: 'photoshop' },
] as const;

/** Line feed, name, line feed, length, line feed, then the bytes as hex digits in lines. */
function rawProfile(text: string): Uint8Array | null {
  const parts = /^\s*\S+\s+(\d+)\s+([0-9a-f\s]*)$/i.exec(text);
  const digits = parts?.[2]?.replace(/\s+/g, '') ?? '';
  if (!parts || digits.length % 2 !== 0 || digits.length / 2 < Number(parts[1])) return null;
  const bytes = new Uint8Array(digits.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}
