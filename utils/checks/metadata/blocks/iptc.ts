import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { decodeText, startsWith, trimNul, viewOf } from '../bytes';
import { iptcName } from './exif-names';

/** Image resources of Photoshop's APP13 that hold metadata (Adobe Photoshop File Formats, "Image resource IDs"). */
const RESOURCES: Readonly<Record<number, 'iptc' | 'exif' | 'xmp'>> = {
  1028: 'iptc',
  1058: 'exif',
  1060: 'xmp',
};

/** Walks the image resource blocks (`8BIM`) of an APP13 segment or a TIFF tag. */
export function* photoshopItems(bytes: Uint8Array): Generator<Item> {
  const view = viewOf(bytes);
  let at = 0;
  while (startsWith(bytes, '8BIM', at) && at + 12 <= bytes.length) {
    const id = view.getUint16(at + 4);
    const nameLength = (bytes[at + 6] ?? 0) + 1;
    const sizeAt = at + 6 + nameLength + (nameLength % 2);
    if (sizeAt + 4 > bytes.length) break;
    const size = view.getUint32(sizeAt);
    const start = sizeAt + 4;
    if (start + size > bytes.length) {
      yield problem(phrase('checks.metadata.problem.iptc'));
      return;
    }
    const kind = RESOURCES[id];
    if (kind) yield { kind, bytes: bytes.subarray(start, start + size) };
    at = start + size + (size % 2);
  }
}

/** Reads IPTC-IIM datasets of the application record (IIM 4.2, chapters 3 and 6): two bytes of head, size, text. */
export function* iptcItems(bytes: Uint8Array): Generator<Item> {
  const view = viewOf(bytes);
  let at = 0;
  while (at + 5 <= bytes.length && bytes[at] === 0x1c) {
    const record = bytes[at + 1] ?? 0;
    const dataset = bytes[at + 2] ?? 0;
    const size = view.getUint16(at + 3);
    const start = at + 5;
    // A size with its top bit set announces a longer one: only for pictures inside the record, never for text.
    if (size > 0x7fff || start + size > bytes.length) {
      yield problem(phrase('checks.metadata.problem.iptc'));
      return;
    }
    if (record === APPLICATION_RECORD && dataset > 0) {
      const value = trimNul(decodeText(bytes.subarray(start, start + size)));
      if (value !== '') yield field('IPTC', iptcName(dataset), value);
    }
    at = start + size;
  }
  if (at === 0 && bytes.length > 0) yield problem(phrase('checks.metadata.problem.iptc'));
}

const APPLICATION_RECORD = 2;
