import { expect, it } from 'vitest';
import { until } from '../browsers/until';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

it('lets the user point at a picture, from the side panel that the toolbar button opened', async () => {
  const { sentence } = await touchstone.here.pick('#generated img');
  expect(sentence).toBe(words('verdict.declaredGenerated'));
});

it('gives the page its clicks back, in all of its frames, when one of them has the answer', async () => {
  const { page } = touchstone.here;
  await touchstone.here.pick({ frame: '#framed iframe', inside: 'img' });
  await page.run(() => {
    addEventListener('click', () => document.body.setAttribute('data-clicked', ''), { once: true });
  });
  await page.clickElement('#photo img');
  await until('the page to get a click', () => page.run(() => 'clicked' in document.body.dataset));
});
