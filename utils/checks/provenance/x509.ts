import { text } from './untrusted';

/**
 * Whom a certificate (X.509 in DER, RFC 5280, 4.1) names: its common name and organisation. Throws RangeError
 * where the bytes are no certificate. Nothing else is looked at: validating is the C2PA library's work.
 */
export function certificateSubject(der: Uint8Array): string {
  const certificate = readElement(der, 0, SEQUENCE);
  if (certificate.end !== der.length) throw new RangeError('There are bytes behind the certificate.');
  const body = readElement(der, certificate.start, SEQUENCE);
  const fields = readElements(der, body);
  const withoutVersion = fields[0]?.tag === EXPLICIT_VERSION ? fields.slice(1) : fields;
  const subject = withoutVersion[SUBJECT_FIELD];
  if (subject?.tag !== SEQUENCE) throw new RangeError('The certificate names no subject.');
  const attributes = readElements(der, subject)
    .flatMap((set) => readElements(der, set))
    .map((pair) => readAttribute(der, pair));
  const named = (oid: string) => attributes.find((attribute) => attribute.oid === oid)?.value;
  const names = [named(COMMON_NAME), named(ORGANIZATION)].filter((name) => typeof name === 'string');
  return [...new Set(names)].join(', ') || '?';
}

const SEQUENCE = 0x30;
const EXPLICIT_VERSION = 0xa0;
/** Behind serial number, algorithm, issuer and validity. */
const SUBJECT_FIELD = 4;
const BMP_STRING = 0x1e;
/** 2.5.4.3 and 2.5.4.10, encoded. */
const COMMON_NAME = '85,4,3';
const ORGANIZATION = '85,4,10';

interface Element {
  readonly tag: number;
  /** Where its content starts and ends. */
  readonly start: number;
  readonly end: number;
}

function readElement(der: Uint8Array, offset: number, expectedTag?: number): Element {
  const tag = byteAt(der, offset);
  if (expectedTag !== undefined && tag !== expectedTag) throw new RangeError('Not a certificate.');
  let start = offset + 2;
  let length = byteAt(der, offset + 1);
  if (length >= 0x80) {
    const lengthBytes = length & 0x7f;
    if (lengthBytes === 0 || lengthBytes > 4) throw new RangeError('A length that DER does not allow.');
    length = 0;
    for (let index = 0; index < lengthBytes; index++) length = length * 256 + byteAt(der, start + index);
    start += lengthBytes;
  }
  if (start + length > der.length) throw new RangeError('The certificate is cut short.');
  return { tag, start, end: start + length };
}

function readElements(der: Uint8Array, parent: Element): readonly Element[] {
  const elements: Element[] = [];
  for (let offset = parent.start; offset < parent.end; ) {
    const element = readElement(der, offset);
    elements.push(element);
    offset = element.end;
  }
  return elements;
}

function readAttribute(der: Uint8Array, pair: Element): { oid: string; value: string | null } {
  const [type, value] = readElements(der, pair);
  if (!type || !value) throw new RangeError('A name without its value.');
  const encoding = value.tag === BMP_STRING ? 'utf-16be' : 'utf-8';
  return {
    oid: der.subarray(type.start, type.end).join(),
    value: text(new TextDecoder(encoding).decode(der.subarray(value.start, value.end))),
  };
}

function byteAt(der: Uint8Array, offset: number): number {
  const byte = der[offset];
  if (byte === undefined) throw new RangeError('The certificate is cut short.');
  return byte;
}
