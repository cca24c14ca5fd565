import { realpath } from 'node:fs/promises';
import { DEFAULT_LIMITS } from '../../../utils/subject/limits';
import { loadSubject } from '../../../utils/subject/load';
import { makeThumbnail } from '../../decode';
import { readWithin } from '../judge-subjects';
import type { EvalReport } from '../report';

/** Small copies of pictures as data: URLs, by their paths; what cannot be shown is missing. */
export async function thumbnailsFor(
  { falsePositives, falseNegatives }: EvalReport['worst'],
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const root = await realpath(folder);
  const thumbnails = new Map<string, string>();
  for (const { path } of [...falsePositives, ...falseNegatives]) {
    const thumbnail = await thumbnailOf(root, path).catch(() => null);
    if (thumbnail !== null) thumbnails.set(path, thumbnail);
  }
  return thumbnails;
}

/** Pixels of the longer side: twice what the page shows, for dense screens. */
const SIDE = 224;

async function thumbnailOf(root: string, path: string): Promise<string | null> {
  const bytes = await readWithin(root, path);
  const subject = await loadSubject(bytes, { coverage: 'file', limits: DEFAULT_LIMITS });
  return makeThumbnail(subject, DEFAULT_LIMITS, SIDE);
}
