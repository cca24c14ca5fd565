import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { BrowserName, Json } from './driver';
import { readManifest } from './packed';

type Policy = Readonly<Record<string, Json>>;

/** A policy that is in force until it is removed. */
export interface PolicyFile {
  readonly remove: () => void;
}

/**
 * Whether a test can be the organisation. Firefox reads a user's own policies as well. Chromium believes only a folder
 * that belongs to root: so as root, or where sudo asks for no password, as on the machines that test each change.
 */
export function canSetPolicy(browser: BrowserName): boolean {
  if (platform() !== 'linux') return false;
  return browser === 'firefox' || isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0;
}

/** Chromium reads all files in this folder when it starts; https://www.chromium.org/administrators/linux-quick-start. */
const CHROMIUM_POLICIES = '/etc/chromium/policies/managed';

export function setChromiumPolicy(extension: string, policy: Policy): PolicyFile {
  const name = `touchstone-test-${process.pid}.json`;
  const place = join(CHROMIUM_POLICIES, name);
  const draft = join(tmpdir(), name);
  writeFileSync(draft, JSON.stringify({ '3rdparty': { extensions: { [idOf(extension)]: policy } } }));
  asRoot('mkdir', '-p', CHROMIUM_POLICIES);
  asRoot('install', '-m', '644', draft, place);
  rmSync(draft);
  const remove = () => {
    process.off('exit', remove);
    asRoot('rm', '-f', place);
  };
  process.once('exit', remove);
  return { remove };
}

/** An unpacked extension's id is a hash of its path, its hexadecimal digits written as a to p. */
function idOf(folder: string): string {
  const digits = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32);
  return [...digits].map((digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)]).join('');
}

function asRoot(program: string, ...options: readonly string[]): void {
  const [first = '', ...rest] = isRoot() ? [program, ...options] : ['sudo', '-n', program, ...options];
  execFileSync(first, rest);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Puts a policy into a home folder, where Firefox looks for those of a user: a native manifest of the type `storage`
 * (https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests).
 */
export async function setFirefoxPolicy(home: string, extension: string, policy: Policy): Promise<void> {
  const manifest = Manifest.parse(await readManifest(extension));
  const name = manifest.browser_specific_settings.gecko.id;
  const folder = join(home, '.mozilla', 'managed-storage');
  await mkdir(folder, { recursive: true });
  const storage = { name, description: 'A policy for tests', type: 'storage', data: policy };
  await writeFile(join(folder, `${name}.json`), JSON.stringify(storage));
}

const Manifest = z.object({ browser_specific_settings: z.object({ gecko: z.object({ id: z.string() }) }) });
