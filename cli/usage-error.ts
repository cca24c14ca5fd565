/** The command was given wrongly: it is told so, and nothing is checked. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
