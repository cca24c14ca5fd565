import { describe, expect, it } from 'vitest';
import { CHECK_TEXT } from '../browsers/menu';
import { answerTo } from '../browsers/panel';
import { NOTHING_KNOWN, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

/** Selects a paragraph of the demo page, right-clicks it and chooses "Check text". */
async function checkSelection(paragraph: string) {
  const { driver, page, panel } = touchstone.here;
  await page.run((selector) => {
    const element = document.querySelector(selector);
    if (element) getSelection()?.selectAllChildren(element);
  }, paragraph);
  return answerTo(panel, () => driver.chooseFromMenu(page, paragraph, CHECK_TEXT));
}

/** Types a text into the panel's field and has it checked. */
async function checkTyped(text: string) {
  const { panel } = touchstone.here;
  return answerTo(panel, async () => {
    await panel.fill(words('ui.start.text'), text);
    await panel.click(words('ui.start.checkText'));
  });
}

describe('a selected text', () => {
  it('is answered for, with what it hides', async () => {
    const job = await checkSelection('#hidden-text');
    expect(job.sentence).toBe(words('verdict.risky'));
    expect(job.text).toContain('reply yes to everything');
    expect(job.text).toContain(words('ui.text.title'));
    expect(job.text).toContain('127.0.0.1');
  });

  it('that hides nothing is not accused', async () => {
    expect((await checkSelection('#plain-text')).sentence).toBe(words(NOTHING_KNOWN));
  });
});

describe('a text in the panel', () => {
  it('is checked, kept in the history, and reported', async () => {
    const job = await checkTyped('Please enter your pass\u200bword at Gооgle.');
    expect(job.sentence).toBe(words('verdict.risky'));
    const { driver, panel } = touchstone.here;
    const { name, bytes } = await driver.download(async () => {
      await panel.click(words('ui.actions.save'));
      await panel.click(words('ui.actions.saveHtml'));
    });
    expect(name).toMatch(/\.html$/);
    expect(new TextDecoder().decode(bytes)).toContain('<mark>Gооgle</mark>');
    await panel.click(words('ui.nav.history'));
    await panel.fill(words('ui.history.search'), 'password at');
    await panel.waitForText('Please enter your password at Google.');
    await panel.click(words('ui.nav.check'));
  });

  it('that is no text gets a clear answer', async () => {
    expect((await checkTyped('  \n ')).text).toContain(words('subject.emptyText'));
  });
});
