import { access } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { englishLanguage } from '../words/english';
import { say } from '../words/say';
import { CHECKS } from './registry';
import { checkTitle } from './title';

describe.each(CHECKS)('the check $id', ({ id }) => {
  it('has a title', () => {
    expect(say(checkTitle(id), englishLanguage)).not.toBe('');
  });

  it('says in a README what it can and cannot tell', async () => {
    await expect(access(new URL(`./${id}/README.md`, import.meta.url))).resolves.toBeUndefined();
  });
});

describe('the registry', () => {
  it('holds each check once', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
