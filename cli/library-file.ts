import { readFile } from 'node:fs/promises';
import { type LibraryFile, parseLibraryFile } from '../utils/records/library-file';
import { describeFailure, reasonOf } from './failure';
import { printable } from './lines';
import { UsageError } from './usage-error';

/** Reads an exported library; `missing` stands for a file that does not exist. Throws UsageError, which names the option. */
export async function readLibraryFile(
  path: string,
  option: string,
  missing?: LibraryFile,
): Promise<LibraryFile> {
  try {
    return parseLibraryFile(await readFile(path, 'utf8'));
  } catch (error) {
    if (missing && describeFailure(error).code === 'not-found') return missing;
    throw new UsageError(`${option} ${printable(path)}: ${reasonOf(error)}`);
  }
}
