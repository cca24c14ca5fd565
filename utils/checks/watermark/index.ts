import type { Pixels, Subject } from '../../subject/subject';
import { type Phrase, phrase } from '../../words/phrase';
import type { Check } from '../check';
import type { Found } from '../signal';
import { isHit, type MarkReading, MIN_PIXELS, readMarks } from './dwt-dct';
import { type GenerationData, readGenerationData, shorten } from './generation-data';
import { decodePngCorner } from './png-rows';
import { columnsNeeded, findSignature, readStealthInfo, SIGNATURE_BITS, type StealthInfo } from './stealth';

/** What a picture's pixels declare without a secret key. The README says what it can and cannot tell. */
export const watermark: Check = {
  id: 'watermark',
  kinds: ['image'],
  reads: 'pixels',
  lane: 'pixels',
  slow: true,
  async run(subject, { tools }) {
    const native = once(() => tools.decode('native'));
    const stealth = await lookForStealthInfo(subject, native);
    const invisible = await lookForInvisibleMark(subject, native);
    const hits = [stealth, invisible].flatMap((look) => look.hit ?? []);
    return hits.length > 0 ? hits : [nothingFound(stealth, invisible)];
  },
};

/** One kind of mark: the signal where it was found, and why it was not looked for where it was not. */
interface Look<Mark extends string, Reason extends string> {
  readonly mark: Mark;
  readonly hit?: Found;
  readonly notLooked?: Reason;
}

type StealthLook = Look<'stealth-png-info', 'screen-crop' | 'lossy' | 'too-large'>;

interface InvisibleLook extends Look<'invisible-watermark', 'too-small' | 'too-large' | 'vector'> {
  /** The payload that the pixels came nearest to, although not near enough. */
  readonly nearest?: { readonly payload: string; readonly wrongBits: number; readonly bits: number };
}

/** Formats whose files can hold exact pixels; in the others no least significant bit survives. */
const EXACT_TYPES: readonly string[] = ['image/png', 'image/webp', 'image/bmp', 'image/tiff'];

/** Generators that write the invisible mark make at most some 4 megapixels, and enlarging destroys it. */
const MAX_NATIVE_PIXELS = 32_000_000;

async function lookForStealthInfo(subject: Subject, native: () => Promise<Pixels>): Promise<StealthLook> {
  const mark = 'stealth-png-info';
  if (subject.coverage === 'pixels') return { mark, notLooked: 'screen-crop' };
  if (!EXACT_TYPES.includes(subject.mediaType)) return { mark, notLooked: 'lossy' };
  const info = await readExactly(subject, native);
  if (info === 'too-large') return { mark, notLooked: info };
  return info === null ? { mark } : { mark, hit: stealthSignal(info) };
}

/** PNGs are decoded from their bytes (see decodePngCorner); for what that cannot read, the decoder has to do. */
async function readExactly(
  subject: Subject,
  native: () => Promise<Pixels>,
): Promise<StealthInfo | 'too-large' | null> {
  if (subject.mediaType === 'image/png') {
    const head = decodePngCorner(subject.bytes, { rows: SIGNATURE_BITS, columns: SIGNATURE_BITS });
    if (head !== null && findSignature(head) === null) return null;
    const columns = columnsNeeded(subject.dimensions?.height ?? 1);
    const whole = head && decodePngCorner(subject.bytes, { rows: Number.POSITIVE_INFINITY, columns });
    if (whole !== null) return readStealthInfo(whole);
  }
  return isTooLarge(subject) ? 'too-large' : readStealthInfo(await native());
}

function stealthSignal({ signature, text, problem }: StealthInfo): Found {
  const said: GenerationData = text === null ? {} : readGenerationData(text);
  return {
    finding: 'ai-generated',
    basis: 'declared',
    summary: stealthSummary(said, problem),
    evidence: {
      mark: 'stealth-png-info',
      signature,
      ...said,
      ...(text !== null && { text: shorten(text) }),
      ...(problem && { problem }),
    },
  };
}

function stealthSummary({ software, model }: GenerationData, problem: StealthInfo['problem']): Phrase {
  if (problem !== undefined) return phrase('checks.watermark.stealthUnreadable');
  const by = model ?? software;
  return by === undefined
    ? phrase('checks.watermark.stealth')
    : phrase('checks.watermark.stealthBy', { generator: by });
}

async function lookForInvisibleMark(subject: Subject, native: () => Promise<Pixels>): Promise<InvisibleLook> {
  const mark = 'invisible-watermark';
  if (subject.mediaType === 'image/svg+xml') return { mark, notLooked: 'vector' };
  if (isTooLarge(subject)) return { mark, notLooked: 'too-large' };
  if (isTooSmall(subject.dimensions)) return { mark, notLooked: 'too-small' };
  const pixels = await native();
  if (isTooSmall(pixels)) return { mark, notLooked: 'too-small' };
  const [nearest] = readMarks(pixels);
  if (nearest === undefined) return { mark };
  if (isHit(nearest)) return { mark, hit: markSignal(nearest) };
  return { mark, nearest: summarise(nearest) };
}

function isTooLarge({ dimensions }: Subject): boolean {
  return dimensions !== null && dimensions.width * dimensions.height > MAX_NATIVE_PIXELS;
}

function isTooSmall(dimensions: { readonly width: number; readonly height: number } | null): boolean {
  return dimensions !== null && dimensions.width * dimensions.height < MIN_PIXELS;
}

function markSignal(reading: MarkReading): Found {
  const { payload, frame, wrongBits, blocks, agreement } = reading;
  return {
    finding: 'ai-generated',
    basis: 'declared',
    summary: phrase('checks.watermark.invisible', {
      generator: payload.generator,
      wrong: wrongBits,
      bits: payload.bits.length,
    }),
    evidence: {
      mark: 'invisible-watermark',
      generator: payload.generator,
      ...summarise(reading),
      frame: `${frame.numbers}, ${frame.channels}`,
      blocks,
      agreement: Math.round(agreement * 1000) / 1000,
    },
  };
}

function summarise({ payload, wrongBits }: MarkReading) {
  return { payload: payload.id, wrongBits, bits: payload.bits.length };
}

function nothingFound(stealth: StealthLook, invisible: InvisibleLook): Found {
  const evidence = { lookedFor: [stealth, invisible].map((look) => ({ ...look, looked: !look.notLooked })) };
  if (stealth.notLooked !== undefined && invisible.notLooked !== undefined) {
    const reason = invisible.notLooked;
    return {
      finding: 'not-applicable',
      basis: 'declared',
      reason,
      summary: phrase(SILENT[reason]),
      evidence,
    };
  }
  return { finding: 'none', basis: 'declared', summary: phrase('checks.watermark.none'), evidence };
}

const SILENT = {
  'too-small': 'checks.watermark.tooSmall',
  'too-large': 'checks.watermark.tooLarge',
  vector: 'checks.watermark.vector',
} as const;

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
