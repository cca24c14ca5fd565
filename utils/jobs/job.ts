import type { Signal } from '../checks/signal';
import type { PooledFeatures } from '../inference/pooled-features';
import type { AskedKind, Coverage, Dimensions, SubjectKind } from '../subject/subject';
import type { Verdict } from '../verdict/verdict';
import type { Phrase } from '../words/phrase';

/** What the user pointed at. It is stored with the job, so it holds addresses and names, never bytes. */
export type JobSource = WebSource | FileSource | TextSource;

/** Something on a web page. */
export interface WebSource {
  readonly kind: 'web';
  readonly page: PageReference;
  /** The versions of the picture that the page offers; `chosen` indexes the one to read. */
  readonly candidates: readonly ImageCandidate[];
  readonly chosen: number;
}

export interface PageReference {
  readonly url: string;
  readonly title: string;
  readonly tabId: number;
  readonly frameId: number;
}

export interface ImageCandidate {
  readonly url: string;
  readonly version: CandidateVersion;
  /** Width in pixels that the page states for it (`srcset`'s `w`), where it does. */
  readonly width?: number;
  /** The page script's handle of the element that shows it, so that the screen can be cropped to it. */
  readonly element?: number;
}

export type CandidateVersion =
  | 'shown'
  | 'largest'
  | 'linked'
  | 'background'
  | 'inline-svg'
  | 'poster'
  | 'canvas'
  | 'media';

/** A file that was dropped, pasted or chosen. */
export interface FileSource {
  readonly kind: 'file';
  readonly name: string;
  /** What the system or the clipboard called its type; may be empty. */
  readonly declaredType: string;
}

/** A text that was selected on a page, or typed or pasted. */
export interface TextSource {
  readonly kind: 'text';
  /** Its first words. */
  readonly name: string;
  /** Where it was selected. */
  readonly page?: PageReference;
}

/** What a source is to be read as. A file is a text where its name or its declared type says so. */
export function askedKindOf(source: JobSource): AskedKind {
  if (source.kind === 'text') return 'text';
  if (source.kind === 'web') return 'image';
  return /^text\//i.test(source.declaredType) || TEXT_NAME.test(source.name) ? 'text' : 'image';
}

/** Names of text files, in the browser and in the shell. */
export const TEXT_NAME = /\.(txt|text|md|markdown)$/i;

export type JobStatus = 'waiting' | 'loading' | 'checking' | 'done' | 'failed' | 'cancelled';

/** Everything about one check of one subject, as the panel shows it and the history keeps it. JSON only. */
export interface Job {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly source: JobSource;
  readonly status: JobStatus;
  /** The user asked to keep it: the panel opens the form as soon as there is a fingerprint. */
  readonly intent?: 'add-to-library';
  readonly subject?: SubjectSummary;
  /** One row a check, from the start, in the registry's order: rows never jump. */
  readonly rows: readonly CheckRow[];
  readonly verdict?: Verdict;
  /** What the image encoder made of the picture, where a check asked it: the models can learn from it. */
  readonly features?: PooledFeatures;
  /** Why the subject could not be loaded at all. */
  readonly error?: Failure;
  /** Things the user should know beside the verdict: what was read, a wrong file name, a full disk. */
  readonly notices: readonly Phrase[];
  /** Only pixels were seen; if the user allowed this address, the file itself could be read: a button. */
  readonly grant?: string;
}

export interface SubjectSummary {
  readonly kind: SubjectKind;
  /** File name, or the last part of the address. */
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  readonly dimensions: Dimensions | null;
  readonly coverage: Coverage;
  /** The address that was read in the end (after redirects), for pictures from the web. */
  readonly readFrom?: string;
  /** A small copy of the picture as a data: URL; there is none where it cannot be decoded. */
  readonly thumbnail?: string;
  /** Of a text: its beginning, which is what is shown and kept of it. */
  readonly text?: TextSummary;
  /** Its fingerprint (64 hex digits), where it has one: needed to add it to the library. */
  readonly fingerprint?: string;
}

export interface TextSummary {
  /** The whole of it, or the first `SHOWN_CHARACTERS`. */
  readonly content: string;
  /** UTF-16 units of the whole. */
  readonly characters: number;
}

/** More than this is not read in a panel, and slows down every message about the job. */
export const SHOWN_CHARACTERS = 20_000;

export interface CheckRow {
  readonly check: string;
  /** `testing`: it waits for a model that is being tested on this machine, once. */
  readonly state: 'waiting' | 'running' | 'testing' | 'done';
  readonly signals: readonly Signal[];
}

export interface Failure {
  readonly code: string;
  readonly said: Phrase;
  readonly detail?: string;
  /** An address the user can allow to be read, which would help: shown as a button. */
  readonly grant?: string;
}
