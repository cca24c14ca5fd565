import { useCallback, useEffect, useState } from 'react';
import type { Watch } from '../services';
import { type Problem, problemFrom } from './use-action';

export interface Loaded<Value> {
  /** The newest value; undefined until the first has come. */
  readonly value: Value | undefined;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/**
 * Loads something, again whenever `load` is another function or `watch` reports a change. Keep both stable
 * (`useCallback`). An answer that comes after a newer one was asked for is dropped.
 */
export function useLoaded<Value>(load: () => Promise<Value>, watch?: Watch): Loaded<Value> {
  const [value, setValue] = useState<Value>();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is the wish to load again
  useEffect(() => {
    let wanted = true;
    load().then(
      (loaded) => {
        if (!wanted) return;
        setValue(() => loaded);
        setProblem(null);
      },
      (error: unknown) => {
        if (wanted) setProblem(problemFrom(error));
      },
    );
    return () => {
      wanted = false;
    };
  }, [load, round]);

  useEffect(() => watch?.(reload), [watch, reload]);

  return { value, problem, reload };
}
