import type { Subject } from '../../subject/subject';
import { type Phrase, phrase } from '../../words/phrase';
import { type Field, type Item, problem } from './block';
import { exifItems } from './blocks/exif';
import { iccItems } from './blocks/icc';
import { iptcItems, photoshopItems } from './blocks/iptc';
import { xmpItems } from './blocks/xmp';
import { bmffItems } from './containers/bmff';
import { gifItems } from './containers/gif';
import { jpegItems } from './containers/jpeg';
import { pngItems } from './containers/png';
import { svgItems } from './containers/svg';
import { webpItems } from './containers/webp';

/** Fields of one file that are kept. The rest is said to be there. */
const MAX_FIELDS = 5_000;
/** Characters of one field that are kept: ComfyUI's workflows reach hundreds of thousands. */
const MAX_VALUE = 1_000_000;
/** Blocks lie in blocks (IPTC in Photoshop's resources in a TIFF), never deeper than this. */
const MAX_NESTING = 4;

/** Everything that was read of a file's metadata, in the file's own order. */
export interface Reading {
  readonly fields: readonly Field[];
  /** The file states where the picture was taken; the place itself is not read. */
  readonly hasPosition: boolean;
  /** What was broken, each kind once. */
  readonly problems: readonly Phrase[];
  /** Fields were left out because there are too many. */
  readonly truncated: boolean;
}

/** Whether this check knows where a file of this media type keeps metadata. */
export function canRead(mediaType: string): boolean {
  return mediaType in CONTAINERS;
}

/** Reads all metadata of a picture. Never throws: what cannot be read is a problem beside what can. */
export function readFields({ mediaType, bytes }: Pick<Subject, 'mediaType' | 'bytes'>): Reading {
  const fields: Field[] = [];
  const problems = new Map<string, Phrase>();
  let hasPosition = false;
  let truncated = false;
  for (const item of unfold(CONTAINERS[mediaType]?.(bytes) ?? [], 0)) {
    if (item.kind === 'problem') problems.set(JSON.stringify(item.problem), item.problem);
    if (item.kind === 'position') hasPosition = true;
    if (item.kind !== 'field') continue;
    if (fields.length >= MAX_FIELDS) {
      truncated = true;
      break;
    }
    fields.push({ group: item.group, name: item.name, value: item.value.slice(0, MAX_VALUE) });
  }
  return { fields, hasPosition, problems: [...problems.values()], truncated };
}

type Read = (bytes: Uint8Array) => Iterable<Item>;

/** One line a container. A TIFF file is an EXIF block as a whole. */
const CONTAINERS: Readonly<Record<string, Read>> = {
  'image/jpeg': jpegItems,
  'image/png': pngItems,
  'image/webp': webpItems,
  'image/gif': gifItems,
  'image/svg+xml': svgItems,
  'image/tiff': exifItems,
  'image/avif': bmffItems,
  'image/heic': bmffItems,
  'image/heif': bmffItems,
  'image/heic-sequence': bmffItems,
  'image/heif-sequence': bmffItems,
  'image/jxl': bmffItems,
};

const BLOCKS: Readonly<Record<string, Read>> = {
  exif: exifItems,
  xmp: xmpItems,
  iptc: iptcItems,
  photoshop: photoshopItems,
  icc: iccItems,
};

/** Reads the blocks that items are, until only fields, positions and problems are left. */
function* unfold(items: Iterable<Item>, depth: number): Generator<Item> {
  try {
    for (const item of items) {
      const read = BLOCKS[item.kind];
      if (!read || !('bytes' in item)) yield item;
      else if (depth < MAX_NESTING) yield* unfold(read(item.bytes), depth + 1);
    }
  } catch {
    // The readers guard their reads; a hole in a guard must cost one block, not the whole check.
    yield problem(phrase('checks.metadata.problem.block'));
  }
}
