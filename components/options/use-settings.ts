import { useCallback } from 'react';
import type { Settings } from '../../utils/policy/settings';
import { type Problem, useAction } from '../kit/use-action';
import { useLoaded } from '../kit/use-loaded';
import { useServices } from '../services';

export interface SettingsInUse {
  /** Undefined until they have been read. */
  readonly settings: Settings | undefined;
  readonly change: (changes: Partial<Settings>) => void;
  /** Whether an organisation's policy decides it. */
  readonly isFixed: (name: keyof Settings) => boolean;
  readonly problem: Problem | null;
}

/** The settings, followed wherever they are changed. */
export function useSettings(): SettingsInUse {
  const { settings: store } = useServices();
  const load = useCallback(
    async () => ({ settings: await store.read(), fixed: await store.fixed() }),
    [store],
  );
  const { value, problem: readProblem, reload } = useLoaded(load, store.watch);
  const { run, problem } = useAction();
  return {
    settings: value?.settings,
    change: (changes) => run(() => store.write(changes).then(reload)),
    isFixed: (name) => value?.fixed.includes(name) ?? false,
    problem: problem ?? readProblem,
  };
}
