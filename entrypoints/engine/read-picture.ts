import { blobOf } from '../../utils/jobs/content';
import type { JobSource } from '../../utils/jobs/job';
import type { Content } from '../../utils/jobs/lane';
import type { Limits } from '../../utils/subject/limits';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';
import { acquireFromPage } from './acquire';

/**
 * What a job was about, once more: a file as long as it is at hand, something on a page from where it was. Whether those are
 * the same bytes is for the caller to see. Throws SubjectError.
 */
export async function readPicture(
  source: JobSource,
  atHand: Content | undefined,
  limits: Limits,
): Promise<Blob> {
  if (atHand) return blobOf(atHand);
  if (source.kind !== 'web') throw new SubjectError('unreadable', phrase('subject.notAtHand'));
  const { bytes } = await acquireFromPage(source, limits, new AbortController().signal);
  return new Blob([bytes]);
}
