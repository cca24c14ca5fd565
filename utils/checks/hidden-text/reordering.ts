import type { HiddenSpan } from './evidence';
import { nameCharacters } from './invisible-runs';

/**
 * Controls that make text be shown in another order than it is written (UAX #9; Boucher and Anderson, "Trojan Source",
 * 2021). An override always does; an embedding or isolate to the right-to-left only where nothing is written
 * from right to left. All others are ordinary around Arabic and Hebrew, and without effect elsewhere.
 */
export function findReordering(text: string): readonly HiddenSpan[] {
  const rightToLeft = RIGHT_TO_LEFT.test(text);
  return Array.from(text.matchAll(rightToLeft ? OVERRIDES : OVERRIDES_AND_TURNS)).map(
    ({ 0: control, index }) => {
      const reach = REACH.exec(text.slice(index + 1, index + 1 + LONGEST_REACH))?.[0] ?? '';
      const reads = reach.replace(CONTROLS, '').trim();
      return {
        type: 'bidi-control',
        start: index,
        end: index + control.length + reach.length,
        characters: nameCharacters([control.charCodeAt(0)]),
        ...(reads !== '' && { reads }),
      };
    },
  );
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const OVERRIDES = /[\u202d\u202e]/g;
const OVERRIDES_AND_TURNS = /[\u202b\u202d\u202e\u2067]/g;
const CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A control reaches to where it is taken back, and no further than its line. */
const REACH = /^[^\u202a-\u202e\u2066-\u2069\n\r\u2028\u2029]*(?:\u202c|\u2069)?/;

/** What is shown of it; nobody reads a longer line backwards. */
const LONGEST_REACH = 300;
