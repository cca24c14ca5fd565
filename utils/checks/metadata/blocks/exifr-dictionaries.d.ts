// exifr types only its whole bundle. Its dictionaries are plain modules, and all that is used of it here.
declare module 'exifr/src/tags.mjs' {
  export const tagKeys: ReadonlyMap<string, ReadonlyMap<number, string>>;
  export const tagValues: ReadonlyMap<string, ReadonlyMap<number, Readonly<Record<number, string>>>>;
}
declare module 'exifr/src/dicts/*';
