// npm run screenshots: takes the pictures of the README anew, from the extension as it is built now.
import { ensureBrowser } from './browsers/find.mjs';
import { installPackages, loadTypeScript, run, runMain } from './set-up.mjs';

await runMain(async () => {
  installPackages();
  run('npx', ['wxt', 'build']);
  const { takeScreenshots } = await loadTypeScript('test/screenshots/take.ts');
  await takeScreenshots(ensureBrowser('chromium'));
  return 0;
});
