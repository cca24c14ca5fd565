import { expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();
const PIXELS_ONLY = words('verdict.pixelsOnly');
const ON_ANOTHER_HOST = '#other-host img';

function allowButton(): RegExp {
  return new RegExp(`^Allow reading from ${touchstone.here.demo.otherHost}`);
}

it('sees only the pixels of a picture on another host, and says so', async () => {
  const { sentence, text, rows } = await touchstone.here.verify(ON_ANOTHER_HOST);
  expect(sentence).toBe(PIXELS_ONLY);
  expect(text).toContain(words('ui.notices.pixelsOnly'));
  expect(rows.some((row) => row.includes(words('check.pixelsOnly')))).toBe(true);
});

it('stays with the pixels when the user denies the host', async () => {
  const { driver, demo, panel, verify } = bound();
  await verify(ON_ANOTHER_HOST);
  await driver.answerPermission('deny', demo.otherHost, panel, () => panel.click(allowButton()));
  expect(await panel.waitForText(PIXELS_ONLY)).toMatch(/Allow reading from/);
});

it('reads the file once the user allows the host', async () => {
  const { driver, demo, panel, verify } = bound();
  await verify(ON_ANOTHER_HOST);
  const { sentence } = await answerTo(panel, () =>
    driver.answerPermission('allow', demo.otherHost, panel, () => panel.click(allowButton())),
  );
  expect(sentence).toBe(words('verdict.declaredGenerated'));
});

it('follows an address that leads to an allowed host, and says where to', async () => {
  const { driver, panel, verify } = bound();
  let job = await verify('#moved img');
  // Firefox lets a page's script read from hosts that the extension may read; Chromium asks for the first one too.
  if (driver.browser === 'chromium') {
    expect(job.sentence).toBe(PIXELS_ONLY);
    job = await answerTo(panel, () =>
      driver.answerPermission('allow', '127.0.0.1', panel, () => panel.click(/^Allow reading from 127/)),
    );
  }
  expect(job.sentence).toBe(words('verdict.declaredGenerated'));
  expect(job.text).toContain('The address passed the request on; the picture was read from localhost');
});

it('sees only pixels again after the permission was taken back in the settings', async () => {
  const { driver, verify } = bound();
  const settings = await driver.openOwnPage('options.html');
  const allowed = driver.browser === 'chromium' ? ['localhost', '127'] : ['localhost'];
  for (const host of allowed) await settings.click(new RegExp(`^Take back .*${host}`));
  await settings.waitForText(words('ui.options.permissions.none'));
  await settings.close();
  expect((await verify(ON_ANOTHER_HOST)).sentence).toBe(PIXELS_ONLY);
});

function bound() {
  const { here } = touchstone;
  return { ...here, verify: (selector: string) => here.verify(selector) };
}
