import { describe, expect, it } from 'vitest';
import { until } from '../browsers/until';
import { NOTHING_KNOWN, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

describe('a right-click on a page', () => {
  const generated = words('verdict.declaredGenerated');
  const nothing = words(NOTHING_KNOWN);

  it.each([
    ['a picture', '#generated img', generated, 'ui.versions.shown'],
    [
      'a picture that was changed after signing',
      '#altered img',
      words('verdict.altered'),
      'ui.versions.shown',
    ],
    ['a picture with a prompt in it', '#prompt img', generated, 'ui.versions.shown'],
    ['a picture with an invisible watermark', '#watermark img', generated, 'ui.versions.shown'],
    ['an ordinary photograph', '#photo img', nothing, 'ui.versions.shown'],
    ['a picture in several sizes', '#srcset img', generated, 'ui.versions.largest'],
    ['a background picture', '#background .background', generated, 'ui.versions.background'],
    ['a picture under a layer', '#covered .covered', generated, 'ui.versions.shown'],
    ['a drawing in the page', '#svg svg', nothing, 'ui.versions.inlineSvg'],
    ["a video's preview picture", '#poster video', generated, 'ui.versions.poster'],
    ['a data: address', '#data img', generated, 'ui.versions.shown'],
    ['a blob: address', '#blob img', generated, 'ui.versions.shown'],
  ] as const)('answers for %s', async (_, selector, sentence, version) => {
    const job = await touchstone.here.verify(selector);
    expect(job.sentence).toBe(sentence);
    expect(job.text).toContain(words('ui.versions.read', { version: words(version) }).slice(0, -1));
  });

  it('shows the answer in the side panel that it opened', async () => {
    const { driver, verify } = bound();
    const { sentence } = await verify('#generated img');
    const shown = await until('the answer in the side panel', async () => {
      const text = await driver.inSidePanel((document) => document.body.innerText);
      return text?.includes(sentence) && text;
    });
    expect(shown).toContain('generated.jpg');
  });

  it('offers the original that a picture links to', async () => {
    const { panel, verify } = bound();
    expect((await verify('#linked img')).sentence).toBe(nothing);
    await panel.click(/^Read: /);
    await panel.click(new RegExp(`^${words('ui.versions.linked')}`));
    await panel.waitForText(words('verdict.signerUnknown'));
    await panel.waitForText(words('ui.versions.read', { version: words('ui.versions.linked') }));
  });

  it('says so where there is no picture', async () => {
    expect((await touchstone.here.verify('h1')).text).toContain(words('subject.noneThere'));
  });

  it.each([
    ['is gone (404)', '#gone img', words('subject.notFound', { status: '404' })],
    ['is refused (403)', '#refused img', words('subject.refused', { status: '403' })],
  ])('says so when the address %s', async (_, selector, reason) => {
    expect((await touchstone.here.verify(selector)).text).toContain(reason);
  });

  function bound() {
    const { here } = touchstone;
    return { driver: here.driver, panel: here.panel, verify: (selector: string) => here.verify(selector) };
  }
});
