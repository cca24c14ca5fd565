import { phrase } from '../../../words/phrase';
import { field, type Item, problem } from '../block';
import { xmlTokens } from '../blocks/xml';
import { xmpTextItems } from '../blocks/xmp';
import { decodeMarkup } from '../bytes';

/** Characters of an SVG that are read. Writers put comments, titles and metadata at its start. */
const MAX_CHARACTERS = 4_000_000;
/** Elements whose text a person is meant to read (SVG 2, 5.8). */
const SPOKEN = new Set(['title', 'desc']);

/**
 * Reads what an SVG says about itself: comments before and in it (editors sign there), `title`, `desc`, and RDF in
 * `metadata`. It is read as text: nothing in it is run, resolved or fetched.
 */
export function* svgItems(bytes: Uint8Array): Generator<Item> {
  const whole = decodeMarkup(bytes);
  const text = whole.slice(0, MAX_CHARACTERS);
  if (whole.length > MAX_CHARACTERS) yield problem(phrase('checks.metadata.problem.svgTooLong'));
  let spoken: { name: string; text: string } | null = null;
  for (const token of xmlTokens(text)) {
    if (token.kind === 'comment') {
      if (token.text.trim() !== '') yield field('SVG', 'comment', token.text.trim());
    } else if (token.kind === 'open') {
      const name = localName(token.name);
      spoken = SPOKEN.has(name) ? { name, text: '' } : null;
    } else if (token.kind === 'text') {
      if (spoken) spoken.text += token.text;
    } else {
      if (spoken && spoken.text.trim() !== '') yield field('SVG', spoken.name, spoken.text.trim());
      spoken = null;
    }
  }
  if (text.includes('RDF')) yield* xmpTextItems(text);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
