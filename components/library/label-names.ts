import type { LibraryLabel } from '../../utils/checks/check';
import type { WordKey } from '../../utils/words/phrase';

export const LABEL_NAMES = {
  own: 'ui.labels.own',
  generated: 'ui.labels.generated',
  fraud: 'ui.labels.fraud',
  other: 'ui.labels.other',
} as const satisfies Record<LibraryLabel, WordKey>;
