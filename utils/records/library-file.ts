import * as z from 'zod/mini';
import { LIBRARY_LABELS } from '../checks/check';
import { phrase } from '../words/phrase';
import { SaidError } from '../words/said-error';
import type { PictureEntry, WholeEntry, WholeTextEntry } from './library-entry';

/** What a library file holds: its entries, and how many others in it are not what they should be. */
export interface LibraryFile {
  readonly entries: readonly WholeEntry[];
  readonly refused: number;
}

/** The text is no library file at all, or one of a version that is not known here. `said` tells the user which. */
export class LibraryFileError extends SaidError {
  override readonly name = 'LibraryFileError';
}

/**
 * Reads an exported library. Entries are taken one by one: a bad one is counted and left out, and what an entry
 * holds beyond its fields is dropped. Files of version 1 hold pictures alone. Throws LibraryFileError.
 */
export function parseLibraryFile(text: string): LibraryFile {
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) throw new LibraryFileError(phrase('report.notALibrary'));
  const { version, entries: found } = envelope.data;
  if (version > VERSION)
    throw new LibraryFileError(phrase('report.newerLibrary', { version, known: VERSION }));
  const entries = found.flatMap((one) => parseEntry(one) ?? []);
  return { entries, refused: found.length - entries.length };
}

/** Writes a library file, one entry a line, so that two versions of it can be compared. */
export function formatLibraryFile(entries: readonly WholeEntry[]): string {
  const lines = entries.map((entry) => JSON.stringify(entry));
  const head = `{"format":"${FORMAT}","version":${VERSION},"entries":[`;
  return `${head}${lines.length > 0 ? `\n${lines.join(',\n')}\n` : ''}]}\n`;
}

const FORMAT = 'touchstone-library';
const VERSION = 2;

/** Longer texts than these are no names and notes that somebody typed. */
const LONGEST_LINE = 1000;
const LONGEST_NOTE = 100_000;
/** A picture of a few hundred pixels takes a tenth of this. */
const LONGEST_THUMBNAIL = 1_000_000;
/** The longest text that any policy lets be checked, in one-letter words, has fewer. */
const MOST_FINGERPRINTS = 5_000_000;

const envelopeSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int().check(z.gte(1)),
  entries: z.array(z.unknown()),
});

const keptFields = {
  id: z.string().check(z.minLength(1), z.maxLength(LONGEST_LINE)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  name: z.string().check(z.maxLength(LONGEST_LINE)),
  label: z.enum(LIBRARY_LABELS),
  note: z.string().check(z.maxLength(LONGEST_NOTE)),
  added: z.iso.datetime(),
  origin: z.string(),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
};

const pictureSchema = z.object({
  kind: z._default(z.literal('image'), 'image'),
  ...keptFields,
  // Only pictures that cannot run anything: an SVG can.
  thumbnail: z.optional(
    z
      .string()
      .check(z.maxLength(LONGEST_THUMBNAIL), z.regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]*$/)),
  ),
});

const unsigned = z.int().check(z.gte(0), z.lte(0xffff_ffff));

const textSchema = z
  .object({
    kind: z.literal('text'),
    ...keptFields,
    words: unsigned,
    fingerprints: z.array(unsigned).check(z.minLength(1), z.maxLength(MOST_FINGERPRINTS)),
    positions: z.array(unsigned),
    excerpt: z.optional(z.string().check(z.maxLength(LONGEST_LINE))),
  })
  .check(z.refine(({ positions, fingerprints, words }) => arePlaces(positions, fingerprints.length, words)));

/** A place for each fingerprint, within the text and in its order. */
function arePlaces(positions: readonly number[], count: number, words: number): boolean {
  return (
    positions.length === count &&
    positions.every((at, index) => at < words && at > (positions[index - 1] ?? -1))
  );
}

function parseEntry(value: unknown): WholeEntry | null {
  const isText = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'text';
  if (isText) {
    const { data } = textSchema.safeParse(value);
    return data ? wholeText(data) : null;
  }
  const { data } = pictureSchema.safeParse(value);
  return data ? picture(data) : null;
}

function picture({ thumbnail, ...entry }: z.infer<typeof pictureSchema>): PictureEntry {
  return { ...entry, ...(thumbnail !== undefined && { thumbnail }) };
}

function wholeText({ excerpt, ...entry }: z.infer<typeof textSchema>): WholeTextEntry {
  return { ...entry, ...(excerpt !== undefined && { excerpt }) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}
