import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { MADE } from '../../../test/fixtures/make';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import { parseTrustList, TrustListError } from './trust-list';

let pem: string;

beforeAll(async () => {
  pem = await readFile(join(MADE, 'c2pa', 'trust-anchor.pem'), 'utf8');
});

describe('parseTrustList', () => {
  test('names whom each certificate names', () => {
    expect(parseTrustList(pem)).toEqual({
      certificates: 1,
      subjects: ['Test Root, Touchstone Tests'],
      pem,
    });
  });

  test('keeps the certificates and leaves out comments, doubles and Windows line ends', () => {
    const list = `# The official list\r\n${pem.replaceAll('\n', '\r\n')}\r\nIssuer: somebody\r\n${pem}`;
    expect(parseTrustList(list)).toMatchObject({ certificates: 1, pem });
  });

  test.each([
    '',
    'hello',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  ])('refuses %j, in which there is no certificate', (text) => {
    expect(refusalOf(text)).toContain('There is no certificate in this text.');
  });

  test('says which certificate is damaged', () => {
    const notBase64 = '-----BEGIN CERTIFICATE-----\n%%%%\n-----END CERTIFICATE-----\n';
    const lines = pem.split('\n');
    const cutShort = [...lines.slice(0, 4), ...lines.slice(-2)].join('\n');
    expect(refusalOf(pem + notBase64)).toBe('Certificate 2 of 2 is damaged, so the list was not taken.');
    expect(refusalOf(cutShort + pem)).toBe('Certificate 1 of 2 is damaged, so the list was not taken.');
  });

  test('refuses a text with a private key in it', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
    expect(refusalOf(pem + key)).toContain('a private key should be given to nobody');
  });

  test('survives any damage', () => {
    for (let cut = 0; cut < pem.length; cut += 7) {
      const outcome = attempt(`${pem.slice(0, cut)}${pem.slice(cut + 3)}`);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TrustListError);
      else expect(outcome.certificates).toBe(1);
    }
  });
});

function refusalOf(text: string): string {
  const outcome = attempt(text);
  if (!(outcome instanceof TrustListError)) throw new Error('The list was taken.');
  return say(outcome.said, englishLanguage);
}

function attempt(text: string) {
  try {
    return parseTrustList(text);
  } catch (error) {
    return error as Error;
  }
}
