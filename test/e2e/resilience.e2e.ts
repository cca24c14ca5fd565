import { describe, expect, it } from 'vitest';
import { VERIFY } from '../browsers/menu';
import { answerTo } from '../browsers/panel';
import { until } from '../browsers/until';
import { showInstead, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

describe('a picture that does not come', () => {
  it('can be cancelled', async () => {
    const { driver, page, panel } = touchstone.here;
    await showInstead(page, '/held/photo.jpg');
    await driver.chooseFromMenu(page, '#photo img', VERIFY);
    await panel.waitForText(words('ui.status.loading'));
    await panel.click(words('ui.progress.cancel'));
    await panel.waitForText(words('ui.status.cancelled'));
  });

  it('is given up after a while', async () => {
    const { page } = touchstone.here;
    await showInstead(page, '/held/photo.jpg');
    const { text } = await touchstone.here.verify('#photo img');
    expect(text).toMatch(/Reading took longer than \d+ seconds and was given up\./);
  });

  it('cannot be had any more when its page was closed', async () => {
    const { driver, demo, panel } = touchstone.here;
    const other = await driver.openPage(demo.url);
    await showInstead(other, '/held/photo.jpg');
    const { text } = await answerTo(panel, async () => {
      await driver.chooseFromMenu(other, '#photo img', VERIFY);
      await panel.waitForText(words('ui.status.loading'));
      await other.close();
    });
    expect(text).toContain(words('subject.pageGone'));
  });
});

it('leaves nothing alive when nothing is being checked', async () => {
  const { driver } = touchstone.here;
  await touchstone.here.change({ idleSeconds: 1 });
  await touchstone.here.drop('c2pa/camera.jpg');
  await until('workers', async () => (await driver.alive()).length > 0);
  await until('workers and engine page to end', async () => (await driver.alive()).length === 0);
  await touchstone.here.change({ idleSeconds: 60 });
  const { sentence } = await touchstone.here.drop('c2pa/ai-generated.jpg');
  expect(sentence).toBe(words('verdict.declaredGenerated'));
});

it('still answers when the disk is full, and says what it could not keep', async () => {
  const { driver, panel } = touchstone.here;
  await touchstone.here.drop('c2pa/camera.jpg');
  // What a browser does when there is no room; filling a real disk is no test's business.
  await driver.inEngine((engine) => {
    engine.IDBObjectStore.prototype.put = () => {
      throw new engine.DOMException('There is no room', 'QuotaExceededError');
    };
  });
  const { sentence } = await touchstone.here.drop('c2pa/altered-pixels.jpg');
  expect(sentence).toBe(words('verdict.altered'));
  await panel.waitForText(words('records.diskFull'));
});
