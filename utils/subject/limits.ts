/** What is refused before anything is decoded. The defaults are the policy's. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxPixels: number;
}

export const DEFAULT_LIMITS: Limits = { maxBytes: 64 * 1024 * 1024, maxPixels: 100_000_000 };
