import type { KeptText } from '../../utils/checks/fingerprint/text/fingerprint-text';
import type { Content, Lane } from '../../utils/jobs/lane';
import type { Limits } from '../../utils/subject/limits';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';

/** What the library keeps of a text, as long as all of it is at hand. Throws SubjectError. */
export async function fingerprintText(
  content: Content | undefined,
  lane: Lane,
  limits: Limits,
): Promise<KeptText> {
  if (!content) throw new SubjectError('unreadable', phrase('ui.library.textGone'));
  const request = { task: 'fingerprint', content, limits } as const;
  const answer = await lane.ask(request, TIMEOUT_MS, new AbortController().signal);
  if ('keptText' in answer) return answer.keptText;
  if (!('failure' in answer)) throw new Error('The worker answered something else');
  const { code, said, detail } = answer.failure;
  throw new SubjectError(code, said, detail);
}

/** The longest text takes a second or two. */
const TIMEOUT_MS = 15_000;
