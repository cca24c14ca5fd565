import { imageSize } from 'image-size';
import { phrase } from '../words/phrase';
import { DEFAULT_LIMITS, type Limits } from './limits';
import { contradicts, readMediaType } from './media-type';
import type { Coverage, Dimensions, Subject } from './subject';
import { SubjectError } from './subject-error';

export interface LoadOptions {
  readonly coverage: Coverage;
  readonly limits: Limits;
}

/**
 * Makes a subject of bytes in hand: reads its type and its size in pixels from the header and hashes it.
 * Nothing is decoded. Throws SubjectError `empty`, `too-large` or `not-supported`.
 */
export async function loadSubject(
  bytes: Uint8Array<ArrayBuffer>,
  options: LoadOptions = { coverage: 'file', limits: DEFAULT_LIMITS },
): Promise<Subject> {
  if (bytes.length === 0) throw new SubjectError('empty', phrase('subject.empty'));
  refuseTooLarge(bytes.length, options.limits);
  const { mediaType, kind } = await readMediaType(bytes);
  if (kind === null) throw new SubjectError('not-supported', phrase('subject.notSupported', { mediaType }));
  return {
    kind,
    bytes,
    mediaType,
    sha256: await sha256(bytes),
    dimensions: kind === 'image' ? readDimensions(bytes) : null,
    coverage: options.coverage,
  };
}

/** Throws SubjectError `too-large` for more bytes than the limits allow; also asked before bytes are read. */
export function refuseTooLarge(size: number, limits: Limits): void {
  if (size <= limits.maxBytes) return;
  throw new SubjectError(
    'too-large',
    phrase('subject.tooLarge', { size: megabytes(size), limit: megabytes(limits.maxBytes) }),
  );
}

/** Throws SubjectError `too-many-pixels` when the header announces more than may be decoded. */
export function refuseTooManyPixels(dimensions: Dimensions | null, limits: Limits): void {
  if (dimensions === null || dimensions.width * dimensions.height <= limits.maxPixels) return;
  throw new SubjectError(
    'too-many-pixels',
    phrase('subject.tooManyPixels', {
      width: dimensions.width,
      height: dimensions.height,
      limit: limits.maxPixels / 1_000_000,
    }),
  );
}

/** A notice where the file's name or its declared type promises another type than the bytes hold, else null. */
export function disguiseNotice(
  name: string,
  declaredType: string,
  { mediaType }: Pick<Subject, 'mediaType'>,
) {
  const ending = /\.([a-z0-9]{2,5})$/i.exec(name)?.[1];
  if (ending !== undefined && contradicts(ending, mediaType)) {
    return phrase('subject.disguisedName', { name: `.${ending}`, mediaType });
  }
  if (contradicts(declaredType, mediaType)) {
    return phrase('subject.disguisedType', { declared: declaredType, mediaType });
  }
  return null;
}

function readDimensions(bytes: Uint8Array): Dimensions | null {
  try {
    const { width, height } = imageSize(bytes);
    return width > 0 && height > 0 ? { width: Math.round(width), height: Math.round(height) } : null;
  } catch {
    // A header that cannot be read is no reason to withhold the other checks.
    return null;
  }
}

/** SHA-256 in lower-case hex. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function megabytes(size: number): number {
  return Math.ceil((size / 1_048_576) * 10) / 10;
}
