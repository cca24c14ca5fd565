import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { decodeLatin1, decodeText, startsWith, trimNul, viewOf } from '../bytes';
import { join } from './inflate';
import { samsungItems } from './samsung';

const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
/** Followed by 32 hex digits naming the packet, its whole length and this part's offset (ISO 16684-3, 1.1.3.1). */
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
/** Followed by the part's number and the number of parts (ICC.1:2022, B.4). */
const ICC = 'ICC_PROFILE\0';
const ICC_HEAD = ICC.length + 2;
const MAX_EXTENDED_XMP = 16 * 1024 * 1024;

/**
 * Walks a JPEG's segments up to the picture data (ISO/IEC 10918-1, B.1.1), every APP1 of them, and what Samsung
 * appends after its end.
 */
export function* jpegItems(bytes: Uint8Array): Generator<Item> {
  const extended = new Map<string, ExtendedXmp>();
  const photoshop: Uint8Array[] = [];
  const profile: Uint8Array[] = [];
  for (const segment of segments(bytes)) {
    if (segment === 'broken') {
      yield problem(phrase('checks.metadata.problem.cut'));
      break;
    }
    const { marker, content } = segment;
    if (marker === COMMENT) yield* commentItems(content);
    else if (startsWith(content, EXIF)) yield { kind: 'exif', bytes: content };
    else if (startsWith(content, XMP)) yield { kind: 'xmp', bytes: content.subarray(XMP.length) };
    else if (startsWith(content, EXTENDED_XMP)) gatherXmp(extended, content.subarray(EXTENDED_XMP.length));
    else if (startsWith(content, PHOTOSHOP)) photoshop.push(content.subarray(PHOTOSHOP.length));
    else if (startsWith(content, ICC)) profile.push(content.subarray(ICC_HEAD));
    else if (startsWith(content, 'AIGC{')) yield field('JPEG', 'AIGC', decodeText(content.subarray(4)));
  }
  for (const { parts } of extended.values()) yield { kind: 'xmp', bytes: join(parts) };
  if (photoshop.length > 0) yield { kind: 'photoshop', bytes: join(photoshop) };
  if (profile.length > 0) yield { kind: 'icc', bytes: join(profile) };
  yield* samsungItems(bytes);
}

interface Segment {
  readonly marker: number;
  readonly content: Uint8Array;
}

const COMMENT = 0xfe;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

function* segments(bytes: Uint8Array): Generator<Segment | 'broken'> {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      yield 'broken';
      return;
    }
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN || marker === END_OF_IMAGE) return;
    // Markers without a length: TEM and the restart markers.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) {
      yield 'broken';
      return;
    }
    yield { marker, content: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
  yield 'broken';
}

function* commentItems(content: Uint8Array): Generator<Item> {
  const comment = trimNul(decodeText(content));
  if (comment !== '') yield field('JPEG', 'Comment', comment);
}

interface ExtendedXmp {
  /** In the order in which they came; the standard asks writers to keep it. */
  readonly parts: Uint8Array[];
  size: number;
}

function gatherXmp(extended: Map<string, ExtendedXmp>, content: Uint8Array): void {
  if (content.length < 40) return;
  const id = decodeLatin1(content.subarray(0, 32));
  const packet = extended.get(id) ?? { parts: [], size: 0 };
  extended.set(id, packet);
  packet.size += content.length - 40;
  if (packet.size <= MAX_EXTENDED_XMP) packet.parts.push(content.subarray(40));
}
