import type { Task } from '../../utils/inference/manifest';
import type { BackendId, ModelFailure } from '../../utils/inference/model-runner';
import type { WordKey } from '../../utils/words/phrase';

export const TASK_NAMES: Readonly<Record<Task, WordKey>> = {
  'image-features': 'ui.models.tasks.imageFeatures',
  'ai-image': 'ui.models.tasks.aiImage',
  'ai-image-first-look': 'ui.models.tasks.aiImageFirstLook',
  'picture-kind': 'ui.models.tasks.pictureKind',
  'face-detection': 'ui.models.tasks.faceDetection',
  'deepfake-face': 'ui.models.tasks.deepfakeFace',
  'ai-text': 'ui.models.tasks.aiText',
  'ai-text-ngrams': 'ui.models.tasks.aiTextNgrams',
};

export const BACKEND_NAMES: Readonly<Record<BackendId, WordKey>> = {
  webgpu: 'ui.models.backends.webgpu',
  wasm: 'ui.models.backends.wasm',
  cpu: 'ui.models.backends.cpu',
};

export const FAILURE_NAMES: Readonly<Record<ModelFailure, WordKey>> = {
  missing: 'ui.models.failures.missing',
  suspended: 'ui.models.failures.suspended',
  broken: 'ui.models.failures.broken',
  wrong: 'ui.models.failures.wrong',
  timeout: 'ui.models.failures.timeout',
  crashed: 'ui.models.failures.crashed',
  memory: 'ui.models.failures.memory',
  busy: 'ui.models.failures.busy',
  cancelled: 'ui.models.failures.cancelled',
};
