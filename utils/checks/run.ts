import { ModelError } from '../inference/model-runner';
import type { Limits } from '../subject/limits';
import { refuseTooManyPixels } from '../subject/load';
import type { Subject } from '../subject/subject';
import { SubjectError } from '../subject/subject-error';
import { type Phrase, phrase } from '../words/phrase';
import type { Check, CheckTools } from './check';
import type { Found, Signal } from './signal';
import { MOST_HELD_MS, TimeOut } from './time-out';

export interface RunOptions {
  readonly timeoutMs: number;
  readonly limits: Limits;
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** As CheckContext has it. */
  readonly quick?: boolean;
}

/**
 * Runs one check on one subject. Never rejects: what goes wrong is a `check-failed` signal, so that one broken
 * check cannot hide the others. A check that blocks its thread is ended from outside (its worker is closed).
 */
export async function runCheck(
  check: Check,
  subject: Subject,
  tools: CheckTools,
  options: RunOptions,
): Promise<readonly Signal[]> {
  const start = performance.now();
  const found = await findOrFail(check, subject, tools, options);
  const ms = Math.round((performance.now() - start) * 10) / 10;
  return found.map((one) => ({ check: check.id, ms, ...one }));
}

/** The signal of a check that could not run, made where its worker died or never answered. */
export function failedSignal(check: string, reason: string, said: Phrase, detail?: string): Signal {
  return { check, ms: 0, ...failure(reason, said, detail) };
}

/** The signal of a check that ran out of time. */
export function timedOutSignal(check: string, timeoutMs: number): Signal {
  return { ...failedSignal(check, 'timeout', timeoutPhrase(timeoutMs)), ms: timeoutMs };
}

async function findOrFail(
  check: Check,
  subject: Subject,
  tools: CheckTools,
  options: RunOptions,
): Promise<readonly Found[]> {
  if (check.reads === 'file' && subject.coverage === 'pixels') {
    return [failure('pixels-only', phrase('check.pixelsOnly'))];
  }
  const timeUp = new AbortController();
  const signal = AbortSignal.any([timeUp.signal, options.signal]);
  let heldTooLong = false;
  const timeOut = new TimeOut((held) => {
    heldTooLong = held;
    timeUp.abort();
  }, options.timeoutMs);
  const guardedTools: CheckTools = {
    ...tools,
    models: { run: (id, pictures) => tools.models.run(id, pictures, (testing) => timeOut.hold(testing)) },
    decode: async (size) => {
      refuseTooManyPixels(subject.dimensions, options.limits);
      return tools.decode(size);
    },
  };
  try {
    return await Promise.race([
      check.run(subject, { signal, quick: options.quick ?? false, tools: guardedTools }),
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        if (signal.aborted) reject(signal.reason);
      }),
    ]);
  } catch (error) {
    if (timeUp.signal.aborted) {
      return [failure('timeout', heldTooLong ? TESTED_TOO_LONG : timeoutPhrase(options.timeoutMs))];
    }
    if (options.signal.aborted) return [failure('cancelled', phrase('check.cancelled'))];
    return [describeError(error)];
  } finally {
    timeOut.end();
  }
}

function describeError(error: unknown): Found {
  if (error instanceof SubjectError) return failure(error.code, error.said, error.detail);
  if (error instanceof ModelError) return failure(`model-${error.code}`, error.said, error.detail);
  return failure(
    'crashed',
    phrase('check.crashed'),
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}

function failure(reason: string, summary: Phrase, detail?: string): Found {
  return {
    finding: 'check-failed',
    basis: 'declared',
    summary,
    reason,
    ...(detail !== undefined && { detail }),
    evidence: {},
  };
}

const TESTED_TOO_LONG = phrase('check.modelTestTimeout', undefined, MOST_HELD_MS / 1000);

function timeoutPhrase(timeoutMs: number): Phrase {
  return phrase('check.timeout', undefined, Math.round(timeoutMs / 1000));
}
