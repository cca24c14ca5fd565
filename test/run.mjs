// npm test: everything that must hold, on a bare clone too. Goes on after a failure, and names them all at the end.
import { rmSync } from 'node:fs';
import { ensureBrowser } from './browsers/find.mjs';
import { installPackages, ROOT, run, runMain, statusOf } from './set-up.mjs';
import { RESULTS } from './tally.mjs';

const STEPS = [
  ['formatting and lint', 'npx', ['biome', 'ci', '.']],
  ['types', 'npx', ['tsc', '--noEmit']],
  ['unused code and packages', 'npx', ['knip']],
  ['imports between the floors', 'npx', ['depcruise', '--config', '.dependency-cruiser.cjs', '.']],
  ['unit tests', ...vitest('unit')],
  ['zip for Chrome', 'npx', ['wxt', 'zip']],
  ['zip for Firefox', 'npx', ['wxt', 'zip', '-b', 'firefox']],
  ['journeys in Chromium', ...vitest('chromium')],
  ['journeys in Firefox', ...vitest('firefox')],
];

await runMain(async () => {
  rmSync(`${ROOT}${RESULTS}`, { recursive: true, force: true });
  installPackages();
  run('npx', ['wxt', 'prepare']);
  const browsers = { CHROME_PATH: ensureBrowser('chromium'), FIREFOX_PATH: ensureBrowser('firefox') };
  const failed = STEPS.filter(([name, program, options]) => {
    console.log(`\n— ${name}`);
    return statusOf(program, options, { ...browsers, CI: 'true' }) !== 0;
  });
  if (failed.length > 0) throw new Error(`Failed: ${failed.map(([name]) => name).join(', ')}.`);
  return 0;
});

/** One vitest run; its JSON is counted by tally.mjs. */
function vitest(name) {
  const config = name === 'unit' ? [] : ['--config', 'test/e2e/vitest.config.ts', '--mode', name];
  const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}/${name}.json`];
  return ['npx', ['vitest', 'run', ...config, ...report]];
}
