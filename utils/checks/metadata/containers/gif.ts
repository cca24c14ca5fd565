import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { decodeText, startsWith, trimNul } from '../bytes';
import { join } from './inflate';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const COMMENT = 0xfe;
const APPLICATION = 0xff;
const XMP_APPLICATION = 'XMP DataXMP';
/** XMP lies in a GIF unchunked; a tail of 258 bytes brings a reader of sub-blocks back (ISO 16684-3, 1.1.2). */
const XMP_TAIL = 258;

/** Walks a GIF's blocks (GIF89a, 15 to 27): comments, and XMP in its application extension. */
export function* gifItems(bytes: Uint8Array): Generator<Item> {
  let at = 13 + colourTableSize(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === TRAILER) return;
    if (block === IMAGE) {
      at = skipSubBlocks(bytes, at + 11 + colourTableSize(bytes[at + 9] ?? 0));
    } else if (block === EXTENSION) {
      const start = at + 2;
      const end = skipSubBlocks(bytes, start);
      yield* extensionItems(bytes[at + 1] ?? 0, bytes.subarray(start, end));
      at = end;
    } else {
      break;
    }
  }
  yield problem(phrase('checks.metadata.problem.cut'));
}

function* extensionItems(label: number, blocks: Uint8Array): Generator<Item> {
  if (label === COMMENT) {
    const comment = trimNul(decodeText(joinSubBlocks(blocks)));
    if (comment !== '') yield field('GIF', 'Comment', comment);
  } else if (label === APPLICATION && startsWith(blocks, XMP_APPLICATION, 1)) {
    yield {
      kind: 'xmp',
      bytes: blocks.subarray(1 + XMP_APPLICATION.length, Math.max(0, blocks.length - XMP_TAIL)),
    };
  }
}

function colourTableSize(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** Where the block after these sub-blocks begins: each starts with its length, an empty one ends them. */
function skipSubBlocks(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const size = bytes[at] ?? 0;
    at += 1 + size;
    if (size === 0) break;
  }
  return at;
}

function joinSubBlocks(blocks: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < blocks.length; at += 1 + (blocks[at] ?? 0)) {
    parts.push(blocks.subarray(at + 1, at + 1 + (blocks[at] ?? 0)));
  }
  return join(parts);
}
