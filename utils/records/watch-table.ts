import { liveQuery, type Table } from 'dexie';

/** Calls back at once and after every change to the table, in whichever page it was made. Returns the way to stop. */
export function watchTable<Row>(table: Table<Row, string>, listener: () => void): () => void {
  const subscription = liveQuery(() => table.count()).subscribe({ next: listener, error: listener });
  return () => subscription.unsubscribe();
}
