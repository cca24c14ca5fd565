/** The browser's path; on Debian and its kin it is installed where it is missing. Throws with what to do instead. */
export function ensureBrowser(name: 'chromium' | 'firefox'): string;
/** Whether the browser speaks German; on Debian and its kin its language is installed where it is missing. */
export function ensureGerman(name: 'chromium' | 'firefox'): boolean;
