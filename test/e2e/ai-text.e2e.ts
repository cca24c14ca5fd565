import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHECK_TEXT } from '../browsers/menu';
import { answerTo, type ShownJob } from '../browsers/panel';
import { prose } from '../fixtures/text/prose';
import { BROWSER, RESULTS, startTouchstone, words } from './touchstone';

/* What the models say of a made-up text is their own affair: these journeys ask only whether and how it is said. */

const touchstone = startTouchstone({ estimates: true });
const TITLE = words('checks.aiText.title');

/** Puts a text into a paragraph of the demo page, selects it, right-clicks it and chooses "Check text". */
async function checkSelected(text: string): Promise<ShownJob> {
  const { driver, page, panel } = touchstone.here;
  await page.run((text) => {
    const element = document.querySelector('#plain-text');
    if (!element) return;
    element.textContent = text;
    getSelection()?.selectAllChildren(element);
  }, text);
  return answerTo(panel, () => driver.chooseFromMenu(page, '#plain-text', CHECK_TEXT));
}

it('tests its models once, and answers for a selected text with a probability', async () => {
  const job = await checkSelected(prose(220));
  expect(job.rows.find((row) => row.startsWith(TITLE))).toMatch(new RegExp(`^${TITLE}: 0\\.\\d\\d`));
});

it('shows the text with its sentences coloured, and says what the number means', async () => {
  const { driver, panel } = touchstone.here;
  await checkSelected(prose(220));
  await panel.click(new RegExp(`^${TITLE}`));
  const text = await panel.waitForText(words('checks.aiText.reading'));
  expect(text).toMatch(/Of 100 genuine samples that it was tested on, (fewer than 1|1 to 5|more than 5) /);
  expect(text).toMatch(/Model ai-text[\w-]* \d+\.\d+\.\d+, computed with/);
  expect(text).toMatch(/strong signs \(\d+ %\)/);
  const sentences = await panel.run(
    () => document.querySelectorAll('figure section mark[title][style*="rgba"]').length,
  );
  expect(sentences).toBeGreaterThan(5);
  for (const theme of ['light', 'dark'] as const) {
    await driver.setTheme(theme);
    await panel.screenshot(join(RESULTS, `ai-text ${BROWSER} ${theme}.png`));
  }
});

it('is in the report that is saved, with its sentences', async () => {
  const { driver, panel } = touchstone.here;
  await checkSelected(prose(220));
  const { bytes } = await driver.download(async () => {
    await panel.click(words('ui.actions.save'));
    await panel.click(words('ui.actions.saveHtml'));
  });
  const page = new TextDecoder().decode(bytes);
  expect(page.match(/<mark class="(strong|weak|no)-signs"/g)?.length).toBeGreaterThan(5);
});

it('abstains from a short text, and says why', async () => {
  const { sentence, text } = await checkSelected(
    'The harbour was quiet this morning. Two boats went out before six.',
  );
  expect(sentence).toBe(words('verdict.outsideModel'));
  expect(text).toContain(words('checks.aiText.tooShort', { needed: 60 }, 12));
});
