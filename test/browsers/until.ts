import type { Surface } from './driver';

/** How long a journey waits for what a user would see, before it fails: generous, for a busy two-core machine. */
export const PATIENCE_MS = 20_000;

const PAUSE_MS = 50;

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it.
 * Throws after `patienceMs` with `what` was waited for and, where there is one, `describe()`: what was there instead.
 */
export async function until<Answer>(
  what: string,
  probe: () => Promise<Answer>,
  { patienceMs = PATIENCE_MS, describe }: { patienceMs?: number; describe?: () => Promise<string> } = {},
): Promise<Exclude<Answer, undefined | null | false>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<Answer, undefined | null | false>;
    }
    if (Date.now() > end) {
      const instead = await describe?.();
      throw new Error(
        `Waited ${patienceMs / 1000} s for ${what}.${instead ? ` There was:\n${instead}` : ''}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Waits for text in any surface; the error shows what was there instead. */
export async function waitForText(surface: Surface, text: string | RegExp): Promise<string> {
  return until(
    `the text ${text}`,
    async () => {
      const seen = await surface.text();
      return (typeof text === 'string' ? seen.includes(text) : text.test(seen)) && seen;
    },
    { describe: surface.text },
  );
}
