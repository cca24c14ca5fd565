import type { TrustList } from '../checks/check';
import { parseTrustList } from '../checks/provenance/trust-list';
import type { Records, TrustListRow } from './database';
import { keeping } from './storage-error';
import { watchTable } from './watch-table';

/** The trust lists in use. Signers that chain up to one of their certificates are trusted. */
export interface TrustLists {
  readonly list: () => Promise<readonly TrustListRow[]>;
  /** Rejects with an error that carries `said` when the text holds no certificate. */
  readonly importPem: (name: string, text: string) => Promise<TrustListRow>;
  /** Keeps the official list in place of an older copy of it. */
  readonly replaceOfficial: (text: string) => Promise<TrustListRow>;
  readonly remove: (id: string) => Promise<void>;
  readonly watch: (listener: () => void) => () => void;
}

export function createTrustLists(records: Records): TrustLists {
  const keep = (id: string, name: string, source: TrustListRow['source'], text: string) => {
    const { pem, certificates } = parseTrustList(text);
    const row: TrustListRow = { id, name, source, added: new Date().toISOString(), certificates, pem };
    return keeping(async () => {
      await records.trustLists.put(row);
      return row;
    });
  };
  return {
    list: () => records.trustLists.orderBy('added').toArray(),
    importPem: async (name, text) => keep(crypto.randomUUID(), name, 'file', text),
    replaceOfficial: async (text) => keep('official', OFFICIAL_TRUST_LIST.name, 'official', text),
    remove: (id) => keeping(() => records.trustLists.delete(id)),
    watch: (listener) => watchTable(records.trustLists, listener),
  };
}

/** The trust list of the C2PA conformance programme (CC BY 4.0). Fetched only when the user presses the button. */
export const OFFICIAL_TRUST_LIST = {
  name: 'C2PA Trust List',
  url: 'https://raw.githubusercontent.com/c2pa-org/conformance-public/main/trust-list/C2PA-TRUST-LIST.pem',
} as const;

/** The lists as the provenance check takes them. */
export function anchorsOf(rows: readonly Pick<TrustListRow, 'id' | 'name' | 'pem'>[]): readonly TrustList[] {
  return rows.filter(({ pem }) => pem !== '').map(({ id, name, pem }) => ({ id, name, pem }));
}
