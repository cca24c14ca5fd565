import { tagKeys, tagValues } from 'exifr/src/tags.mjs';
import 'exifr/src/dicts/tiff-ifd0-keys.mjs';
import 'exifr/src/dicts/tiff-ifd0-values.mjs';
import 'exifr/src/dicts/tiff-exif-keys.mjs';
import 'exifr/src/dicts/tiff-exif-values.mjs';
import 'exifr/src/dicts/tiff-gps-keys.mjs';
import 'exifr/src/dicts/tiff-interop-keys.mjs';
import 'exifr/src/dicts/tiff-other-keys.mjs';
import 'exifr/src/dicts/iptc-keys.mjs';

/** The image file directories of an EXIF block that are read; the thumbnail's (IFD1) says nothing new. */
export type Directory = 'ifd0' | 'exif' | 'interop';

/** The tag's name as exifr's dictionary has it (ExifTool's names), or its number. Cameras mix the directories up. */
export function exifName(directory: Directory, tag: number): string {
  const known = [directory, 'exif', 'ifd0'].map((name) => tagKeys.get(name)?.get(tag)).find(Boolean);
  return known ?? `0x${tag.toString(16).padStart(4, '0')}`;
}

/** What a number means, where the EXIF standard gives it a meaning (`Orientation` 6: `Rotate 90 CW`). */
export function exifMeaning(directory: Directory, tag: number, value: number): string | undefined {
  return tagValues.get(directory)?.get(tag)?.[value];
}

/** Name of a dataset of IPTC-IIM's application record (2). */
export function iptcName(dataset: number): string {
  return tagKeys.get('iptc')?.get(dataset) ?? `2:${dataset}`;
}
