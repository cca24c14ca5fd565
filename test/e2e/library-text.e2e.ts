import { expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { changeWords, GARDEN, PARCEL } from '../fixtures/texts';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();
const NAME = 'the parcel notice';

async function checkText(text: string) {
  const { panel } = touchstone.here;
  return answerTo(panel, async () => {
    await panel.click(words('ui.nav.check'));
    await panel.fill(words('ui.start.text'), text);
    await panel.click(words('ui.start.checkText'));
  });
}

it('finds a lightly edited copy of a text that was added, and shows the passages', async () => {
  const { panel } = touchstone.here;
  await checkText(PARCEL);
  await panel.click(words('ui.library.add'));
  await panel.fill(words('ui.library.name'), NAME);
  await panel.click(words('ui.library.addAction'));
  await panel.waitForText(words('ui.library.addedNow'));

  const copy = await checkText(`${GARDEN}\n\n${changeWords(PARCEL, 9)}`);
  expect(copy.sentence).toBe(words('verdict.known', { name: NAME }));
  await panel.click(new RegExp(words('checks.fingerprint.title')));
  const shown = await panel.waitForText(words('ui.fingerprint.passages', {}, 1));
  expect(shown).toMatch(/\d+ of 94 words/);
  const marked = await panel.run(() => [...document.querySelectorAll('mark')].map((mark) => mark.innerText));
  expect(marked).toHaveLength(1);
  expect(marked[0]).toContain('waiting in our depot');
  expect(marked[0]).not.toContain('pigeons');
});

it('calls another text no copy, and a few words too short', async () => {
  const other = await checkText(GARDEN);
  expect(other.text).toContain(words('checks.fingerprint.none', { size: 1 }));
  expect(other.sentence).not.toContain(NAME);
  expect((await checkText('A few words only.')).text).toContain(
    words('checks.fingerprint.tooShort', { least: 20 }, 4),
  );
});

it('shows the text in the library, and takes it out again', async () => {
  const { panel } = touchstone.here;
  await panel.click(words('ui.nav.library'));
  await panel.waitForText(words('ui.library.words', { count: 94 }, 94));
  await panel.click(words('ui.library.removeNamed', { name: NAME }));
  await panel.click(words('ui.library.removeAction'));
  await panel.waitForText(words('ui.library.empty'));
});
