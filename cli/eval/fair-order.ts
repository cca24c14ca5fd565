import { createHash } from 'node:crypto';
import type { IndexRow } from './subject-index';

/**
 * Orders rows so that every beginning is a fair sample: the n-th row of a source and generator waits in proportion to
 * n / sqrt(their number). The same order as `ordered` of models/training/image/pictures.py.
 */
export function fairOrder(rows: readonly IndexRow[]): readonly IndexRow[] {
  const groups = new Map<string, IndexRow[]>();
  for (const row of [...rows].sort((one, other) => compare(digest(one.path), digest(other.path)))) {
    const name = JSON.stringify([row.source, row.generator]);
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups.values()]
    .flatMap((group) => group.map((row, rank) => ({ row, turn: (rank + 1) / Math.sqrt(group.length) })))
    .sort((one, other) => one.turn - other.turn || compare(one.row.path, other.row.path))
    .map(({ row }) => row);
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
