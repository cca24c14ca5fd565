import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { decodeMarkup } from '../bytes';
import { xmlTokens } from './xml';

/** Characters of one packet that are read: Photoshop's histories grow to several megabytes. */
const MAX_CHARACTERS = 4_000_000;
/** Deeper nesting than any real packet has, and than any real drawing around one. */
const MAX_DEPTH = 64;
const MAX_DEPTH_AROUND = 1_000;

/**
 * Reads an XMP packet (ISO 16684-1): every simple property becomes a field named `prefix:Property`, one inside a
 * structure `prefix:Outer/prefix:Inner`, and each item of an array a field of its own. The prefix is the one that
 * the namespace is known by, whatever the packet calls it, since only the namespace's address identifies it.
 */
export function* xmpItems(bytes: Uint8Array): Generator<Item> {
  const text = decodeMarkup(bytes);
  let found = false;
  for (const item of xmpTextItems(text.slice(0, MAX_CHARACTERS))) {
    found ||= item.kind !== 'problem';
    yield item;
  }
  if (!found && !/<(\w+:)?RDF[\s/>]/i.test(text)) yield problem(phrase('checks.metadata.problem.xmp'));
}

/** The same for text that holds RDF somewhere, such as an SVG's `<metadata>`. */
export function* xmpTextItems(text: string): Generator<Item> {
  const root: Frame = {
    name: '',
    path: [],
    inRdf: false,
    namespaces: new Map(),
    text: '',
    hasChildren: false,
  };
  const frames: Frame[] = [];
  for (const token of xmlTokens(text)) {
    const parent = frames.at(-1) ?? root;
    if (token.kind === 'text') {
      parent.text += token.text;
    } else if (token.kind === 'open') {
      if (frames.length >= (parent.inRdf ? MAX_DEPTH : MAX_DEPTH_AROUND)) {
        yield problem(phrase('checks.metadata.problem.xmp'));
        return;
      }
      const frame = openFrame(token.name, token.attributes, parent);
      yield* attributeItems(frame, token.attributes);
      parent.hasChildren = true;
      frames.push(frame);
    } else if (token.kind === 'close') {
      // An element that was never closed ends with the one around it.
      const opened = frames.findLastIndex((frame) => frame.name === token.name);
      if (opened < 0) continue;
      for (const frame of frames.splice(opened).reverse()) yield* textItems(frame);
    }
  }
}

interface Frame {
  readonly name: string;
  /** Names of the properties around it, its own last; RDF's own elements add none. */
  readonly path: readonly string[];
  readonly inRdf: boolean;
  /** Address by prefix. */
  readonly namespaces: ReadonlyMap<string, string>;
  text: string;
  hasChildren: boolean;
}

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** The prefixes that namespaces are known by (ISO 16684-1, annex; IPTC, PLUS, GB 45438 for theirs). */
const PREFIXES: ReadonlyMap<string, string> = new Map([
  [RDF, 'rdf'],
  ['adobe:ns:meta/', 'x'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://ns.adobe.com/xap/1.0/', 'xmp'],
  ['http://ns.adobe.com/xap/1.0/mm/', 'xmpMM'],
  ['http://ns.adobe.com/xap/1.0/rights/', 'xmpRights'],
  ['http://ns.adobe.com/xap/1.0/sType/ResourceEvent#', 'stEvt'],
  ['http://ns.adobe.com/xap/1.0/sType/ResourceRef#', 'stRef'],
  ['http://ns.adobe.com/photoshop/1.0/', 'photoshop'],
  ['http://ns.adobe.com/tiff/1.0/', 'tiff'],
  ['http://ns.adobe.com/exif/1.0/', 'exif'],
  ['http://ns.adobe.com/exif/1.0/aux/', 'aux'],
  ['http://cipa.jp/exif/1.0/', 'exifEX'],
  ['http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/', 'Iptc4xmpCore'],
  ['http://iptc.org/std/Iptc4xmpExt/2008-02-29/', 'Iptc4xmpExt'],
  ['http://ns.useplus.org/ldf/xmp/1.0/', 'plus'],
  ['http://www.tc260.org.cn/ns/AIGC/1.0/', 'TC260'],
]);
const KNOWN = new Set(PREFIXES.values());

function openFrame(name: string, attributes: ReadonlyMap<string, string>, parent: Frame): Frame {
  const namespaces = declaredNamespaces(attributes, parent.namespaces);
  const known = canonicalName(name, namespaces);
  const rdf = known.startsWith('rdf:');
  return {
    name,
    path: rdf || !parent.inRdf ? parent.path : [...parent.path, known],
    inRdf: parent.inRdf || known === 'rdf:RDF',
    namespaces,
    text: '',
    hasChildren: false,
  };
}

function declaredNamespaces(
  attributes: ReadonlyMap<string, string>,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = [...attributes].filter(([name]) => name.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri] as const)]);
}

/** An undeclared prefix is believed; a known one that is declared as something else is not. */
function canonicalName(name: string, namespaces: ReadonlyMap<string, string>): string {
  const colon = name.indexOf(':');
  if (colon < 0) return name;
  const prefix = name.slice(0, colon);
  const uri = namespaces.get(prefix);
  if (uri === undefined) return name;
  const known = PREFIXES.get(uri);
  if (known) return known + name.slice(colon);
  return KNOWN.has(prefix) ? `other-${name}` : name;
}

/** Properties written as attributes (of `rdf:Description`, of structures, of array items) and `rdf:resource`. */
function* attributeItems(frame: Frame, attributes: ReadonlyMap<string, string>): Generator<Item> {
  if (!frame.inRdf) return;
  for (const [attribute, value] of attributes) {
    const name = canonicalName(attribute, frame.namespaces);
    if (name === 'rdf:resource') yield* propertyItems(frame.path, value);
    else if (!/^(rdf|xml|xmlns|x)(:|$)/.test(name)) yield* propertyItems([...frame.path, name], value);
  }
}

function* textItems(frame: Frame): Generator<Item> {
  if (frame.inRdf && !frame.hasChildren) yield* propertyItems(frame.path, frame.text);
}

function* propertyItems(path: readonly string[], text: string): Generator<Item> {
  const value = text.trim();
  if (path.length === 0 || value === '') return;
  const name = path.join('/');
  if (/latitude|longitude/i.test(name)) yield { kind: 'position' };
  else if (!/gps/i.test(name)) yield field('XMP', name, value);
}
