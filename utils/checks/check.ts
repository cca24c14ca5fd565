import type { ModelRunner } from '../inference/model-runner';
import type { Decode, Subject, SubjectKind } from '../subject/subject';
import type { KeptFingerprint } from './fingerprint/text/fingerprint-text';
import type { Found } from './signal';

/**
 * Looks at one subject for one kind of evidence. It knows no DOM, no browser API and no storage: what it needs
 * is handed to it in `tools`. It may throw; the runner turns that into a `check-failed` signal.
 */
export interface Check {
  readonly id: string;
  /** The kinds of subject that it looks at. */
  readonly kinds: readonly SubjectKind[];
  /** `file` checks read the file's own bytes and are skipped where only a screen crop was had. */
  readonly reads: 'file' | 'pixels';
  /** The worker it runs in: checks in one lane run one after the other, lanes run side by side. */
  readonly lane: Lane;
  /** Takes long, so that the others of its lane go first. */
  readonly slow?: true;
  readonly run: (subject: Subject, context: CheckContext) => Promise<readonly Found[]>;
}

export type Lane = 'provenance' | 'metadata' | 'pixels';

export interface CheckContext {
  /** Aborted when the user cancels or the time is up. */
  readonly signal: AbortSignal;
  /** Whoever asked wants many answers soon: what a small model can tell is enough, and says that it is a first look. */
  readonly quick: boolean;
  readonly tools: CheckTools;
}

/** Everything from outside that a check may use. */
export interface CheckTools {
  readonly decode: Decode;
  readonly trust: TrustSettings;
  readonly library: LibraryLookUp;
  readonly models: ModelRunner;
  /** Loads the bytes of a WebAssembly file that a check's library needs, by its file name. */
  readonly loadWasm: (file: string) => Promise<WebAssembly.Module>;
}

/** Certificates that the user or the policy trusts, as PEM. */
export interface TrustSettings {
  /** Trust lists: roots and intermediates whose signers are trusted. */
  readonly anchors: readonly TrustList[];
}

export interface TrustList {
  readonly id: string;
  /** Shown where a signature was trusted because of it. */
  readonly name: string;
  readonly pem: string;
}

/** Looks fingerprints up among the entries that the user keeps. */
export interface LibraryLookUp {
  /** How many pictures there are. */
  readonly size: () => Promise<number>;
  /** Pictures within `maxDistance` bits of the hash, nearest first. `hash` is 64 hex digits. */
  readonly find: (hash: string, maxDistance: number) => Promise<readonly LibraryMatch[]>;
  /** How many texts there are. */
  readonly sizeOfTexts: () => Promise<number>;
  /** Texts of this hash, and those that share most with these fingerprints: whether they are copies is not known yet. */
  readonly findTexts: (hash: string, fingerprints: readonly number[]) => Promise<readonly KnownText[]>;
}

/** What the user wrote about an entry. */
export interface KnownEntry {
  readonly id: string;
  readonly name: string;
  readonly label: LibraryLabel;
  readonly note: string;
  /** ISO 8601. */
  readonly added: string;
}

export interface LibraryMatch extends KnownEntry {
  /** Differing bits of 256. */
  readonly distance: number;
  /** The kept picture, small, as a data: URL, where there is one. */
  readonly thumbnail?: string;
}

export interface KnownText extends KnownEntry, KeptFingerprint {
  /** Its first words. */
  readonly excerpt?: string;
}

export const LIBRARY_LABELS = ['own', 'generated', 'fraud', 'other'] as const;
export type LibraryLabel = (typeof LIBRARY_LABELS)[number];
