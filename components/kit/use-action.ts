import { useCallback, useState } from 'react';
import type { Phrase } from '../../utils/words/phrase';
import { phrase } from '../../utils/words/phrase';

/** What went wrong, in words and in detail. */
export interface Problem {
  readonly said: Phrase;
  readonly detail?: string;
}

export interface Action {
  /** Starts the action at once, inside the click that called it: permission prompts need that. */
  readonly run: (action: () => Promise<unknown>) => void;
  readonly busy: boolean;
  /** Why the last action failed. */
  readonly problem: Problem | null;
  readonly dismiss: () => void;
}

/** Runs what a button does, and keeps what went wrong so that it can be shown beside it. */
export function useAction(): Action {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = useCallback((action: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    action()
      .catch((error: unknown) => setProblem(problemFrom(error)))
      .finally(() => setBusy(false));
  }, []);
  const dismiss = useCallback(() => setProblem(null), []);
  return { run, busy, problem, dismiss };
}

/** What to say of an error. Those that crossed a message border have lost their class, but kept `said`. */
export function problemFrom(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : undefined;
  const said = hasWords(error) ? error.said : phrase('ui.problem.unexpected');
  return { said, ...(detail && { detail }) };
}

function hasWords(error: unknown): error is { said: Phrase } {
  if (typeof error !== 'object' || error === null) return false;
  const said: unknown = Reflect.get(error, 'said');
  return typeof said === 'object' && said !== null && typeof Reflect.get(said, 'key') === 'string';
}
