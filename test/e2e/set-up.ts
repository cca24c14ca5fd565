import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { BrowserName } from '../browsers/driver';
import { builtZip, unpack } from '../browsers/packed';
import { builtFolder } from '../browsers/start';
import { type DemoAddress, startDemo } from '../demo/server';
import makeFixtures from '../fixtures/make';

declare module 'vitest' {
  interface ProvidedContext {
    readonly demo: DemoAddress;
    readonly extension: TestedExtension;
  }
}

export interface TestedExtension {
  /** What the browser loads: a folder, or a zip. */
  readonly path: string;
  /** Where its files can be read. */
  readonly folder: string;
}

/** Makes the fixtures, unpacks the extension and serves the demo page to all journeys of a run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await makeFixtures();
  const unpacked = await mkdtemp(join(tmpdir(), 'touchstone-unpacked-'));
  const browser = project.config.env.TOUCHSTONE_BROWSER === 'firefox' ? 'firefox' : 'chromium';
  project.provide('extension', await chooseExtension(browser, unpacked));
  const { close, ...demo } = await startDemo();
  project.provide('demo', demo);
  return async () => {
    await close();
    await rm(unpacked, { recursive: true });
  };
}

/**
 * What is handed in at the stores, as the browser gets it from there: Firefox reads the zip itself, Chromium unpacks
 * it. By hand it may be what `wxt build` left, which is quicker, where that is newer.
 */
async function chooseExtension(browser: BrowserName, unpacked: string): Promise<TestedExtension> {
  const [zip, folder] = [await builtZip(browser), builtFolder(browser)];
  if ((await changedAt(zip)) >= (await changedAt(join(folder, 'manifest.json')))) {
    await unpack(zip, unpacked);
    return { path: browser === 'firefox' ? zip : unpacked, folder: unpacked };
  }
  if (process.env.CI) throw new Error(`${zip} is missing, or older than the build: npm run build`);
  console.log(`These journeys run from ${folder}, which is newer than the zip.`);
  return { path: folder, folder };
}

/** Milliseconds; 0 where there is no such file. */
async function changedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}
