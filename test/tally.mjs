// Adds up what the vitest runs of `npm test` left: one line, `N passed, N failed`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROOT } from './set-up.mjs';

/** Where each run leaves its JSON. */
export const RESULTS = 'test/e2e/results';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = `${ROOT}${RESULTS}`;
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const runs = files.map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')));
  const sum = (field) => runs.reduce((total, run) => total + run[field], 0);
  const skipped = sum('numPendingTests') + sum('numTodoTests');
  const counted = `${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed`;
  console.log(skipped > 0 ? `${counted}, ${skipped} skipped` : counted);
}
