import { normaliseText } from '../subject/text/normalise';
import type { Job, PageReference, TextSource } from './job';

/** The source of a text, named by its first words. */
export function textSource(text: string, page: PageReference | undefined): TextSource {
  return { kind: 'text', name: openingOf(text), ...(page && { page }) };
}

/** The bytes of a text that is checked again, where all of it was kept. */
export function keptText({ source, subject }: Job): Uint8Array<ArrayBuffer> | undefined {
  const { text } = subject ?? {};
  if (source.kind === 'web' || text === undefined || text.content.length < text.characters) return undefined;
  return new TextEncoder().encode(text.content);
}

function openingOf(text: string): string {
  const opening = normaliseText(text.trimStart().slice(0, LOOKED_AT)).text;
  if (opening.length <= LONGEST_NAME) return opening;
  const start = opening.slice(0, LONGEST_NAME);
  const space = start.lastIndexOf(' ');
  return `${space > LONGEST_NAME / 2 ? start.slice(0, space) : start}…`;
}

const LOOKED_AT = 400;
const LONGEST_NAME = 60;
