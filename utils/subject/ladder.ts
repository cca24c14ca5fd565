import { type Phrase, phrase } from '../words/phrase';
import type { Coverage } from './subject';
import { SubjectError } from './subject-error';

/** Bytes, how they were had, and what the user should know about that. */
export interface Acquired {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly coverage: Coverage;
  /** What the transport called the bytes; empty where it did not say. */
  readonly declaredType: string;
  /** The address that answered in the end. */
  readonly readFrom: string;
  readonly notices: readonly Phrase[];
  /** An address which, once allowed, would give the whole file. */
  readonly grant?: string;
}

/** What one rung brings back. */
export interface Fetched {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly declaredType: string;
  readonly readFrom: string;
}

/** The three ways to a picture's bytes. Each rejects with a SubjectError. */
export interface Rungs {
  /** Whether the user has allowed the extension to read this address. */
  readonly isGranted: (url: string) => Promise<boolean>;
  /** Fetched by the extension itself, without credentials or referrer. */
  readonly fetchDirectly: (url: string) => Promise<Fetched>;
  /** Fetched inside the page, under the page's own rules. */
  readonly fetchInPage: (url: string) => Promise<Fetched>;
  /** A crop of the visible tab. */
  readonly cropScreen: () => Promise<Fetched>;
}

/**
 * Climbs the ladder: with a granted host the extension reads the file itself; without one the page is asked to;
 * at last the screen is cropped, and the result says that only pixels were seen.
 * Throws SubjectError: the first rung's reason, when no rung holds.
 */
export async function climbLadder(url: string, rungs: Rungs): Promise<Acquired> {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase() ?? '';
  if (scheme === 'data') return whole(await rungs.fetchDirectly(url), url);
  const granted = scheme !== 'blob' && (await rungs.isGranted(url));
  const ways = granted ? [rungs.fetchDirectly, rungs.fetchInPage] : [rungs.fetchInPage];
  const failures: SubjectError[] = [];
  for (const way of ways) {
    try {
      return whole(await way(url), url);
    } catch (error) {
      failures.push(asSubjectError(error));
      // Where there is nothing, another way finds nothing, and the screen shows a broken picture.
      if (FINAL.has(failures.at(-1)?.code ?? '')) break;
    }
  }
  const reason = failures[0] ?? new SubjectError('unreadable', phrase('subject.unreadable'));
  if (FINAL.has(reason.code)) throw reason;
  const grant = !granted && /^https?$/.test(scheme) ? url : undefined;
  try {
    const crop = await rungs.cropScreen();
    return {
      ...crop,
      coverage: 'pixels',
      readFrom: url,
      notices: [reason.said],
      ...(grant !== undefined && { grant }),
    };
  } catch {
    throw grant === undefined ? reason : new GrantableError(reason, grant);
  }
}

/** No rung held, but one would if the user allowed this address. */
export class GrantableError extends SubjectError {
  constructor(
    reason: SubjectError,
    readonly grant: string,
  ) {
    super(reason.code, reason.said, reason.detail);
  }
}

/** Answers that another way to the same address would only repeat. */
const FINAL: ReadonlySet<string> = new Set(['not-found', 'too-large', 'empty']);

function whole(fetched: Fetched, asked: string): Acquired {
  const from = hostOf(fetched.readFrom);
  const moved = from !== null && hostOf(asked) !== null && from !== hostOf(asked);
  return {
    ...fetched,
    coverage: 'file',
    notices: moved ? [phrase('subject.movedTo', { host: from })] : [],
  };
}

/** The host of an http(s) address, else null. */
export function hostOf(url: string): string | null {
  try {
    const { protocol, host } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? host : null;
  } catch {
    return null;
  }
}

function asSubjectError(error: unknown): SubjectError {
  if (error instanceof SubjectError) return error;
  return new SubjectError('unreadable', phrase('subject.unreadable'), String(error));
}
