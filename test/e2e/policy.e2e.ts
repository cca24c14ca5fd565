import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answerTo } from '../browsers/panel';
import { canSetPolicy } from '../browsers/policy';
import { BROWSER, fixture, startTouchstone, words } from './touchstone';

const LIST = 'Newsroom';
const MEGABYTES = 1;

// In Chromium this needs root or a sudo without password; see `canSetPolicy`.
describe.runIf(canSetPolicy(BROWSER))('the policy of an organisation', () => {
  const pem = readFileSync(fixture('c2pa/trust-anchor.pem'), 'utf8');
  const touchstone = startTouchstone({
    policy: { maxMegabytes: MEGABYTES, checksOff: ['watermark'], trustLists: [{ name: LIST, pem }] },
  });

  it('vouches for the signers of its trust list', async () => {
    const { sentence } = await touchstone.here.verify('#camera img');
    expect(sentence).toMatch(/^Signed by .*Example Camera Works.* and unchanged since/);
  });

  it('refuses files above its limit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-policy-'));
    const path = join(folder, 'large.jpg');
    await writeFile(path, new Uint8Array(2 * MEGABYTES * 1_048_576));
    const { panel } = touchstone.here;
    const { text } = await answerTo(panel, () => panel.chooseFile(path));
    await rm(folder, { recursive: true });
    expect(text).toContain(words('subject.tooLarge', { size: 2 * MEGABYTES, limit: MEGABYTES }));
  });

  it('switches a check off', async () => {
    const { rows } = await touchstone.here.verify('#watermark img');
    expect(rows.find((row) => row.startsWith(words('checks.watermark.title')))).toContain(
      words('check.switchedOff'),
    );
  });

  it('is marked as such in the settings, where nobody can change it', async () => {
    const settings = await touchstone.here.driver.openOwnPage('options.html');
    const text = await settings.waitForText(words('ui.options.trust.fromPolicy'));
    expect(text).toContain(LIST);
    const { limit, check, free } = await settings.run(readFields, {
      limit: words('ui.options.limits.megabytes'),
      check: words('checks.watermark.title'),
      free: words('ui.options.limits.megapixels'),
    });
    const fixed = words('ui.options.fixed');
    expect(limit).toMatchObject({ value: String(MEGABYTES), disabled: true });
    expect(limit?.hint).toContain(fixed);
    expect(check).toMatchObject({ value: 'false', disabled: true });
    expect(check?.hint).toContain(fixed);
    expect(free?.disabled).toBe(false);
    expect(free?.hint).not.toContain(fixed);
    await settings.close();
  });
});

interface ShownField {
  readonly value: string;
  readonly disabled: boolean;
  readonly hint: string;
}

/** Runs in the settings: a field or switch by its label, and what is written under it. */
function readFields<Name extends string>(
  labels: Readonly<Record<Name, string>>,
): Readonly<Record<Name, ShownField | null>> {
  const fieldOf = (wanted: unknown): ShownField | null => {
    const label = [...document.querySelectorAll('label')].find(
      ({ innerText }) => innerText.trim() === wanted,
    );
    const field = label?.control;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLButtonElement)) return null;
    const hints = (field.getAttribute('aria-describedby') ?? '').split(' ');
    return {
      value: field.getAttribute('aria-checked') ?? field.value,
      disabled: field.disabled,
      hint: hints.map((id) => document.getElementById(id)?.innerText ?? '').join(' '),
    };
  };
  const fields = Object.entries(labels).map(([name, label]) => [name, fieldOf(label)]);
  return Object.fromEntries(fields) as Readonly<Record<Name, ShownField | null>>;
}
