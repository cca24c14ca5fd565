/** What can be checked. A `media` subject is audio or video: only its provenance is read. */
export type SubjectKind = 'image' | 'media' | 'text';

/** What somebody gives to be checked: a file, whose bytes tell whether it is a picture, or a text. */
export type AskedKind = 'image' | 'text';

/**
 * One thing to check, loaded once. The bytes are the ones that were read; nothing has been decoded yet.
 */
export interface Subject {
  readonly kind: SubjectKind;
  /** Those of a text are UTF-8; `textOf` reads them. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Media type read from the bytes themselves, such as `image/jpeg`. */
  readonly mediaType: string;
  /** SHA-256 of the bytes, for a text of the normalised text, in lower-case hex. */
  readonly sha256: string;
  /** Size in pixels as the header says, before any rotation by EXIF; null where the header does not say. */
  readonly dimensions: Dimensions | null;
  /** `pixels` when only a crop of the screen could be had: the bytes then say nothing about the file. */
  readonly coverage: Coverage;
}

export type Coverage = 'file' | 'pixels';

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Decoded pixels: RGBA, 8 bits a channel, rows from the top, EXIF orientation applied, not premultiplied. */
export interface Pixels extends Dimensions {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** `native` keeps every pixel; a number is the most that the longer side may have (never enlarged). */
export type PixelSize = 'native' | number;

/** Decodes the subject. Throws SubjectError `cannot-decode` where this machine cannot show such a file. */
export type Decode = (size: PixelSize) => Promise<Pixels>;
