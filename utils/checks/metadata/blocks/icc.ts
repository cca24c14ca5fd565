import { field, type Item } from '../block';
import { decodeText, startsWith, trimNul, viewOf } from '../bytes';

const MAX_TAGS = 100;
const MAX_NAME = 256;

/** Reads the one thing of a colour profile that tells where a picture has been: its name (ICC.1:2022, 9.2.41). */
export function* iccItems(bytes: Uint8Array): Generator<Item> {
  if (bytes.length < 132 || !startsWith(bytes, 'acsp', 36)) return;
  const view = viewOf(bytes);
  for (let index = 0; index < Math.min(view.getUint32(128), MAX_TAGS); index++) {
    const at = 132 + index * 12;
    if (at + 12 > bytes.length) return;
    if (!startsWith(bytes, 'desc', at)) continue;
    const start = view.getUint32(at + 4);
    const name = start + 28 <= bytes.length ? profileName(bytes.subarray(start)) : '';
    if (name !== '') yield field('ICC', 'ProfileDescription', name);
    return;
  }
}

/** Version 2 writes a counted ASCII string (`desc`), version 4 localised UTF-16 (`mluc`), of which the first is read. */
function profileName(tag: Uint8Array): string {
  const view = viewOf(tag);
  if (startsWith(tag, 'desc')) {
    return trimNul(decodeText(tag.subarray(12, 12 + Math.min(view.getUint32(8), MAX_NAME))));
  }
  if (!startsWith(tag, 'mluc') || view.getUint32(8) === 0) return '';
  const start = view.getUint32(24);
  return trimNul(
    new TextDecoder('utf-16be').decode(tag.subarray(start, start + Math.min(view.getUint32(20), MAX_NAME))),
  );
}
