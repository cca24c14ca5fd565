import type { Phrase } from './phrase';

/** An error that a person is told of: `said` is why, in words. */
export abstract class SaidError extends Error {
  constructor(readonly said: Phrase) {
    super(said.key);
  }
}
