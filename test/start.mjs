// npm start [-- --browser chromium|firefox]: the extension in a browser, on a page of pictures to try it on.
import { parseArgs } from 'node:util';
import { ensureBrowser } from './browsers/find.mjs';
import { installPackages, loadTypeScript, run, runMain } from './set-up.mjs';

await runMain(async () => {
  const { values } = parseArgs({ options: { browser: { type: 'string', default: 'chromium' } } });
  if (values.browser !== 'chromium' && values.browser !== 'firefox') {
    throw new Error(`--browser is chromium or firefox, not ${values.browser}.`);
  }
  installPackages();
  const executable = ensureBrowser(values.browser);
  run('npx', ['wxt', 'build', '-b', values.browser === 'firefox' ? 'firefox' : 'chrome']);
  const { showDemo } = await loadTypeScript('test/demo/show.ts');
  return showDemo(values.browser, executable);
});
