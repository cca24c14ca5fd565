/** A text that was made of another one, and for each of its UTF-16 units the part of the other that it stands for. */
export interface MappedText {
  readonly text: string;
  /** Where the part begins that a unit stands for, in UTF-16 units of the text as given. */
  readonly starts: Uint32Array;
  /** Where it ends. */
  readonly ends: Uint32Array;
}

/** A part of the text that is exchanged, in UTF-16 units of that text. */
export interface Exchange {
  readonly start: number;
  readonly end: number;
  readonly with: string;
}

/** The text as it was given: every unit stands for itself. */
export function asGiven(text: string): MappedText {
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  for (let unit = 0; unit < text.length; unit++) {
    starts[unit] = unit;
    ends[unit] = unit + 1;
  }
  return { text, starts, ends };
}

/** Exchanges parts, which are in order and do not overlap. What comes in their place stands for the whole of each. */
export function exchange(mapped: MappedText, exchanges: readonly Exchange[]): MappedText {
  if (exchanges.length === 0) return mapped;
  const length = exchanges.reduce(
    (units, { start, end, with: other }) => units + other.length - (end - start),
    mapped.text.length,
  );
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  const parts: string[] = [];
  let read = 0;
  let written = 0;
  const copyUntil = (end: number) => {
    parts.push(mapped.text.slice(read, end));
    // Most copies are short: a view of the arrays for each would take longer than the copy.
    for (let unit = read; unit < end; unit++, written++) {
      starts[written] = mapped.starts[unit] ?? 0;
      ends[written] = mapped.ends[unit] ?? 0;
    }
  };
  for (const { start, end, with: other } of exchanges) {
    copyUntil(start);
    const given = givenRange(mapped, start, end);
    parts.push(other);
    for (let unit = 0; unit < other.length; unit++, written++) {
      starts[written] = given.start;
      ends[written] = given.end;
    }
    read = end;
  }
  copyUntil(mapped.text.length);
  return { text: parts.join(''), starts, ends };
}

/** The part of the text as given that `start` to `end` of the mapped text stands for. An empty part stays empty. */
export function givenRange(
  { starts, ends }: MappedText,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  const from = starts[start] ?? ends.at(-1) ?? 0;
  return { start: from, end: end > start ? (ends[end - 1] ?? from) : from };
}
