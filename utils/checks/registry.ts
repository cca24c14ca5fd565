import { aiImage } from './ai-image';
import { aiText } from './ai-text';
import type { Check } from './check';
import { deepfakeFace } from './deepfake-face';
import { fingerprint } from './fingerprint';
import { hiddenText } from './hidden-text';
import { metadata } from './metadata';
import { provenance } from './provenance';
import { watermark } from './watermark';

/** Every check, in the order in which the panel shows them. A new check is a folder and a line here. */
export const CHECKS: readonly Check[] = [
  provenance,
  metadata,
  watermark,
  hiddenText,
  fingerprint,
  aiImage,
  deepfakeFace,
  aiText,
];
