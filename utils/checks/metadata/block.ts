import type { Phrase } from '../../words/phrase';

/** Where a field stood. Names of standards and formats: they are not translated. */
export type FieldGroup = 'EXIF' | 'XMP' | 'IPTC' | 'ICC' | 'PNG' | 'JPEG' | 'GIF' | 'SVG' | 'Samsung';

/** One statement of a file: `value` is text as a person would read it, never binary. */
export interface Field {
  readonly group: FieldGroup;
  /** The standard's own name: `Software`, `xmp:CreatorTool`, a PNG keyword. */
  readonly name: string;
  readonly value: string;
}

/** A piece of metadata in its own format, cut out of a picture file. Reading it gives more `Item`s. */
export interface RawBlock {
  readonly kind: 'exif' | 'xmp' | 'iptc' | 'photoshop' | 'icc';
  readonly bytes: Uint8Array;
}

/**
 * What the readers hand out, one after the other, as they come to it. `position`: the file says where the picture
 * was taken; where that is stays unread, since nobody needs it to judge a picture and everybody could misuse it.
 */
export type Item =
  | RawBlock
  | ({ readonly kind: 'field' } & Field)
  | { readonly kind: 'position' }
  | { readonly kind: 'problem'; readonly problem: Phrase };

export function field(group: FieldGroup, name: string, value: string): Item {
  return { kind: 'field', group, name, value };
}

export function problem(phrase: Phrase): Item {
  return { kind: 'problem', problem: phrase };
}
