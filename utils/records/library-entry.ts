import type { KnownEntry, KnownText } from '../checks/check';
import type { KeptFingerprint } from '../checks/fingerprint/text/fingerprint-text';

/** A picture or a text that the user keeps, so that copies of it are found later. */
export type LibraryEntry = PictureEntry | TextEntry;

/** An entry as it is added and exported: with everything that finding copies of it takes. */
export type WholeEntry = PictureEntry | WholeTextEntry;

/** An entry that has not been added yet. */
export type NewEntry = Unadded<PictureEntry> | Unadded<WholeTextEntry>;

type Unadded<Entry> = Omit<Entry, 'id' | 'added'>;

interface Kept extends KnownEntry {
  /** Where it came from: an address or a file name; empty for a text that was typed or pasted. */
  readonly origin: string;
  /** SHA-256 as its check told it: of a picture's bytes, of a text's normalised form. */
  readonly sha256: string;
}

export interface PictureEntry extends Kept {
  readonly kind: 'image';
  /** blockhash of 256 bits, 64 hex digits. */
  readonly hash: string;
  /** A small copy as a data: URL. */
  readonly thumbnail?: string;
}

/** A text without its fingerprints, which have a table of their own: listing the library does not read them. */
export interface TextEntry extends Kept, Pick<KeptFingerprint, 'hash' | 'words'> {
  readonly kind: 'text';
  /** Its first words, as a picture has a thumbnail. */
  readonly excerpt?: string;
}

export interface WholeTextEntry extends TextEntry, KeptFingerprint {}

/** An entry and its fingerprints as the fingerprint check compares with them. */
export function knownTextOf(
  entry: TextEntry,
  { fingerprints, positions }: Pick<KeptFingerprint, 'fingerprints' | 'positions'>,
): KnownText {
  const { id, name, label, note, added, hash, words, excerpt } = entry;
  return {
    ...{ id, name, label, note, added, hash, words, fingerprints, positions },
    ...(excerpt !== undefined && { excerpt }),
  };
}

/** Entries that are the same to whoever added them: the same thing under the same name and label. */
export function likenessOf({
  kind,
  hash,
  label,
  name,
}: Pick<LibraryEntry, 'kind' | 'hash' | 'label' | 'name'>): string {
  return `${kind} ${hash} ${label} ${name}`;
}
