import { openingOf } from '../subject/text/opening';
import type { Job, PageReference, TextSource } from './job';

/** The source of a text, named by its first words. */
export function textSource(text: string, page: PageReference | undefined): TextSource {
  return { kind: 'text', name: openingOf(text, LONGEST_NAME), ...(page && { page }) };
}

/** The bytes of a text that is checked again, where all of it was kept. */
export function keptText({ source, subject }: Job): Uint8Array<ArrayBuffer> | undefined {
  const { text } = subject ?? {};
  if (source.kind === 'web' || text === undefined || text.content.length < text.characters) return undefined;
  return new TextEncoder().encode(text.content);
}

const LONGEST_NAME = 60;
