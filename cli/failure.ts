import type { Failure } from '../utils/jobs/job';
import { inEnglish } from '../utils/records/answer';
import { SubjectError } from '../utils/subject/subject-error';
import { phrase } from '../utils/words/phrase';
import { SaidError } from '../utils/words/said-error';

/** What went wrong with one input, in words; the technical detail stays apart. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof SubjectError) {
    return {
      code: error.code,
      said: error.said,
      ...(error.detail !== undefined && { detail: error.detail }),
    };
  }
  const code = isSystemError(error) ? error.code : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { code: 'not-found', said: phrase('cli.notFound') };
  if (code === 'EACCES' || code === 'EPERM') {
    return { code: 'unreadable', said: phrase('cli.notPermitted'), detail };
  }
  if (code === 'ELOOP') return { code: 'unreadable', said: phrase('cli.linksInACircle'), detail };
  return { code: 'unreadable', said: phrase('subject.unreadable'), detail };
}

/** Why something that an option names cannot be used, in English. */
export function reasonOf(error: unknown): string {
  return inEnglish(error instanceof SaidError ? error.said : describeFailure(error).said);
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
