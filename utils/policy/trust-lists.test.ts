import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MADE } from '../../test/fixtures/make';
import { parsePolicyTrustLists } from './trust-lists';

it("reads a policy's trust lists, and shows one without certificates as such", async () => {
  const pem = await readFile(join(MADE, 'c2pa/trust-anchor.pem'), 'utf8');
  const lists = parsePolicyTrustLists([
    { name: 'Newsroom', pem },
    { name: 'Broken', pem: 'none' },
    { pem },
    7,
  ]);
  expect(lists).toMatchObject([
    { name: 'Newsroom', certificates: 1 },
    { name: 'Broken', certificates: 0, pem: '' },
  ]);
  expect(parsePolicyTrustLists('not a list')).toEqual([]);
});
