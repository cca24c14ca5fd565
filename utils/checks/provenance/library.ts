import initialise, { WasmReader } from '@contentauth/c2pa-wasm';
import { SubjectError } from '../../subject/subject-error';
import { phrase } from '../../words/phrase';
import type { CheckContext, TrustSettings } from '../check';
import { text } from './untrusted';

/** What the C2PA library found in a file, not parsed yet. */
export type Reading =
  | { readonly kind: 'none' }
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'credential'; readonly credential: RawCredential };

export interface RawCredential {
  /** The library's own report: manifests, ingredients, validation results. */
  readonly store: unknown;
  /** The same manifests as crJSON, which alone names certificates in full. */
  readonly certificates: unknown;
  /** A binary part of the manifest store, such as a thumbnail; null where there is none. */
  readonly resource: (identifier: string) => Uint8Array | null;
}

/** The library's name for a media type; undefined for a type that it cannot read. */
export function formatOf(mediaType: string): string | undefined {
  const essence = mediaType.toLowerCase().replace(/;.*$/, '').trim();
  return FORMATS.has(essence) ? essence : ALIASES.get(essence);
}

/**
 * Reads and validates the credential of a file, and hands it to `use` before it is let go. Touches no network.
 * Throws SubjectError `unreadable` where the file or its credential is damaged.
 */
export async function readCredential<Result>(
  bytes: Uint8Array,
  format: string,
  { signal, tools }: CheckContext,
  use: (reading: Reading) => Result,
): Promise<Result> {
  await loadLibrary(tools.loadWasm);
  signal.throwIfAborted();
  let reader: WasmReader;
  try {
    reader = await WasmReader.fromBytes(format, bytes, JSON.stringify(settings(tools.trust)));
  } catch (error) {
    return use(readingOfError(error));
  }
  try {
    signal.throwIfAborted();
    return use({ kind: 'credential', credential: rawCredential(reader) });
  } finally {
    reader.free();
  }
}

/** Media types under the names that c2pa-rs 0.91 knows. */
const FORMATS: ReadonlySet<string> = new Set([
  ...['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/heic', 'image/heif', 'image/jxl'],
  ...['image/tiff', 'image/x-adobe-dng', 'image/x-sony-arw', 'image/x-nikon-nef'],
  ...['image/gif', 'image/svg+xml'],
  ...['video/mp4', 'video/x-m4v', 'video/quicktime', 'video/avi'],
  ...['audio/mp4', 'audio/mpeg', 'audio/wav', 'application/pdf'],
]);

/** The same formats under other names. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['image/apng', 'image/png'],
  ['image/heic-sequence', 'image/heic'],
  ['image/heif-sequence', 'image/heif'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/x-wav', 'audio/wav'],
  ['video/vnd.avi', 'video/avi'],
]);

const WASM_FILE = 'c2pa_bg.wasm';

let library: Promise<unknown> | undefined;

/** Compiled once a process; a load that failed may be tried again. */
function loadLibrary(loadWasm: (file: string) => Promise<WebAssembly.Module>): Promise<unknown> {
  library ??= loadWasm(WASM_FILE)
    .then((module) => initialise({ module_or_path: module }))
    .catch((error: unknown) => {
      library = undefined;
      throw error;
    });
  return library;
}

/**
 * What a certificate must be meant for (C2PA specification, "X.509 Certificates"): claim signing, the two older
 * uses that the specification still accepts, and Microsoft's own from before there was one.
 */
const EXTENDED_KEY_USAGES = [
  '1.3.6.1.4.1.62558.2.1',
  '1.3.6.1.5.5.7.3.36',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.4.1.311.76.59.1.9',
].join('\n');

/**
 * Settings of c2pa-rs. Nothing may reach the network: a remote manifest, a revocation server or an identity's
 * address would learn that somebody looks at this file. Identity assertions are not decoded, because their
 * addresses do not heed `allowed_network_hosts` (c2pa-rs, issue 1645).
 */
function settings(trust: TrustSettings) {
  return {
    verify: {
      verify_after_reading: true,
      verify_trust: true,
      verify_timestamp_trust: true,
      remote_manifest_fetch: false,
      ocsp_fetch: false,
    },
    core: { allowed_network_hosts: [], decode_identity_assertions: false },
    trust: {
      trust_config: EXTENDED_KEY_USAGES,
      // c2pa-rs 0.91 heeds no other kind than this: each list vouches for signers and for time stamps.
      anchors: trust.anchors.map(({ id, pem }) => ({
        trust_anchors: pem,
        trust_uri: id,
        trust_kind: 'manifest',
      })),
    },
  };
}

function rawCredential(reader: WasmReader): RawCredential {
  return {
    store: JSON.parse(reader.json()),
    certificates: JSON.parse(reader.crJson()),
    resource(identifier) {
      try {
        return reader.resourceToBytes(identifier);
      } catch {
        return null;
      }
    },
  };
}

/** The library throws strings: `C2pa(JumbfNotFound)`, `C2pa(RemoteManifestUrl("https://…"))`. */
function readingOfError(error: unknown): Reading {
  if (typeof error !== 'string') throw error;
  const [, name = '', rest = ''] = /^C2pa\((\w+)(.*)$/s.exec(error) ?? [];
  if (name === 'JumbfNotFound') return { kind: 'none' };
  if (name === 'RemoteManifestUrl')
    return { kind: 'remote', url: text(/"(.*)"/s.exec(rest)?.[1], 2000) ?? '' };
  const damagedFile = DAMAGED_FILE.has(name);
  const said = damagedFile
    ? phrase('checks.provenance.damagedFile')
    : phrase('checks.provenance.damagedCredential');
  throw new SubjectError('unreadable', said, text(error, 2000) ?? undefined);
}

const DAMAGED_FILE: ReadonlySet<string> = new Set(['InvalidAsset', 'UnsupportedType', 'IoError']);
