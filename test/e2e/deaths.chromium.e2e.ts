import { expect, it } from 'vitest';
import { ChromiumDriver } from '../browsers/chromium';
import { VERIFY } from '../browsers/menu';
import { showInstead, startTouchstone, words } from './touchstone';

// Only here: Firefox's background page neither sleeps nor is a page of its own to lose.

const touchstone = startTouchstone();

it('answers after its service worker has died', async () => {
  await chromium().stopServiceWorker();
  const { sentence } = await touchstone.here.drop('c2pa/ai-generated.jpg');
  expect(sentence).toBe(words('verdict.declaredGenerated'));
  await chromium().stopServiceWorker();
  expect((await touchstone.here.verify('#altered img')).sentence).toBe(words('verdict.altered'));
});

it('takes a check up again that its engine page took down with it', async () => {
  const { driver, page, panel } = touchstone.here;
  await showInstead(page, '/stuck/generated.jpg');
  await driver.chooseFromMenu(page, '#photo img', VERIFY);
  await panel.waitForText(words('ui.status.loading'));
  await chromium().closeEnginePage();
  await panel.reload();
  await panel.waitForText(words('verdict.declaredGenerated'));
});

function chromium(): ChromiumDriver {
  const { driver } = touchstone.here;
  if (!(driver instanceof ChromiumDriver)) throw new Error('Not Chromium');
  return driver;
}
