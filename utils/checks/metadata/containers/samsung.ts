import { field, type Item } from '../block';
import { decodeText, startsWith, untilNul, viewOf } from '../bytes';

const MAX_RECORDS = 100;
const MAX_VALUE = 64 * 1024;

/**
 * Reads the records that Samsung's phones append to a JPEG: the file ends in the length of a directory and `SEFT`,
 * the directory (`SEFH`) lists records by their distance before it (as ExifTool's Samsung.pm documents it).
 * Only the editor's own record is handed out: the others are clocks, clips and caches.
 */
export function* samsungItems(bytes: Uint8Array): Generator<Item> {
  if (!startsWith(bytes, 'SEFT', bytes.length - 4)) return;
  const view = viewOf(bytes);
  const directory = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  if (directory < 0 || !startsWith(bytes, 'SEFH', directory)) return;
  const count = Math.min(view.getUint32(directory + 8, true), MAX_RECORDS);
  for (let index = 0; index < count; index++) {
    const entry = directory + 12 + index * 12;
    if (entry + 12 > bytes.length) return;
    const start = directory - view.getUint32(entry + 4, true);
    const size = view.getUint32(entry + 8, true);
    if (start < 0 || size < 8 || start + size > directory) continue;
    const record = readRecord(bytes.subarray(start, start + size));
    if (EDITOR_RECORDS.has(record.name)) yield field('Samsung', record.name, record.value);
  }
}

const EDITOR_RECORDS = new Set(['PhotoEditor_Re_Edit_Data', 'PEg_Info']);

/** Two unused bytes, the type, the name's length, the name, the value. */
function readRecord(record: Uint8Array): { name: string; value: string } {
  const nameEnd = 8 + viewOf(record).getUint32(4, true);
  return {
    name: decodeText(record.subarray(8, nameEnd)),
    value:
      untilNul(record, nameEnd, MAX_VALUE)?.text ?? decodeText(record.subarray(nameEnd, nameEnd + MAX_VALUE)),
  };
}
