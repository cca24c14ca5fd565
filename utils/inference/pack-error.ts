import type { Phrase } from '../words/phrase';

/** A model pack that is refused: `said` is why, in words; `detail` is for whoever made the pack. */
export class PackError extends Error {
  override readonly name = 'PackError';

  constructor(
    readonly said: Phrase,
    detail?: string,
  ) {
    super(detail);
  }
}
