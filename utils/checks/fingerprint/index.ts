import type { Check } from '../check';
import { findKnownPictures } from './known-pictures';
import { findKnownTexts } from './known-texts';

/** Recognises copies of what the user keeps in the library. The README has what is found, and what is not. */
export const fingerprint: Check = {
  id: 'fingerprint',
  kinds: ['image', 'text'],
  reads: 'pixels',
  lane: 'pixels',
  run: async (subject, context) => [
    await (subject.kind === 'text' ? findKnownTexts(subject, context) : findKnownPictures(context)),
  ],
};
