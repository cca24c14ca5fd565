import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readZip, type ZipEntry } from '../../utils/inference/zip-reader';
import { DEFAULT_LIMITS } from '../../utils/subject/limits';
import { printable } from '../lines';
import { UsageError } from '../usage-error';
import type { IndexPlace } from './subject-index';

/**
 * Calls `use` with the index to evaluate: that of a folder, a list of its form, or that of a zip of corrections
 * (utils/records/README.md says what is in it), unpacked for as long as it is used. Throws UsageError where the path is
 * none of these.
 */
export async function withEvaluationFolder<Result>(
  path: string,
  use: (place: IndexPlace) => Promise<Result>,
): Promise<Result> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) return use({ folder: path, file: join(path, INDEX) });
  if (found?.isFile() && LIST.test(path)) return use({ folder: dirname(path), file: path });
  if (!found?.isFile()) throw new UsageError(`${printable(path)} is neither a folder nor a file.`);
  const entries = await entriesOf(path);
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-corrections-'));
  try {
    for (const entry of entries) await unpack(entry, folder);
    return await use({ folder, file: join(folder, INDEX) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The index and the pictures, in the order of the archive. */
async function entriesOf(path: string): Promise<readonly ZipEntry[]> {
  const refused = `${printable(path)} is neither a folder nor a zip of exported corrections`;
  const entries = await readFile(path)
    .then((bytes) => readZip(new Blob([bytes]), MOST_ENTRIES))
    .catch((error: Error) => {
      throw new UsageError(error.message ? `${refused}: ${error.message}` : `${refused}.`);
    });
  const index = entries.find(({ name }) => name === INDEX);
  if (!index) throw new UsageError(`${refused}: it holds no ${INDEX}.`);
  if (index.size === 0) {
    throw new UsageError(
      `${printable(path)} holds no picture whose label is known: there is nothing to measure.`,
    );
  }
  return [
    index,
    ...entries.filter(({ name, size }) => PICTURE.test(name) && size <= DEFAULT_LIMITS.maxBytes),
  ];
}

const INDEX = 'index.jsonl';
const LIST = /\.jsonl(\.gz)?$/;

/** What a zip without ZIP64 can hold; the extension keeps 10,000 corrections. */
const MOST_ENTRIES = 65_535;

/** Nothing else is unpacked, so that no name can leave the folder. */
const PICTURE = /^pictures\/\w[\w.-]*$/;

/** A picture that cannot be read is left out; the evaluation names it as missing. */
async function unpack({ name, open }: ZipEntry, folder: string): Promise<void> {
  const blob = await open().catch(() => null);
  if (blob === null) return;
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.from(await blob.arrayBuffer()));
}
