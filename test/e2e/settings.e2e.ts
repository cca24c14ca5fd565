import { expect, it } from 'vitest';
import { fixture, NOTHING_KNOWN, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

it('vouches for a signer once a trust list was imported', async () => {
  const { driver } = touchstone.here;
  expect((await touchstone.here.verify('#camera img')).sentence).toBe(words('verdict.signerUnknown'));
  const settings = await driver.openOwnPage('options.html');
  await settings.chooseFile(fixture('c2pa/trust-anchor.pem'));
  await settings.waitForText('trust-anchor');
  const { sentence } = await touchstone.here.verify('#camera img');
  expect(sentence).toMatch(/^Signed by .*Example Camera Works.* and unchanged since/);
  await settings.click(/^Remove .*trust-anchor/);
  await settings.waitForText(words('ui.options.trust.none'));
  await settings.close();
  expect((await touchstone.here.verify('#camera img')).sentence).toBe(words('verdict.signerUnknown'));
});

it('shows a check that was switched off, and says so', async () => {
  const { driver } = touchstone.here;
  const settings = await driver.openOwnPage('options.html');
  await settings.click(words('checks.fingerprint.title'));
  const { rows } = await touchstone.here.verify('#photo img');
  expect(rows.find((row) => row.startsWith(words('checks.fingerprint.title')))).toContain(
    words('check.switchedOff'),
  );
  await settings.click(words('checks.fingerprint.title'));
  await settings.close();
  expect((await touchstone.here.verify('#photo img')).sentence).toBe(words(NOTHING_KNOWN));
});
