import { describe, expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { fixture, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

describe('a file of one’s own', () => {
  it('is checked when it is dropped', async () => {
    const job = await touchstone.here.drop('c2pa/ai-generated.jpg');
    expect(job.sentence).toBe(words('verdict.declaredGenerated'));
    expect(job.text).toContain('ai-generated.jpg');
  });

  it('is checked when it is pasted', async () => {
    const { panel } = touchstone.here;
    const job = await answerTo(panel, () => panel.pasteFile(fixture('c2pa/altered-pixels.jpg')));
    expect(job.sentence).toBe(words('verdict.altered'));
  });

  it('is checked when it is chosen', async () => {
    const { panel } = touchstone.here;
    const job = await answerTo(panel, () => panel.chooseFile(fixture('metadata/parameters.png')));
    expect(job.sentence).toBe(words('verdict.declaredGenerated'));
  });

  it('has provenance only when it is a film', async () => {
    const job = await touchstone.here.drop('c2pa/video.mp4');
    expect(job.sentence).toBe(words('verdict.signerUnknown'));
    expect(job.rows.filter((row) => row.includes(words('check.notForKind')))).toHaveLength(
      job.rows.length - 1,
    );
  });
});

describe('an answer', () => {
  it('opens its evidence in place', async () => {
    const { panel, drop } = bound();
    await drop('c2pa/camera.jpg');
    await panel.click(new RegExp(words('checks.provenance.title')));
    const text = await panel.waitForText('Example Camera Works');
    expect(text).toContain('Test Camera');
  });

  it('is copied as text', async () => {
    const { driver, panel, drop } = bound();
    const { sentence } = await drop('c2pa/ai-generated.jpg');
    await panel.click(words('ui.copy.copy'));
    await panel.waitForText(words('ui.copy.done'));
    expect(await driver.clipboardText()).toContain(sentence);
  });

  it.each([
    ['a page to read', 'ui.actions.saveHtml', '.html'],
    ['data', 'ui.actions.saveJson', '.json'],
  ] as const)('is saved as %s', async (_, entry, ending) => {
    const { driver, panel, drop } = bound();
    await drop('c2pa/ai-generated.jpg');
    const { name, bytes } = await driver.download(async () => {
      await panel.click(words('ui.actions.save'));
      await panel.click(words(entry));
    });
    expect(name.endsWith(ending)).toBe(true);
    expect(new TextDecoder().decode(bytes)).toContain('ai-generated.jpg');
  });

  it('is kept in the history until it is deleted', async () => {
    const { panel, drop } = bound();
    await drop('c2pa/unknown-signer.jpg');
    await panel.reload();
    await panel.click(words('ui.nav.history'));
    await panel.fill(words('ui.history.search'), 'unknown-signer');
    await panel.waitForText('unknown-signer.jpg');
    await panel.click(/unknown-signer\.jpg.*\d/);
    await panel.waitForText(words('verdict.signerUnknown'));
    await panel.click(words('ui.history.remove'));
    await panel.fill(words('ui.history.search'), 'unknown-signer');
    await panel.waitForText(words('ui.history.noneFound'));
  });

  function bound() {
    const { here } = touchstone;
    return { driver: here.driver, panel: here.panel, drop: (name: string) => here.drop(name) };
  }
});
