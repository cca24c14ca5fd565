import { sizeOf } from '../jobs/content';
import type { Content, SubjectFacts } from '../jobs/lane';
import { SubjectError } from '../subject/subject-error';
import { phrase } from '../words/phrase';

/**
 * Draws an SVG as a PNG: workers cannot. The browser draws it as a picture, so its scripts do not run and nothing
 * outside of it is fetched. Undefined for every other type. Throws SubjectError `cannot-decode`.
 */
export async function rasteriseSvg(content: Content, facts: SubjectFacts): Promise<Blob | undefined> {
  if (facts.mediaType !== 'image/svg+xml') return undefined;
  // The engine page would be held up by a drawing that takes minutes: nothing of this size is a picture.
  if (sizeOf(content) > MAX_SVG_BYTES) throw cannotDraw('too large to be drawn');
  const url = URL.createObjectURL(new Blob([content], { type: facts.mediaType }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = drawnSize(image, facts);
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return await canvas.convertToBlob({ type: 'image/png' });
  } catch (error) {
    throw cannotDraw(error instanceof Error ? error.message : String(error));
  } finally {
    URL.revokeObjectURL(url);
  }
}

const MAX_SVG_BYTES = 5_000_000;

/** Pixels of the longer side that an SVG is drawn with. */
const SVG_SIDE = 1024;

function drawnSize(image: HTMLImageElement, { dimensions }: SubjectFacts) {
  const width = image.naturalWidth || dimensions?.width || SVG_SIDE;
  const height = image.naturalHeight || dimensions?.height || SVG_SIDE;
  const scale = SVG_SIDE / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function cannotDraw(detail: string): SubjectError {
  return new SubjectError('cannot-decode', phrase('subject.damaged'), detail);
}
