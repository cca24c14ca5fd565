import { phrase } from '../../words/phrase';
import { SaidError } from '../../words/said-error';
import { certificateSubject } from './x509';

export interface ParsedTrustList {
  /** How many different certificates there are. */
  readonly certificates: number;
  /** Whom each certificate names, in the list's order. */
  readonly subjects: readonly string[];
  /** The certificates alone: comments, keys and doubles are left out. */
  readonly pem: string;
}

/** A text that cannot be used as a trust list: why not, in words. */
export class TrustListError extends SaidError {
  override readonly name = 'TrustListError';
}

/**
 * Reads the certificates (PEM, RFC 7468) in a text that a person or a policy gave. Throws TrustListError where
 * there is none in it, where one is damaged, and where the text holds a private key, which nobody should hand out.
 */
export function parseTrustList(text: string): ParsedTrustList {
  if (PRIVATE_KEY.test(text)) throw new TrustListError(phrase('checks.provenance.trustList.privateKey'));
  const blocks = [...text.matchAll(CERTIFICATE)].map(([, base64 = '']) => base64.replace(/\s+/g, ''));
  if (blocks.length === 0) throw new TrustListError(phrase('checks.provenance.trustList.noCertificate'));
  const subjects = new Map<string, string>();
  blocks.forEach((base64, index) => {
    const subject = subjectOf(base64);
    if (subject === null) {
      const values = { number: index + 1, total: blocks.length };
      throw new TrustListError(phrase('checks.provenance.trustList.damaged', values));
    }
    subjects.set(base64, subject);
  });
  return {
    certificates: subjects.size,
    subjects: [...subjects.values()],
    pem: [...subjects.keys()].map(toPem).join(''),
  };
}

const PRIVATE_KEY = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([\s\S]*?)-----END/g;

function subjectOf(base64: string): string | null {
  try {
    return certificateSubject(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  } catch {
    return null;
  }
}

function toPem(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
