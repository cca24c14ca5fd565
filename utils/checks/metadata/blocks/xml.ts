/** A piece of XML, as far as metadata needs it. Comments come with their text, everything else as in SAX. */
export type XmlToken =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string };

/**
 * Splits XML into tokens, in one pass and without building a tree. It forgives what browsers would not (missing
 * quotes, unclosed elements, undeclared entities), because a broken packet must not hide what it says, and it
 * knows no DTD: entities other than the five of XML and numbers stay as they are, so nothing can expand.
 * A self-closing element gives an `open` and a `close`.
 */
export function* xmlTokens(text: string): Generator<XmlToken> {
  let at = 0;
  while (at < text.length) {
    const less = text.indexOf('<', at);
    if (less !== at) {
      yield { kind: 'text', text: decodeEntities(text.slice(at, less < 0 ? undefined : less)) };
      if (less < 0) return;
    }
    const special = SPECIALS.find(({ start }) => text.startsWith(start, less));
    if (special) {
      const from = less + special.start.length;
      const end = text.indexOf(special.end, from);
      const inner = text.slice(from, end < 0 ? undefined : end);
      if (special.kind) yield { kind: special.kind, text: inner };
      if (end < 0) return;
      at = end + special.end.length;
      continue;
    }
    const end = endOfTag(text, less);
    if (end < 0) return;
    yield* tagTokens(text.slice(less + 1, end));
    at = end + 1;
  }
}

/** Replaces XML's own entities and numeric ones; the rest stays. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (whole, hex, decimal, name) => {
      if (name) return NAMED[name.toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

interface Special {
  readonly start: string;
  readonly end: string;
  /** What its inside is given as; without one it is skipped. */
  readonly kind?: 'comment' | 'text';
}

const SPECIALS: readonly Special[] = [
  { start: '<!--', end: '-->', kind: 'comment' },
  { start: '<![CDATA[', end: ']]>', kind: 'text' },
  { start: '<!', end: '>' },
  { start: '<?', end: '?>' },
];

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The `>` that ends the tag: one inside a quoted attribute does not. */
function endOfTag(text: string, start: number): number {
  const stops = /["'>]/g;
  stops.lastIndex = start;
  for (let stop = stops.exec(text); stop; stop = stops.exec(text)) {
    if (stop[0] === '>') return stop.index;
    const end = text.indexOf(stop[0], stop.index + 1);
    if (end < 0) return -1;
    stops.lastIndex = end + 1;
  }
  return -1;
}

const ATTRIBUTE = /([^\s=/<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function* tagTokens(tag: string): Generator<XmlToken> {
  if (tag.startsWith('/')) {
    yield { kind: 'close', name: tag.slice(1).trim() };
    return;
  }
  const name = /^[^\s/]*/.exec(tag)?.[0] ?? '';
  const attributes = new Map<string, string>();
  for (const [, attribute, double, single] of tag.slice(name.length).matchAll(ATTRIBUTE)) {
    if (attribute) attributes.set(attribute, decodeEntities(double ?? single ?? ''));
  }
  yield { kind: 'open', name, attributes };
  if (tag.endsWith('/')) yield { kind: 'close', name };
}
