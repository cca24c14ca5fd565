import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import type { BrowserName } from './driver';

/** Where `wxt zip` puts what is handed in at the browser's store. */
export async function builtZip(name: BrowserName): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));
  const store = name === 'chromium' ? 'chrome' : 'firefox';
  return fileURLToPath(new URL(`.output/touchstone-${version}-${store}.zip`, ROOT));
}

const ROOT = new URL('../../', import.meta.url);

/** Writes the files of a zip into a folder. */
export async function unpack(zip: string, folder: string): Promise<void> {
  for (const [name, bytes] of Object.entries(unzipSync(await readFile(zip)))) {
    if (name.endsWith('/')) continue;
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}

/** The manifest of an extension that is a folder or a zip, as it stands there. */
export async function readManifest(extension: string): Promise<unknown> {
  if (!extension.endsWith('.zip')) return JSON.parse(await readFile(join(extension, MANIFEST), 'utf8'));
  const files = unzipSync(await readFile(extension), { filter: ({ name }) => name === MANIFEST });
  return JSON.parse(strFromU8(files[MANIFEST] ?? new Uint8Array()));
}

const MANIFEST = 'manifest.json';
