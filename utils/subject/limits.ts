/** What is refused before anything is decoded. The defaults are the policy's. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  /** UTF-16 units of a text; what is longer is cut. */
  readonly maxCharacters: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxBytes: 64 * 1024 * 1024,
  maxPixels: 100_000_000,
  maxCharacters: 1_000_000,
};
