import type { EncodedPicture } from '../jobs/serve-lane';
import { toBase64 } from '../subject/base64';
import { reduceJpeg } from '../subject/jpeg/reduce';
import type { PixelSize, Pixels } from '../subject/subject';
import { SubjectError } from '../subject/subject-error';
import { phrase } from '../words/phrase';
import type { OpenPicture } from './page-decoder';

/**
 * Decodes with the browser's own decoders, off the main thread where it has one. EXIF orientation is applied.
 * The picture decoded last is held until another comes, since several checks look at it one after the other.
 * Native pixels are those of the file, without the conversion of a colour profile, which would blur what they hide.
 * The function rejects with SubjectError `cannot-decode` for types it cannot show and for damaged files.
 */
export function createDecoder(
  openInPage?: OpenPicture,
): (picture: EncodedPicture, size: PixelSize) => Promise<Pixels> {
  let last: { readonly key: string; readonly opened: Promise<ImageBitmap | Pixels> } | undefined;
  return async (picture, size) => {
    const key = `${picture.key} ${wayTo(picture, size)}`;
    if (last?.key !== key) {
      last?.opened.then(close, () => undefined);
      last = { key, opened: openPicture(picture, size, openInPage) };
    }
    return readPixels(await last.opened, size);
  };
}

function close(opened: ImageBitmap | Pixels): void {
  if ('close' in opened) opened.close();
}

/** How much of the picture has to be decoded: what is asked for in the same way is decoded once. */
function wayTo(picture: EncodedPicture, size: PixelSize): 'eighth' | 'reduced' | PixelSize {
  if (size === 'native' || size > REDUCED_SIDE) return size;
  const large =
    import.meta.env.FIREFOX && picture.mediaType === 'image/jpeg' && longerSide(picture) >= 8 * LEAST_EIGHTH;
  return large && size <= EIGHTH_SIDE ? 'eighth' : 'reduced';
}

async function openPicture(
  picture: EncodedPicture,
  size: PixelSize,
  openInPage: OpenPicture | undefined,
): Promise<ImageBitmap | Pixels> {
  try {
    if (size === 'native') return await openBitmap(picture, { colorSpaceConversion: 'none' });
    const way = wayTo(picture, size);
    const eighth = way === 'eighth' ? await openEighth(picture) : null;
    if (eighth) return eighth;
    const reduced = way === size ? null : await openReduced(picture);
    if (reduced) return reduced;
    return await (openInPage ? openInPage(fileOf(picture)) : openBitmap(picture, {}));
  } catch (error) {
    const { mediaType } = picture;
    const shown = SHOWN_EVERYWHERE.has(mediaType);
    const said = shown ? phrase('subject.damaged') : phrase('subject.cannotDecode', { mediaType });
    throw new SubjectError('cannot-decode', said, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Firefox decodes no JPEG reduced; ours does (measured: 50 ms instead of 85 for 12 megapixels, and no copies of all their
 * pixels; Chrome's own is quicker). Null for what it does not read, and where colours have to be converted.
 */
async function openEighth({ content }: EncodedPicture): Promise<Pixels | null> {
  const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
  // It holds up this thread, so what was asked of others before, such as the library's size, goes out first.
  await new Promise((resolve) => setTimeout(resolve));
  const reduced = reduceJpeg(bytes);
  return reduced && !reduced.hasProfile ? reduced.pixels : null;
}

/**
 * Chrome decodes a large JPEG in a fraction of the time when it is told that a small picture will do: it leaves out
 * the fine frequencies (measured: 45 ms instead of 160 for 12 megapixels; Firefox gains nothing). Null where that
 * does not apply.
 */
async function openReduced({ content, mediaType, dimensions }: EncodedPicture): Promise<ImageBitmap | null> {
  if (import.meta.env.FIREFOX || typeof ImageDecoder === 'undefined' || mediaType !== 'image/jpeg')
    return null;
  const longer = longerSide({ dimensions });
  if (!dimensions || longer < 2 * REDUCED_SIDE || content instanceof Blob) return null;
  const scale = REDUCED_SIDE / longer;
  const decoder = new ImageDecoder({
    data: content,
    type: mediaType,
    desiredWidth: Math.round(dimensions.width * scale),
    desiredHeight: Math.round(dimensions.height * scale),
  });
  try {
    const { image } = await decoder.decode();
    const bitmap = await createImageBitmap(image);
    image.close();
    return bitmap;
  } catch {
    // Damaged in a way that the other decoder may get over.
    return null;
  } finally {
    decoder.close();
  }
}

/** Pixels of the longer side that every check which takes a reduced picture can do with. */
const REDUCED_SIDE = 1024;

/** Pixels of the longer side up to which an eighth of a large picture will do. */
const EIGHTH_SIDE = 512;

/** The fewest pixels of the longer side that an eighth may leave: fewer show, and change fingerprints. */
const LEAST_EIGHTH = 384;

function longerSide({ dimensions }: Pick<EncodedPicture, 'dimensions'>): number {
  return dimensions ? Math.max(dimensions.width, dimensions.height) : 0;
}

function openBitmap(picture: EncodedPicture, options: ImageBitmapOptions): Promise<ImageBitmap> {
  return createImageBitmap(fileOf(picture), options);
}

/** Without its type a Blob is not decoded everywhere. */
function fileOf({ content, mediaType }: EncodedPicture): Blob {
  return new Blob([content], { type: mediaType });
}

async function readPixels(opened: ImageBitmap | Pixels, size: PixelSize): Promise<Pixels> {
  const longer = Math.max(opened.width, opened.height);
  const scale = size === 'native' ? 1 : Math.min(1, size / longer);
  if (!('data' in opened)) return draw(opened, scale);
  // A canvas in Firefox's workers may be waited for, 40 ms where other workers are busy.
  if (scale === 1) return { ...opened, data: opened.data.slice() };
  const bitmap = await createImageBitmap(new ImageData(opened.data, opened.width, opened.height));
  const pixels = draw(bitmap, scale);
  bitmap.close();
  return pixels;
}

function draw(bitmap: ImageBitmap, scale: number): Pixels {
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = contextOf(new OffscreenCanvas(width, height));
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data: new Uint8ClampedArray(data.buffer as ArrayBuffer) };
}

/** A small picture as a data: URL, WebP where the browser writes it and PNG otherwise. */
export async function encodeThumbnail({ width, height, data }: Pixels): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(new ImageData(data, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: THUMBNAIL_QUALITY });
  return dataUrlOf(blob);
}

/** The part of a captured tab that shows the element, as a PNG. Null when nothing of it is in view. */
export async function cropCapture(
  image: string,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  viewport: { readonly width: number },
): Promise<Blob | null> {
  const bitmap = await createImageBitmap(await (await fetch(image)).blob());
  const scale = bitmap.width / viewport.width;
  const left = Math.max(0, Math.round(box.x * scale));
  const top = Math.max(0, Math.round(box.y * scale));
  const right = Math.min(bitmap.width, Math.round((box.x + box.width) * scale));
  const bottom = Math.min(bitmap.height, Math.round((box.y + box.height) * scale));
  if (right - left < 1 || bottom - top < 1) return null;
  const canvas = new OffscreenCanvas(right - left, bottom - top);
  contextOf(canvas).drawImage(bitmap, -left, -top);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

const THUMBNAIL_QUALITY = 0.85;

/** Types that every browser decodes: when one does not open, the file is to blame. */
const SHOWN_EVERYWHERE: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/bmp',
  'image/avif',
  'image/x-icon',
  'image/svg+xml',
]);

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('The browser gave no drawing context');
  return context;
}

async function dataUrlOf(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:${blob.type};base64,${toBase64(bytes)}`;
}
