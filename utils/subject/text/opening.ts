import { normaliseText } from './normalise';

/** The first words of a text as one line, of `longest` UTF-16 units at most, with a sign where more follows. */
export function openingOf(text: string, longest: number): string {
  // Markup may stand before the words.
  const opening = normaliseText(text.trimStart().slice(0, longest * LOOKED_AT)).text;
  if (opening.length <= longest) return opening;
  const start = opening.slice(0, longest);
  const space = start.lastIndexOf(' ');
  return `${(space > longest / 2 ? start.slice(0, space) : start).toWellFormed()}…`;
}

/** How much more than is shown is looked at. */
const LOOKED_AT = 6;
