import type { KnownEntry } from '../../check';
import type { TextSpan } from '../../text-span';

/** An entry of the library that the text is a copy of. All numbers are words. */
export interface TextMatch extends KnownEntry {
  /** The same words in the same order. */
  readonly exact: boolean;
  /** Of this text: from the entry, with what was changed among them. */
  readonly words: number;
  /** Of the entry: found in this text. */
  readonly knownWords: number;
  /** Of the entry in all. */
  readonly knownLength: number;
  /** Its first words. */
  readonly excerpt?: string;
}

/** A passage that this text has in common with an entry. */
export interface CopiedSpan extends TextSpan {
  readonly type: 'known-text';
  /** The entry's id. */
  readonly entry: string;
}

/** As the `fingerprint` check writes it for texts. */
export interface TextFingerprintFound {
  /** SHA-256 of the words. */
  readonly hash: string;
  readonly algorithm: 'winnowing-3-4';
  /** Words of this text. */
  readonly words: number;
  /** Texts in the library. */
  readonly librarySize: number;
  readonly matches: readonly TextMatch[];
  readonly spans: readonly CopiedSpan[];
  /** Passages beyond those in `spans`. */
  readonly more?: number;
}
