import type { LibraryLabel } from '../checks/check';

/** A picture that the user keeps, so that copies of it are found later. */
export interface LibraryEntry {
  readonly id: string;
  /** blockhash of 256 bits, 64 hex digits. */
  readonly hash: string;
  readonly name: string;
  readonly label: LibraryLabel;
  readonly note: string;
  /** ISO 8601, UTC. */
  readonly added: string;
  /** Where it came from: an address or a file name. */
  readonly origin: string;
  /** SHA-256 of the bytes it was made from. */
  readonly sha256: string;
  /** A small copy as a data: URL. */
  readonly thumbnail?: string;
}
