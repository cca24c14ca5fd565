import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Surface } from '../browsers/driver';
import { type TinyModel, tinyModel, wrongModel, zipOf } from '../fixtures/models';
import { PACK_AUTHORITY, PackServer } from './pack-server';
import { startTouchstone, words } from './touchstone';

const touchstone = startTouchstone({ authority: PACK_AUTHORITY });
const ADDRESS = words('ui.models.fetch.address');
const HASH = words('ui.models.fetch.hash');
const UNCHANGED = words('ui.models.import.unchanged');

/** Larger than what travels at once, so that there is something to see of its way. */
const HELD_BYTES = 1_000_000;

let server: PackServer;
let page: Surface;

beforeAll(async () => {
  server = await PackServer.start();
  page = await touchstone.here.driver.openOwnPage('options.html#models');
  await page.waitForText(words('ui.models.import.title'));
});

afterAll(() => server?.close());

const fetchIt = () => page.click(words('ui.models.fetch.action'));

describe('a model pack from an address', () => {
  it('is not fetched without encryption, and nobody is asked', async () => {
    await page.fill(ADDRESS, server.offer('tiny.zip', packOf(tinyModel())).replace('https:', 'http:'));
    await fetchIt();
    await page.waitForText(words('download.notHttps'));
    expect(server.connections).toBe(0);
  });

  it('is not fetched without the permission for its host', async () => {
    await page.fill(ADDRESS, server.offer('tiny.zip', packOf(tinyModel())));
    await touchstone.here.driver.answerPermission('deny', '127.0.0.1', page, fetchIt);
    await page.waitForText(words('ui.models.fetch.notAllowed', { host: server.host }));
    expect(server.connections).toBe(0);
  });

  it('shows how far it is, says that it was interrupted, and goes on where it ended', async () => {
    const pack = packOf(tinyModel(), 2 * HELD_BYTES);
    await page.fill(ADDRESS, server.offer('large.zip', pack, HELD_BYTES));
    await touchstone.here.driver.answerPermission('allow', '127.0.0.1', page, fetchIt);
    await page.waitForText(words('ui.models.fetch.progress', { received: '1 MB', size: '2 MB' }));
    server.breakOff();
    await page.waitForText(words('download.interrupted'));
    await fetchIt();
    await page.waitForText(words('ui.models.import.done', { id: 'tiny' }));
    expect(server.asked.map(({ range }) => range)).toEqual([undefined, `bytes=${HELD_BYTES}-`]);
    expect(await page.waitForText('tiny 1.0.0')).not.toContain(UNCHANGED);
  });

  it('can be stopped, and goes on from there too', async () => {
    const pack = packOf(tinyModel({ version: '1.1.0' }), 2 * HELD_BYTES);
    await page.fill(ADDRESS, server.offer('stopped.zip', pack, HELD_BYTES));
    await fetchIt();
    await page.waitForText(words('ui.models.fetch.progress', { received: '1 MB', size: '2 MB' }));
    await page.click(words('ui.progress.cancel'));
    await page.waitForText(words('ui.models.fetch.stopped'));
    server.breakOff();
    await fetchIt();
    await page.waitForText('tiny 1.1.0');
    expect(server.asked.at(-1)?.range).toBe(`bytes=${HELD_BYTES}-`);
  });

  it('is thrown away where its hash is another one than the user typed', async () => {
    const pack = packOf(tinyModel({ version: '2.0.0' }));
    await page.fill(ADDRESS, server.offer('hashed.zip', pack));
    await page.fill(HASH, '0'.repeat(64));
    await fetchIt();
    expect(await page.waitForText(words('download.otherHash'))).toContain(UNCHANGED);
    await page.fill(HASH, createHash('sha256').update(pack).digest('hex'));
    await fetchIt();
    expect(await page.waitForText('tiny 2.0.0')).not.toContain(UNCHANGED);
  });

  it.each([
    [
      'the server has not',
      () => `https://${server.host}/none.zip`,
      words('download.refused', { status: '404' }),
    ],
    [
      'computes wrong numbers',
      () => server.offer('wrong.zip', packOf(wrongModel({ version: '3.0.0' }))),
      words('models.wrong', { model: 'tiny' }),
    ],
  ])('that %s changes nothing', async (_, address, why) => {
    await page.fill(ADDRESS, address());
    await page.fill(HASH, '');
    await fetchIt();
    await page.waitForText(why);
    expect(await page.text()).toContain('tiny 2.0.0');
  });

  it('is asked for without cookies and without telling from where', () => {
    expect(server.asked.length).toBeGreaterThan(0);
    for (const headers of server.asked) {
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('referer');
    }
  });
});

/** A zip with a model whose card fills it up to so many bytes. */
function packOf(model: TinyModel, size = 0): Uint8Array {
  const missing = Math.max(0, size - zipOf(model).length);
  return zipOf({ ...model, card: model.card.padEnd(model.card.length + missing) });
}
