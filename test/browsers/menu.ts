import type { MenuEntry } from './driver';

/** Our entries in the browsers' context menu. */
export const VERIFY: MenuEntry = { id: 'verify', title: 'Verify image' };
export const CHECK_TEXT: MenuEntry = { id: 'check-text', title: 'Check text' };
export const ADD_TO_LIBRARY: MenuEntry = { id: 'add-to-library', title: 'Add to library…' };
