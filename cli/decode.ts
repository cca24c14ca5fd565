import sharp, { type Sharp } from 'sharp';
import type { Limits } from '../utils/subject/limits';
import { refuseTooManyPixels } from '../utils/subject/load';
import type { Decode, PixelSize, Subject } from '../utils/subject/subject';
import { SubjectError } from '../utils/subject/subject-error';
import { phrase } from '../utils/words/phrase';

// Every subject is decoded from its own bytes, so nothing that libvips could remember is ever asked for again.
sharp.cache(false);

/** A decode that takes longer is given up by libvips itself, which no other thread could make it do. */
const DECODE_TIMEOUT_S = 15;

/**
 * Decodes with sharp: the first frame, EXIF orientation applied, RGBA. An SVG is drawn by librsvg, which runs no
 * script and, given bytes without a place of their own, opens no other file and no address.
 */
export function decoderFor(subject: Subject, limits: Limits): Decode {
  return async (size) => {
    try {
      const { data, info } = await pipeline(subject.bytes, size, limits)
        .ensureAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true });
      const { buffer, byteOffset, byteLength } = data;
      return {
        width: info.width,
        height: info.height,
        data: new Uint8ClampedArray(buffer, byteOffset, byteLength),
      };
    } catch (error) {
      throw await explain(error, subject, limits);
    }
  };
}

/** A small copy as a data: URL, its longer side of at most so many pixels; null for what cannot be shown. */
export async function makeThumbnail(
  subject: Subject,
  limits: Limits,
  size = THUMBNAIL_SIZE,
): Promise<string | null> {
  if (subject.kind !== 'image') return null;
  try {
    refuseTooManyPixels(subject.dimensions, limits);
    const picture = await pipeline(subject.bytes, size, limits).webp().toBuffer();
    return `data:image/webp;base64,${picture.toString('base64')}`;
  } catch {
    return null;
  }
}

/** Pixels of the longer side: twice what a report shows, for dense screens. */
const THUMBNAIL_SIZE = 288;

/** Upright and in sRGB. A number bounds the longer side. */
function pipeline(bytes: Uint8Array, size: PixelSize, limits: Limits): Sharp {
  const native = size === 'native';
  const image = sharp(bytes, {
    // Marks in the lowest bits are gone after a colour conversion, so whole pictures keep the values as stored.
    ignoreIcc: native,
    failOn: 'error',
    limitInputPixels: limits.maxPixels,
  })
    .timeout({ seconds: DECODE_TIMEOUT_S })
    .autoOrient();
  const sized = native
    ? image
    : image.resize({ width: size, height: size, fit: 'inside', withoutEnlargement: true });
  return sized.toColourspace('srgb');
}

/** The messages are libvips' own: it has no error codes. */
async function explain(error: unknown, subject: Subject, limits: Limits): Promise<unknown> {
  const detail = error instanceof Error ? error.message : String(error);
  if (/exceeds pixel limit/.test(detail)) {
    const { width, height } = await sharp(subject.bytes, { limitInputPixels: false }).metadata();
    refuseTooManyPixels({ width, height }, limits);
  }
  const unsupported = /unsupported image format|no decoder|not compiled|Unsupported codec/i.test(detail);
  const said = unsupported
    ? phrase('subject.cannotDecode', { mediaType: subject.mediaType })
    : phrase('subject.damaged');
  return new SubjectError('cannot-decode', said, detail);
}
