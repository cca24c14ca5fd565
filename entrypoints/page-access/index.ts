import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { fetchHere, readHere } from './fetch-here';
import { boxOf, locate } from './locate';
import { startPicking, stopPicking } from './pick';
import { selectedText } from './selected-text';

/** What the background can call inside a web page, by name, after this script was put there. */
export const pageAccess = {
  locate,
  boxOf,
  fetchHere,
  readHere,
  origin: () => location.origin,
  selectedText,
  startPicking,
  stopPicking,
};

export type PageAccess = typeof pageAccess;

/** Put into a page when the user asks for something on it, never before; a second time it changes nothing. */
export default defineUnlistedScript(() => {
  const scope = globalThis as { touchstonePageAccess?: PageAccess };
  scope.touchstonePageAccess ??= pageAccess;
});
