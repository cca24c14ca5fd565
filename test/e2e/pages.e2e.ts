import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Surface } from '../browsers/driver';
import { answerTo } from '../browsers/panel';
import { BROWSER, RESULTS, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe('every page, in light and dark, at 320 px', () => {
  it('the empty panel', () => inspect('panel empty', touchstone.here.panel));

  it('an answer with its evidence', async () => {
    const { panel } = touchstone.here;
    await touchstone.here.drop('c2pa/ai-ingredient.jpg');
    await panel.click(new RegExp(words('checks.provenance.title')));
    await inspect('answer', panel);
    await panel.click(new RegExp(words('checks.metadata.title')));
    await inspect('answer metadata', panel);
  });

  it('a text that hides something', async () => {
    const { panel } = touchstone.here;
    const text = `Your mem\u200bber card, from Gооgle \u202elapyap\u202c, and an ordinary end. `.repeat(12);
    await answerTo(panel, async () => {
      await panel.fill(words('ui.start.text'), text);
      await panel.click(words('ui.start.checkText'));
    });
    await panel.click(new RegExp(words('checks.hiddenText.title')));
    await inspect('answer text', panel);
  });

  it('a failure', async () => {
    await touchstone.here.drop('bad/text.jpg');
    await inspect('failure', touchstone.here.panel);
  });

  it('the dialog that adds to the library', async () => {
    const { panel } = touchstone.here;
    await touchstone.here.drop('c2pa/camera.jpg');
    await panel.click(words('ui.library.add'));
    await inspect('add to library', panel);
    await panel.click(words('ui.library.addAction'));
    await panel.waitForText(words('ui.library.addedNow'));
    await touchstone.here.drop('c2pa/camera.jpg');
    await panel.click(new RegExp(words('checks.fingerprint.title')));
    await inspect('answer known', panel);
  });

  it('the form that corrects an answer, what it has kept, and all that was kept', async () => {
    const { driver, panel } = touchstone.here;
    await touchstone.here.drop('c2pa/camera.jpg');
    await panel.click(words('ui.correct.wrong'));
    await panel.click(words('ui.correct.labels.notAi'));
    await inspect('correction form', panel);
    await panel.fill(words('ui.correct.note'), 'Taken on the pier, in March.');
    await panel.click(words('ui.correct.keepPicture'));
    await panel.click(words('ui.correct.save'));
    await panel.waitForText(words('ui.correct.keptWithPicture'));
    await inspect('correction kept', panel);
    await panel.press('Escape');
    const corrections = await driver.openOwnPage('options.html#corrections');
    await corrections.waitForText(words('ui.corrections.exportPictures'));
    await inspect('corrections', corrections);
    await corrections.click(words('ui.corrections.clear'));
    await corrections.click(words('ui.corrections.clearAction'));
    await corrections.waitForText(words('ui.corrections.empty'));
    await inspect('corrections empty', corrections);
    await corrections.close();
  });

  it('the history', async () => {
    await touchstone.here.panel.click(words('ui.nav.history'));
    await inspect('history', touchstone.here.panel);
  });

  it('the library', async () => {
    await touchstone.here.panel.click(words('ui.nav.library'));
    await inspect('library', touchstone.here.panel);
  });

  it('the settings', async () => {
    const settings = await touchstone.here.driver.openOwnPage('options.html');
    await inspect('settings', settings);
    await settings.close();
  });

  it('the models, with everything that can be opened', async () => {
    const models = await touchstone.here.driver.openOwnPage('options.html#models');
    await models.waitForText(words('ui.models.facts.version'));
    await models.click(new RegExp(`^${words('ui.models.actions.test')}`));
    await models.waitForText(/The test is/);
    await models.run(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await inspect('models', models);
    await models.close();
  });
});

it('works with the keyboard alone: to a row, into it, to the next', async () => {
  const { panel } = touchstone.here;
  await touchstone.here.drop('c2pa/camera.jpg');
  await panel.reload();
  await panel.waitForText(words('checks.provenance.title'));
  await tabTo(panel, words('checks.provenance.title'));
  await panel.press('Enter');
  await panel.waitForText(words('ui.provenance.signer'));
  await panel.press('ArrowDown');
  expect(await panel.run(focused)).toContain(words('checks.metadata.title'));
  await panel.press('Enter');
  expect(await panel.text()).not.toContain(words('ui.provenance.signer'));
});

/** A screenshot in each theme, and no violation of axe's rules. */
async function inspect(name: string, surface: Surface): Promise<void> {
  const { driver } = touchstone.here;
  await surface.resize(320, 800);
  await surface.addScript(await readFile(AXE, 'utf8'));
  for (const theme of ['light', 'dark'] as const) {
    await driver.setTheme(theme);
    await surface.screenshot(join(RESULTS, `${BROWSER} ${name} ${theme}.png`));
    expect(await surface.run(violations), `${name}, ${theme}`).toEqual([]);
  }
}

async function violations(): Promise<string[]> {
  const { axe } = globalThis as unknown as {
    axe: {
      run: () => Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
    };
  };
  const { violations } = await axe.run();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 300)}\n${failureSummary}`),
  );
}

async function tabTo(surface: Surface, name: string): Promise<void> {
  const most = 40;
  for (let presses = 0; presses < most; presses++) {
    await surface.press('Tab');
    if ((await surface.run(focused)).includes(name)) return;
  }
  throw new Error(
    `${most} presses of Tab did not lead to ${name}, the last one to ${await surface.run(focused)}`,
  );
}

function focused(): string {
  return document.activeElement instanceof HTMLElement ? document.activeElement.innerText : '';
}
