import type { Check, CheckTools } from '../checks/check';
import { fingerprintText } from '../checks/fingerprint/text/fingerprint-text';
import { runCheck } from '../checks/run';
import { loadSubject, refuseTooManyPixels } from '../subject/load';
import type { Dimensions, PixelSize, Pixels, Subject } from '../subject/subject';
import { SubjectError } from '../subject/subject-error';
import { loadText } from '../subject/text/load-text';
import { phrase } from '../words/phrase';
import type {
  CheckRequest,
  Content,
  FingerprintRequest,
  LaneAnswer,
  LaneRequest,
  LoadAnswer,
  LoadRequest,
  ThumbnailRequest,
} from './lane';

/** What a worker needs from its surroundings to do a lane's tasks. */
export interface LaneTools extends Omit<CheckTools, 'decode' | 'trust'> {
  readonly checks: readonly Check[];
  readonly decode: (picture: EncodedPicture, size: PixelSize) => Promise<Pixels>;
  /** A small picture of the pixels as a data: URL. */
  readonly encodeThumbnail: (pixels: Pixels) => Promise<string>;
}

/** What is decoded. The same key means the same picture, so that it need not be decoded for each check anew. */
export interface EncodedPicture {
  readonly key: string;
  readonly content: Content;
  readonly mediaType: string;
  /** As the header says, before any rotation. */
  readonly dimensions: Dimensions | null;
}

/** Does one task. Foreseen failures are answers; anything else rejects and ends the worker. */
export async function serveLane(request: LaneRequest, tools: LaneTools): Promise<LaneAnswer> {
  try {
    switch (request.task) {
      case 'load':
        return await load(request);
      case 'check':
        return { signals: await check(request, tools) };
      case 'fingerprint':
        return { keptText: await fingerprint(request) };
      case 'thumbnail':
        refuseTooManyPixels(request.facts.dimensions, request.limits);
        return { thumbnail: await tools.encodeThumbnail(await decoder(request, tools)(THUMBNAIL_SIDE)) };
    }
  } catch (error) {
    const { code, said, detail } = asSubjectError(error);
    return { failure: { code, said, ...(detail !== undefined && { detail }) } };
  }
}

/** The longer side of a thumbnail, in pixels. */
const THUMBNAIL_SIDE = 384;

async function load(request: LoadRequest): Promise<LoadAnswer> {
  const given = await bytesOf(request.content);
  if (request.as === 'text') {
    const { subject, text, notices } = await loadText(given, request.limits);
    const { bytes: _, ...facts } = subject;
    return { facts, text, notices };
  }
  const { bytes: _, ...facts } = await loadSubject(given, request);
  return { facts, notices: [] };
}

async function check(request: CheckRequest, tools: LaneTools) {
  const chosen = tools.checks.find(({ id }) => id === request.check);
  if (!chosen) throw new Error(`There is no check ${request.check}`);
  const subject: Subject = { ...request.facts, bytes: await bytesOf(request.content) };
  return runCheck(
    chosen,
    subject,
    { ...tools, decode: decoder(request, tools), trust: request.trust },
    { timeoutMs: request.timeoutMs, limits: request.limits, signal: new AbortController().signal },
  );
}

async function fingerprint({ content, limits }: FingerprintRequest) {
  const { text } = await loadText(await bytesOf(content), limits);
  return fingerprintText(text);
}

function decoder(
  { content, raster, facts }: CheckRequest | ThumbnailRequest,
  tools: LaneTools,
): CheckTools['decode'] {
  const picture = {
    key: facts.sha256,
    content: raster ?? content,
    mediaType: raster ? raster.type : facts.mediaType,
    dimensions: raster ? null : facts.dimensions,
  };
  return (size) => tools.decode(picture, size);
}

async function bytesOf(content: Content): Promise<Uint8Array<ArrayBuffer>> {
  return content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
}

function asSubjectError(error: unknown): SubjectError {
  if (error instanceof SubjectError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new SubjectError('unreadable', phrase('subject.unreadable'), detail);
}
