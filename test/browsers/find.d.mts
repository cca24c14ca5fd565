/** The browser's path; on Debian and its kin it is installed where it is missing. Throws with what to do instead. */
export function ensureBrowser(name: 'chromium' | 'firefox'): string;
