import { describe, expect, it } from 'vitest';
import german from '../../utils/words/locales/de.json' with { type: 'json' };
import { ensureGerman } from '../browsers/find.mjs';
import { answerTo } from '../browsers/panel';
import { BROWSER, startTouchstone } from './touchstone';

describe.runIf(ensureGerman(BROWSER))('in a German browser', () => {
  const touchstone = startTouchstone({ language: 'de' });

  it('the panel is in German', async () => {
    const { panel } = touchstone.here;
    await panel.waitForText(german.ui.start.title);
    expect(await panel.run(() => document.documentElement.lang)).toMatch(/^de\b/);
  });

  it('the settings are in German', async () => {
    const settings = await touchstone.here.driver.openOwnPage('options.html');
    await settings.waitForText(german.ui.options.limits.megabytes);
    expect(await settings.run(() => document.documentElement.lang)).toMatch(/^de\b/);
    await settings.close();
  });

  it('the answer is in German', async () => {
    const { sentence } = await touchstone.here.drop('c2pa/ai-generated.jpg');
    expect(sentence).toBe(german.verdict.declaredGenerated);
  });

  it('the menu is in German', async () => {
    const { driver, page, panel } = touchstone.here;
    const entry = { id: 'verify', title: german.extension.verifyImage };
    const { sentence } = await answerTo(panel, () => driver.chooseFromMenu(page, '#photo img', entry));
    expect(sentence).toBe(german.verdict.incomplete);
  });
});
