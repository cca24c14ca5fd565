/** The largest model pack: larger than any model that a browser would run in good time. */
export const MAX_PACK_BYTES = 512 * 1_048_576;
