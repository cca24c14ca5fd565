import { checkTitle } from '../../utils/checks/title';
import type { Phrase } from '../../utils/words/phrase';

/**
 * A check's name in words. The history may hold a check that this version no longer has: it is called by its id,
 * so that one unknown name cannot hide the rest of the page.
 */
export function sayCheckTitle(id: string, say: (phrase: Phrase) => string): string {
  try {
    return say(checkTitle(id)) || id;
  } catch {
    return id;
  }
}
