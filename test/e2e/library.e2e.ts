import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ADD_TO_LIBRARY } from '../browsers/menu';
import { answerTo } from '../browsers/panel';
import { NOTHING_KNOWN, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();
const NAME = 'our harbour';

it('finds a copy that is smaller and saved anew, after a picture was added to the library', async () => {
  const { driver, page, panel } = touchstone.here;
  await answerTo(panel, () => driver.chooseFromMenu(page, '#camera img', ADD_TO_LIBRARY));
  await panel.fill(words('ui.library.name'), NAME);
  await panel.fill(words('ui.library.note'), 'press photo');
  await panel.click(words('ui.library.addAction'));
  await panel.waitForText(words('ui.library.addedNow'));
  const copy = await touchstone.here.verify('#linked img');
  expect(copy.sentence).toBe(words('verdict.known', { name: NAME }));
  expect(copy.text).toMatch(/distance \d+ of 256/);
});

it('calls a different picture no copy', async () => {
  expect((await touchstone.here.verify('#photo img')).sentence).toBe(words(NOTHING_KNOWN));
});

it('can be searched, exported, emptied and imported again', async () => {
  const { driver, panel } = touchstone.here;
  await panel.click(words('ui.nav.library'));
  await panel.fill(words('ui.library.search'), 'harbour');
  await panel.waitForText(NAME);
  const { bytes } = await driver.download(() => panel.click(words('ui.library.export')));
  expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ entries: [{ name: NAME }] });

  await panel.click(words('ui.library.removeNamed', { name: NAME }));
  await panel.click(words('ui.library.removeAction'));
  await panel.waitForText(words('ui.library.empty'));
  expect((await touchstone.here.verify('#linked img')).sentence).toBe(words(NOTHING_KNOWN));

  await panel.click(words('ui.nav.library'));
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-library-'));
  const file = join(folder, 'library.json');
  await writeFile(file, bytes);
  await panel.chooseFile(file);
  await panel.waitForText(words('ui.library.imported', { added: 1, there: 0, refused: 0 }));
  await rm(folder, { recursive: true });
  const copy = await touchstone.here.verify('#linked img');
  expect(copy.sentence).toBe(words('verdict.known', { name: NAME }));
});
