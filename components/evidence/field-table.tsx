import { clsx } from 'clsx';
import { useState } from 'react';
import type { FieldRow } from '../../utils/checks/metadata/evidence';
import { Button } from '../kit/button';
import { Foreign } from '../kit/verbatim';
import { useText } from '../words/words';
import { LongText } from './long-text';

/** Rows shown at first: the deciding ones come first, and are few. */
const FIRST_ROWS = 12;

/** Every field that was read, the one that decides marked. */
export function FieldTable({ fields }: { readonly fields: readonly FieldRow[] }) {
  const words = useText();
  const [all, setAll] = useState(fields.length <= FIRST_ROWS);
  return (
    <>
      <table className="w-full table-fixed text-start">
        <caption className="mb-1 text-start font-medium">{words('ui.metadata.table')}</caption>
        <thead className="sr-only">
          <tr>
            <th>{words('ui.metadata.field')}</th>
            <th>{words('ui.metadata.value')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.slice(0, all ? undefined : FIRST_ROWS).map(({ group, name, value, deciding }) => (
            <tr key={`${group} ${name}`} className="border-t border-line align-top">
              <th
                scope="row"
                className={clsx(
                  'w-2/5 py-1 pe-3 text-start text-small leading-5 font-normal',
                  deciding ? 'border-s-2 border-accent ps-2 font-semibold' : 'ps-2.5 text-soft',
                )}
              >
                {group} <Foreign>{name}</Foreign>
                {deciding && <span className="block text-accent">{words('ui.metadata.decides')}</span>}
              </th>
              <td className="py-1">
                <LongText>{value}</LongText>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!all && (
        <Button className="self-start" onClick={() => setAll(true)}>
          {words('ui.metadata.showAll', {}, fields.length)}
        </Button>
      )}
    </>
  );
}
