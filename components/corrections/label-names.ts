import type { PictureLabel } from '../../utils/records/human-verdict';
import type { WordKey } from '../../utils/words/phrase';

export const PICTURE_LABEL_NAMES = {
  'ai-made': 'ui.correct.labels.aiMade',
  'ai-edited': 'ui.correct.labels.aiEdited',
  'not-ai': 'ui.correct.labels.notAi',
  unknown: 'ui.correct.labels.unknown',
} as const satisfies Record<PictureLabel, WordKey>;
