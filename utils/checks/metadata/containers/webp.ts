import { phrase } from '../../../words/phrase';
import { type Item, problem, type RawBlock } from '../block';
import { decodeLatin1, viewOf } from '../bytes';

const KINDS: Readonly<Record<string, RawBlock['kind']>> = { EXIF: 'exif', 'XMP ': 'xmp', ICCP: 'icc' };

/** Walks the chunks of a WebP file (RFC 9649, 2.3 and 2.7); each is padded to an even length. */
export function* webpItems(bytes: Uint8Array): Generator<Item> {
  const view = viewOf(bytes);
  let at = 12;
  while (at + 8 <= bytes.length) {
    const kind = KINDS[decodeLatin1(bytes.subarray(at, at + 4))];
    const size = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + size);
    if (kind) yield { kind, bytes: data };
    if (data.length < size) {
      yield problem(phrase('checks.metadata.problem.cut'));
      return;
    }
    at += 8 + size + (size % 2);
  }
}
