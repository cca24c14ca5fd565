import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { KeptTest } from '../utils/inference/model-store';

/** Which models have given their golden answers on this machine: one line a version, file and device. */
const ProvenSchema = z.array(
  z.strictObject({
    id: z.string(),
    version: z.string(),
    sha256: z.string(),
    device: z.string(),
    at: z.string(),
  }),
);

type Proven = z.infer<typeof ProvenSchema>[number];

/** A file that remembers it. What cannot be read is as if it were not there, and what cannot be written is left. */
export class ProvenModels {
  /** One after the other, since each writes what it has read before. */
  #adding: Promise<void> = Promise.resolve();

  constructor(private readonly file: string) {}

  async read(): Promise<readonly { readonly id: string; readonly test: KeptTest }[]> {
    return (await this.#lines()).map(({ id, ...facts }) => ({ id, test: { ...facts, ...PASSED } }));
  }

  add(id: string, tests: readonly KeptTest[]): Promise<void> {
    this.#adding = this.#adding.then(() => this.#add(id, tests)).catch(() => undefined);
    return this.#adding;
  }

  async #add(id: string, tests: readonly KeptTest[]): Promise<void> {
    const lines = await this.#lines();
    const fresh = tests
      .filter(({ chosen }) => chosen !== null)
      .map(({ version, sha256, device, at }): Proven => ({ id, version, sha256, device, at }))
      .filter((test) => !lines.some((line) => keyOf(line) === keyOf(test)));
    if (fresh.length === 0) return;
    const unfinished = `${this.file}.${process.pid}`;
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(unfinished, JSON.stringify([...fresh, ...lines].slice(0, MOST_LINES)));
    await rename(unfinished, this.file);
  }

  async #lines(): Promise<readonly Proven[]> {
    try {
      return ProvenSchema.parse(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return [];
    }
  }
}

/** In the user's folder for what can be made anew. */
export function provenModelsFile(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = env;
  const ordinary = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
  return join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), ordinary), 'touchstone', 'models.json');
}

/** Enough for every model on every runtime that a machine has seen of late. */
const MOST_LINES = 100;

/** What a line says, as the service knows it. Times and differences are of no more use. */
const PASSED: Pick<KeptTest, 'backends' | 'chosen'> = {
  chosen: 'cpu',
  backends: [
    {
      ...{ backend: 'cpu', passed: true, difference: null },
      ...{ loadMs: null, firstRunMs: null, warmRunMs: null },
    },
  ],
};

function keyOf({ id, version, sha256, device }: Proven): string {
  return [id, version, sha256, device].join('\n');
}
