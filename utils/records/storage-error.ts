import { type Phrase, phrase } from '../words/phrase';

/** Something could not be kept or read back; `said` tells the user, nothing else was lost. */
export class StorageError extends Error {
  override readonly name = 'StorageError';

  constructor(
    readonly said: Phrase,
    readonly detail: string,
  ) {
    super(detail);
  }
}

/** Runs a write; a full disk and a refused database become a StorageError in plain words. */
export async function keeping<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new StorageError(phrase(isQuota(error) ? 'records.diskFull' : 'records.notKept'), detail);
  }
}

/** Dexie wraps the browser's error, sometimes twice. */
function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'QuotaExceededError' || /quota|disk is full/i.test(error.message)) return true;
  return 'inner' in error && isQuota(error.inner);
}
