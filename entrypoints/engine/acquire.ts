import type { ImageCandidate, PageReference, WebSource } from '../../utils/jobs/job';
import { ask } from '../../utils/messages/bus';
import { cropCapture } from '../../utils/platform/decode';
import { fromBase64 } from '../../utils/subject/base64';
import { fetchBytes, refuseStatus } from '../../utils/subject/fetch-bytes';
import { type Acquired, climbLadder, type Fetched, hostOf, type Rungs } from '../../utils/subject/ladder';
import type { Limits } from '../../utils/subject/limits';
import { refuseTooLarge } from '../../utils/subject/load';
import { SubjectError } from '../../utils/subject/subject-error';
import { phrase } from '../../utils/words/phrase';

/**
 * The bytes of the chosen version of a picture on a page. Where that version cannot be had but the one that is
 * shown can, that one is read, and the result says so. Throws SubjectError.
 */
export async function acquireFromPage(
  source: WebSource,
  limits: Limits,
  signal: AbortSignal,
): Promise<Acquired> {
  const chosen = source.candidates[source.chosen];
  if (!chosen) throw new SubjectError('not-found', phrase('subject.noneThere'));
  const shown = source.candidates.find(({ version, url }) => version === 'shown' && url !== chosen.url);
  if (!shown) return climbLadder(chosen.url, rungsFor(chosen, source.page, limits, signal));
  try {
    const acquired = await climbLadder(
      chosen.url,
      withoutCrop(rungsFor(chosen, source.page, limits, signal)),
    );
    return acquired;
  } catch (error) {
    if (!(error instanceof SubjectError) || error.code === 'too-large') throw error;
    const instead = await climbLadder(shown.url, rungsFor(shown, source.page, limits, signal));
    return { ...instead, notices: [phrase('subject.readInstead'), ...instead.notices] };
  }
}

function rungsFor(
  candidate: ImageCandidate,
  page: PageReference,
  limits: Limits,
  signal: AbortSignal,
): Rungs {
  return {
    isGranted: (url) => ask('background', 'isGranted', { url }),
    fetchDirectly: (url) => inTime((timed) => fetchBytes(url, limits, timed), signal),
    fetchInPage: (url) => inTime(() => fetchInPage(url, page, limits), signal),
    cropScreen: () => cropScreen(candidate, page),
  };
}

/** Gives up a way to the bytes that leads nowhere, so that the next one is tried. */
async function inTime(
  way: (signal: AbortSignal) => Promise<Fetched>,
  cancelled: AbortSignal,
): Promise<Fetched> {
  const late = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const given = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new SubjectError('timeout', LATE)));
  });
  return Promise.race([way(AbortSignal.any([cancelled, late])), given]);
}

const FETCH_TIMEOUT_MS = 15_000;
const LATE = phrase('subject.loadTimeout', undefined, FETCH_TIMEOUT_MS / 1000);

/** The screen shows the version that is shown, not the one that was chosen. */
function withoutCrop(rungs: Rungs): Rungs {
  return {
    ...rungs,
    cropScreen: () => Promise.reject(new SubjectError('page-gone', phrase('subject.pageGone'))),
  };
}

async function fetchInPage(url: string, page: PageReference, limits: Limits): Promise<Fetched> {
  const fetched = await ask('background', 'fetchInPage', {
    ...page,
    address: url,
    maxBytes: limits.maxBytes,
  });
  if ('status' in fetched) {
    refuseStatus(fetched.status, false);
    throw new SubjectError('refused', phrase('subject.refused', { status: String(fetched.status) }));
  }
  if ('failed' in fetched) throw explain(fetched, url, page, limits);
  const bytes = new Uint8Array(fetched.size);
  for (let offset = 0; offset < fetched.size; ) {
    const part = fromBase64(
      await ask('background', 'readFromPage', { ...page, token: fetched.token, offset }),
    );
    bytes.set(part, offset);
    offset += part.length;
  }
  return { bytes, declaredType: fetched.declaredType, readFrom: fetched.readFrom };
}

function explain(
  { failed, detail, size = 0 }: { failed: string; detail: string; size?: number },
  url: string,
  { frameId }: PageReference,
  limits: Limits,
): SubjectError {
  if (failed === 'gone') return new SubjectError('page-gone', phrase('subject.pageGone'), detail);
  if (failed === 'forbidden') {
    const said = phrase(frameId === 0 ? 'subject.pageForbidden' : 'subject.frameForbidden');
    return new SubjectError('blocked', said, detail);
  }
  try {
    if (failed === 'too-large') refuseTooLarge(size, limits);
  } catch (error) {
    if (error instanceof SubjectError) return error;
  }
  return new SubjectError(
    'blocked',
    phrase('subject.blocked', { host: hostOf(url) ?? url.slice(0, 40) }),
    detail,
  );
}

async function cropScreen({ element }: ImageCandidate, page: PageReference): Promise<Fetched> {
  const gone = () => new SubjectError('page-gone', phrase('subject.pageGone'));
  if (element === undefined) throw gone();
  const capture = await ask('background', 'captureElement', { ...page, element });
  const crop = capture && (await cropCapture(capture.image, capture.box, capture.viewport));
  if (!crop) throw gone();
  return { bytes: new Uint8Array(await crop.arrayBuffer()), declaredType: crop.type, readFrom: '' };
}
