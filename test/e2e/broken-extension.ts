import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A copy of the tested extension of which files are missing. */
export interface BrokenExtension {
  readonly path: string;
  /** What is missing, by its path in the extension. */
  readonly missing: readonly string[];
  readonly remove: () => Promise<void>;
}

/** Copies the tested extension without the files whose path matches. */
export async function breakExtension(without: RegExp): Promise<BrokenExtension> {
  const { folder } = inject('extension');
  const path = await mkdtemp(join(tmpdir(), 'touchstone-broken-'));
  await cp(folder, path, { recursive: true });
  const files = await readdir(path, { recursive: true });
  const missing = files.filter((name) => without.test(name)).sort();
  for (const name of missing) await rm(join(path, name));
  return { path, missing, remove: () => rm(path, { recursive: true }) };
}

/** The build of the runtime that is for GPUs: the module, its glue code and its WebAssembly. */
export const GPU_BUILD = /ort\.webgpu|asyncify/;
