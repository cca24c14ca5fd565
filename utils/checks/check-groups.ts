import type { WordKey } from '../words/phrase';

/** Checks that answer one question of a careful person, under its heading. */
export interface CheckGroup {
  readonly title: WordKey;
  readonly checks: readonly string[];
}

/** In the order in which the panel and the report show them. */
export const CHECK_GROUPS = [
  { title: 'report.groups.file', checks: ['provenance', 'metadata', 'watermark'] },
  { title: 'report.groups.text', checks: ['hidden-text'] },
  { title: 'report.groups.seen', checks: ['fingerprint', 'logo'] },
  { title: 'report.groups.models', checks: ['ai-image', 'deepfake-face', 'ai-text'] },
  { title: 'report.groups.other', checks: [] },
] as const satisfies readonly CheckGroup[];

/** A check that no group names stands in the last one. */
export function groupOf(check: string): CheckGroup {
  return CHECK_GROUPS.find(({ checks }) => checks.some((id) => id === check)) ?? CHECK_GROUPS[4];
}
