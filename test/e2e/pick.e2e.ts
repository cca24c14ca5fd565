import { expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { until } from '../browsers/until';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

it('lets the user point at a picture, from the side panel that the toolbar button opened', async () => {
  const { driver, page, panel } = touchstone.here;
  await driver.clickToolbarButton(page);
  const button = words('ui.start.pick');
  await until('the side panel’s button', () => driver.inSidePanel(clickButton, button));
  await page.bringToFront();
  const { sentence } = await answerTo(panel, () => page.clickElement('#generated img'));
  expect(sentence).toBe(words('verdict.declaredGenerated'));
});

function clickButton(document: Document, name: string): boolean {
  const button = [...document.querySelectorAll('button')].find(({ innerText }) => innerText.trim() === name);
  button?.click();
  return button !== undefined;
}
