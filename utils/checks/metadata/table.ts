import { phrase } from '../../words/phrase';
import type { Field } from './block';
import type { FieldRow, MetadataTable } from './evidence';
import { cut, MAX_SHOWN } from './marks';
import type { Reading } from './read-fields';

const MAX_ROWS = 200;

/**
 * The table that a person looks at: the fields that decide first, the rest in the file's order, items of one list
 * in one row. It says what it leaves out.
 */
export function makeTable(reading: Reading, deciding: ReadonlySet<Field>): MetadataTable {
  const rows = mergeLists(reading.fields, deciding);
  const ordered = [...rows.filter((row) => row.deciding), ...rows.filter((row) => !row.deciding)];
  const fields = ordered.slice(0, MAX_ROWS).map((row) => ({ ...row, value: cut(row.value) }));
  const left = rows.length - fields.length;
  const shortened = ordered.slice(0, MAX_ROWS).filter((row) => row.value.length > MAX_SHOWN).length;
  return {
    fields,
    cut: [
      ...(left > 0 ? [phrase('checks.metadata.cutRows', undefined, left)] : []),
      ...(shortened > 0 ? [phrase('checks.metadata.cutValues', { limit: MAX_SHOWN }, shortened)] : []),
      ...(reading.truncated ? [phrase('checks.metadata.cutFields', { limit: reading.fields.length })] : []),
    ],
    problems: reading.problems,
  };
}

function mergeLists(fields: readonly Field[], deciding: ReadonlySet<Field>): FieldRow[] {
  const rows = new Map<string, FieldRow>();
  for (const field of fields) {
    const { group, name } = field;
    const key = `${group}\n${name}`;
    const row = rows.get(key);
    const grows = row && row.value.length <= MAX_SHOWN && row.value !== field.value;
    const value = row ? (grows ? `${row.value}; ${field.value}` : row.value) : field.value;
    rows.set(key, { group, name, value, deciding: (row?.deciding ?? false) || deciding.has(field) });
  }
  return [...rows.values()];
}
