import type { Check } from './check';

/** Every check, in the order in which the panel shows them. A new check is a folder and a line here. */
export const CHECKS: readonly Check[] = [];
