import { phrase } from '../../../words/phrase';
import { field, type Item, problem, type RawBlock } from '../block';
import { decodeText, decodeUtf16, startsWith, trimNul, viewOf } from '../bytes';
import { type Directory, exifMeaning, exifName } from './exif-names';

/** More entries than any writer leaves in one directory; what lies beyond is not read. */
const MAX_ENTRIES = 1_000;
/** Numbers of one value that are shown. Longer ones are tables (strip offsets, curves), not statements. */
const MAX_NUMBERS = 16;

/**
 * Reads the TIFF structure that EXIF is (EXIF 3.0, section 4; TIFF 6.0, section 2), also where it is a whole TIFF
 * file: the main directory, the EXIF and the interoperability directory. XMP, IPTC and ICC that a TIFF file holds
 * as tags are handed on. A broken entry is left out and named; the entries after it are still read.
 */
export function* exifItems(block: Uint8Array): Generator<Item> {
  const bytes = startsWith(block, 'Exif\0\0') ? block.subarray(6) : block;
  const tiff = openTiff(bytes);
  if (!tiff) {
    yield problem(phrase('checks.metadata.problem.exif'));
    return;
  }
  const seen = new Set<number>();
  const waiting: { directory: Directory; offset: number }[] = [
    { directory: 'ifd0', offset: tiff.view.getUint32(4, tiff.little) },
  ];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.offset)) {
      yield problem(phrase('checks.metadata.problem.exifLoop'));
      continue;
    }
    seen.add(next.offset);
    yield* directoryItems(tiff, next.directory, next.offset, (directory, offset) =>
      waiting.push({ directory, offset }),
    );
  }
}

interface Tiff {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly little: boolean;
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** Where the value lies; it is inside the block. */
  readonly bytes: Uint8Array;
}

function openTiff(bytes: Uint8Array): Tiff | null {
  const little = startsWith(bytes, 'II*\0');
  if (bytes.length < 8 || !(little || startsWith(bytes, 'MM\0*'))) return null;
  return { bytes, view: viewOf(bytes), little };
}

function* directoryItems(
  tiff: Tiff,
  directory: Directory,
  offset: number,
  open: (directory: Directory, offset: number) => void,
): Generator<Item> {
  const entries = readEntries(tiff, offset);
  if (entries.broken) yield problem(phrase('checks.metadata.problem.exif'));
  for (const entry of entries.read) {
    const pointer = POINTERS[entry.tag];
    const embedded = EMBEDDED[entry.tag];
    if (pointer) {
      if (entry.bytes.length >= 4) open(pointer, viewOf(entry.bytes).getUint32(0, tiff.little));
    } else if (entry.tag === GPS_DIRECTORY) {
      if (entry.bytes.length >= 4 && hasPosition(tiff, viewOf(entry.bytes).getUint32(0, tiff.little))) {
        yield { kind: 'position' };
      }
    } else if (embedded && directory === 'ifd0') {
      yield { kind: embedded, bytes: entry.bytes };
    } else {
      const value = sayValue(tiff, directory, entry);
      if (value !== '') yield field('EXIF', exifName(directory, entry.tag), value);
    }
  }
}

const POINTERS: Readonly<Record<number, Directory>> = { 34665: 'exif', 40965: 'interop' };
const GPS_DIRECTORY = 0x8825;
const GPS_LATITUDE = 2;
const GPS_LONGITUDE = 4;
const USER_COMMENT = 0x9286;
/** TIFF tags that hold other metadata: XMPPacket, IPTC, Photoshop's image resources, ICC profile. */
const EMBEDDED: Readonly<Record<number, RawBlock['kind']>> = {
  700: 'xmp',
  33723: 'iptc',
  34377: 'photoshop',
  34675: 'icc',
};

/** Bytes of one value by type (TIFF 6.0, section 2; 13 is a directory offset, 129 EXIF 3.0's UTF-8). */
const TYPE_SIZES: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  129: 1,
};
const ASCII = 2;
const UTF8 = 129;
const BYTE = 1;
const UNDEFINED = 7;

function readEntries(tiff: Tiff, offset: number): { read: Entry[]; broken: boolean } {
  const { bytes, view, little } = tiff;
  if (offset + 2 > bytes.length) return { read: [], broken: true };
  const stated = view.getUint16(offset, little);
  const read: Entry[] = [];
  let broken = stated > MAX_ENTRIES;
  for (let index = 0; index < Math.min(stated, MAX_ENTRIES); index++) {
    const at = offset + 2 + index * 12;
    if (at + 12 > bytes.length) return { read, broken: true };
    const type = view.getUint16(at + 2, little);
    const count = view.getUint32(at + 4, little);
    const size = (TYPE_SIZES[type] ?? 0) * count;
    const start = size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (TYPE_SIZES[type] === undefined || start + size > bytes.length) {
      broken = true;
      continue;
    }
    read.push({ tag: view.getUint16(at, little), type, count, bytes: bytes.subarray(start, start + size) });
  }
  return { read, broken };
}

function hasPosition(tiff: Tiff, offset: number): boolean {
  const tags = new Set(readEntries(tiff, offset).read.map((entry) => entry.tag));
  return tags.has(GPS_LATITUDE) && tags.has(GPS_LONGITUDE);
}

function sayValue(tiff: Tiff, directory: Directory, entry: Entry): string {
  const { type, bytes } = entry;
  if (entry.tag === USER_COMMENT) return sayUserComment(bytes, tiff.little);
  if (type === ASCII || type === UTF8) return trimNul(decodeText(bytes));
  if (type === BYTE && exifName(directory, entry.tag).startsWith('XP')) {
    return trimNul(new TextDecoder('utf-16le').decode(bytes));
  }
  if ((type === BYTE || type === UNDEFINED) && entry.count > 1) return sayBinary(bytes);
  return sayNumbers(tiff, directory, entry);
}

/** The first eight bytes name the character code (EXIF 3.0, section 4.6.6, UserComment). */
function sayUserComment(bytes: Uint8Array, little: boolean): string {
  const text = bytes.subarray(8);
  if (startsWith(bytes, 'UNICODE\0')) return trimNul(decodeUtf16(text, little));
  if (startsWith(bytes, 'JIS\0')) return trimNul(new TextDecoder('iso-2022-jp').decode(text));
  if (startsWith(bytes, 'ASCII\0') || startsWith(bytes, '\0\0\0\0')) return trimNul(decodeText(text));
  return trimNul(decodeText(bytes));
}

/** Short printable text (a version number, Fooocus' scheme) is shown, anything else only by its size. */
function sayBinary(bytes: Uint8Array): string {
  const text = bytes.length <= 64 ? trimNul(decodeText(bytes)) : '';
  return /^[\x20-\x7e]+$/.test(text) ? text : `(${bytes.length} bytes)`;
}

function sayNumbers(tiff: Tiff, directory: Directory, entry: Entry): string {
  const size = TYPE_SIZES[entry.type] ?? 1;
  const shown = Math.min(entry.count, MAX_NUMBERS);
  const view = viewOf(entry.bytes);
  const numbers = Array.from({ length: shown }, (_, index) =>
    sayNumber(view, entry.type, index * size, tiff.little),
  );
  const [only] = numbers;
  if (entry.count === 1 && only !== undefined) return exifMeaning(directory, entry.tag, Number(only)) ?? only;
  return numbers.map((number) => number || '?').join(', ') + (entry.count > shown ? ' …' : '');
}

function sayNumber(view: DataView, type: number, at: number, little: boolean): string {
  switch (type) {
    case 3:
      return String(view.getUint16(at, little));
    case 4:
    case 13:
      return String(view.getUint32(at, little));
    case 5:
      return sayRational(view.getUint32(at, little), view.getUint32(at + 4, little));
    case 6:
      return String(view.getInt8(at));
    case 8:
      return String(view.getInt16(at, little));
    case 9:
      return String(view.getInt32(at, little));
    case 10:
      return sayRational(view.getInt32(at, little), view.getInt32(at + 4, little));
    case 11:
      return String(view.getFloat32(at, little));
    case 12:
      return String(view.getFloat64(at, little));
    default:
      return String(view.getUint8(at));
  }
}

/** As photographers write it: 1/250 stays a fraction, 28/10 becomes 2.8. Zero below the line means "unknown". */
function sayRational(above: number, below: number): string {
  if (below === 0) return '';
  if (above > 0 && above < below) return `1/${Math.round((below / above) * 10) / 10}`;
  return String(Math.round((above / below) * 1e4) / 1e4);
}
