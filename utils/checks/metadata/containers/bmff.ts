import { phrase } from '../../../words/phrase';
import { type Item, problem } from '../block';
import { decodeLatin1, startsWith, untilNul, viewOf } from '../bytes';
import { join } from './inflate';

/** More items than a grid of tiles needs; what lies beyond is not read. */
const MAX_ITEMS = 10_000;
const MAX_METADATA_ITEMS = 16;
/** Metadata is written in one piece; several, and large ones, are allowed up to here. */
const MAX_EXTENTS = 16;
const MAX_EXTENT = 1024 * 1024;
const MAX_NAME = 256;
const XMP_TYPE = 'application/rdf+xml';
/** XMP in a box of its own (ISO 16684-3, 1.1.9). */
const XMP_UUID = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac';

/**
 * Reads AVIF and HEIF: EXIF and XMP lie as items of the `meta` box, found by their type in `iinf` and their place
 * in `iloc` (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, annex A). JPEG XL's container holds them in boxes of their
 * own (ISO/IEC 18181-2, 9).
 */
export function* bmffItems(bytes: Uint8Array): Generator<Item> {
  for (const box of boxes(bytes, 0)) {
    if (box.type === 'meta') yield* metaItems(bytes, box.content.subarray(4));
    else if (box.type === 'Exif') yield* exifItem(box.content);
    else if (box.type === 'xml ') yield { kind: 'xmp', bytes: box.content };
    else if (box.type === 'uuid' && startsWith(box.content, XMP_UUID)) {
      yield { kind: 'xmp', bytes: box.content.subarray(16) };
    } else if (box.cut) {
      yield problem(phrase('checks.metadata.problem.cut'));
    }
  }
}

interface Box {
  readonly type: string;
  readonly content: Uint8Array;
  /** It says that it is longer than the file. */
  readonly cut: boolean;
}

function* boxes(bytes: Uint8Array, start: number): Generator<Box> {
  const view = viewOf(bytes);
  let at = start;
  while (at + 8 <= bytes.length) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= bytes.length) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    if (size === 0) size = bytes.length - at;
    if (size < head) return;
    const type = decodeLatin1(bytes.subarray(at + 4, at + 8));
    yield { type, content: bytes.subarray(at + head, at + size), cut: at + size > bytes.length };
    at += size;
  }
}

function* metaItems(file: Uint8Array, meta: Uint8Array): Generator<Item> {
  const inner = new Map([...boxes(meta, 0)].map((box) => [box.type, box.content]));
  const information = inner.get('iinf');
  const locations = inner.get('iloc');
  const profile = colourProfile(inner.get('iprp'));
  if (profile) yield { kind: 'icc', bytes: profile };
  if (!information || !locations) return;
  const kinds = metadataKinds(information);
  for (const { id, parts } of locate(locations, file, inner.get('idat'))) {
    const kind = kinds.get(id);
    if (!kind) continue;
    kinds.delete(id);
    const bytes = join(parts);
    if (bytes.length === 0) yield problem(phrase('checks.metadata.problem.cut'));
    else if (kind === 'xmp') yield { kind, bytes };
    else yield* exifItem(bytes);
  }
}

/** Four bytes say how far behind them the TIFF structure begins. */
function* exifItem(bytes: Uint8Array): Generator<Item> {
  if (bytes.length < 8) return;
  yield { kind: 'exif', bytes: bytes.subarray(4 + viewOf(bytes).getUint32(0)) };
}

/** The first `colr` of the property container that holds a profile. */
function colourProfile(properties: Uint8Array | undefined): Uint8Array | undefined {
  for (const container of properties ? boxes(properties, 0) : []) {
    if (container.type !== 'ipco') continue;
    for (const { type, content } of boxes(container.content, 0)) {
      if (type === 'colr' && (startsWith(content, 'prof') || startsWith(content, 'rICC')))
        return content.subarray(4);
    }
  }
  return undefined;
}

/**
 * The items that are metadata, by their id. Item information entries of version 2 and 3 hold id, protection, type
 * and name, and for `mime` the content type.
 */
function metadataKinds(information: Uint8Array): Map<number, 'exif' | 'xmp'> {
  const kinds = new Map<number, 'exif' | 'xmp'>();
  const first = (information[0] ?? 0) === 0 ? 6 : 8;
  let seen = 0;
  for (const { type, content } of boxes(information, first)) {
    if (++seen > MAX_ITEMS || kinds.size >= MAX_METADATA_ITEMS) break;
    const version = content[0] ?? 0;
    const idSize = version === 3 ? 4 : 2;
    const typeAt = 4 + idSize + 2;
    if (type !== 'infe' || version < 2 || content.length < typeAt + 4) continue;
    const id = new NumberReader(content, 4).read(idSize);
    if (startsWith(content, 'Exif', typeAt)) kinds.set(id, 'exif');
    if (!startsWith(content, 'mime', typeAt)) continue;
    const name = untilNul(content, typeAt + 4, MAX_NAME);
    const contentType = name && untilNul(content, name.next, MAX_NAME);
    if (contentType?.text === XMP_TYPE) kinds.set(id, 'xmp');
  }
  return kinds;
}

/** Where the items' bytes are (`iloc`). Extents outside the file, or inside other items, are left out. */
function* locate(
  locations: Uint8Array,
  file: Uint8Array,
  idat: Uint8Array | undefined,
): Generator<{ id: number; parts: Uint8Array[] }> {
  const reader = new NumberReader(locations, 4);
  const version = locations[0] ?? 0;
  const wide = version < 2 ? 2 : 4;
  const sizes = reader.read(2);
  const count = Math.min(reader.read(wide), MAX_ITEMS);
  for (let item = 0; item < count && reader.more; item++) {
    const id = reader.read(wide);
    const method = version === 0 ? 0 : reader.read(2) & 15;
    reader.read(2);
    const base = reader.read((sizes >> 4) & 15);
    const extents = reader.read(2);
    const source = method === 0 ? file : method === 1 ? idat : undefined;
    const parts: Uint8Array[] = [];
    for (let extent = 0; extent < extents && reader.more; extent++) {
      reader.read(version === 0 ? 0 : sizes & 15);
      const start = base + reader.read(sizes >> 12);
      const length = reader.read((sizes >> 8) & 15);
      const inside = source && start + length <= source.length;
      if (inside && extent < MAX_EXTENTS && length <= MAX_EXTENT)
        parts.push(source.subarray(start, start + length));
    }
    yield { id, parts };
  }
}

/** Reads big-endian numbers of 0, 2, 4 or 8 bytes one after the other; behind the end they are 0. */
class NumberReader {
  readonly #view: DataView;
  #at: number;

  constructor(bytes: Uint8Array, start: number) {
    this.#view = viewOf(bytes);
    this.#at = start;
  }

  get more(): boolean {
    return this.#at < this.#view.byteLength;
  }

  read(size: number): number {
    const at = this.#at;
    this.#at += size;
    if (this.#at > this.#view.byteLength) return 0;
    if (size === 2) return this.#view.getUint16(at);
    if (size === 4) return this.#view.getUint32(at);
    if (size === 8) return Number(this.#view.getBigUint64(at));
    return 0;
  }
}
