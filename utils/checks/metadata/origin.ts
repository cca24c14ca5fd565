import { type Phrase, phrase } from '../../words/phrase';
import { digitalSourceType } from '../digital-source-type';
import { findAigcLabel } from './aigc-label';
import type { OriginEvidence } from './evidence';
import type { FieldSet, Place } from './field-set';
import { cut, sourceTypeFields } from './marks';

/** What a file says about its origin. `null` where it says nothing of the kind. */
export interface Origin {
  readonly summary: Phrase;
  readonly evidence: OriginEvidence;
}

const FACT_NAMES = [
  'make',
  'model',
  'lens',
  'exposure',
  'aperture',
  'iso',
  'focalLength',
  'software',
  'artist',
  'credit',
  'copyright',
] as const;
type Fact = (typeof FACT_NAMES)[number];
type Facts = Partial<Readonly<Record<Fact, string>>>;

/** Where each fact stands, the place that is believed first in front. */
const FACTS: Readonly<Record<Fact, readonly Place[]>> = {
  make: [
    ['EXIF', 'Make'],
    ['XMP', 'tiff:Make'],
  ],
  model: [
    ['EXIF', 'Model'],
    ['XMP', 'tiff:Model'],
  ],
  lens: [
    ['EXIF', 'LensModel'],
    ['XMP', 'exifEX:LensModel'],
    ['XMP', 'aux:Lens'],
  ],
  exposure: [
    ['EXIF', 'ExposureTime'],
    ['XMP', 'exif:ExposureTime'],
  ],
  aperture: [['EXIF', 'FNumber']],
  iso: [
    ['EXIF', 'ISO'],
    ['XMP', 'exifEX:PhotographicSensitivity'],
    ['XMP', 'exif:ISOSpeedRatings'],
  ],
  focalLength: [['EXIF', 'FocalLength']],
  software: [
    ['EXIF', 'Software'],
    ['XMP', 'xmp:CreatorTool'],
    ['PNG', 'Software'],
    ['IPTC', 'OriginatingProgram'],
  ],
  artist: [
    ['EXIF', 'Artist'],
    ['XMP', 'dc:creator'],
    ['IPTC', 'Byline'],
    ['PNG', 'Author'],
  ],
  credit: [
    ['XMP', 'photoshop:Credit'],
    ['IPTC', 'Credit'],
  ],
  copyright: [
    ['EXIF', 'Copyright'],
    ['XMP', 'dc:rights'],
    ['IPTC', 'CopyrightNotice'],
    ['PNG', 'Copyright'],
  ],
};

/** Gathers camera, software and rights from the fields, which are those that no generator used for its own purposes. */
export function findOrigin(fields: FieldSet, hasPosition: boolean): Origin | null {
  const facts = readFacts(fields);
  const takenAt = readTakenAt(fields);
  const sourceType = statedSourceType(fields);
  const label = findAigcLabel(fields);
  const aigcLabel = label && label.certainty !== 'is' ? label.meaning : undefined;
  const summary = aigcLabel ?? sayOrigin(facts, sourceType);
  if (!summary) return null;
  return {
    summary,
    evidence: {
      ...facts,
      ...(takenAt && { takenAt }),
      ...(sourceType && { digitalSourceType: sourceType }),
      ...(aigcLabel && { aigcLabel }),
      gpsPresent: hasPosition,
    },
  };
}

function readFacts(fields: FieldSet): Facts {
  const found = FACT_NAMES.flatMap((fact): [Fact, string][] => {
    const value =
      fields.among(FACTS[fact])[0]?.value.trim() ?? (fact === 'software' ? svgEditor(fields) : undefined);
    return value ? [[fact, cut(value)]] : [];
  });
  return Object.fromEntries(found);
}

/** Vector editors sign in a comment: `Generator: Adobe Illustrator 27.0, SVG Export Plug-In`, `Created with Inkscape`. */
function svgEditor(fields: FieldSet): string | undefined {
  for (const { value } of fields.among([['SVG', 'comment']])) {
    const editor = /^(?:Generator:|Created with|Created using)\s*([^\n(,]{2,80})/i.exec(value)?.[1]?.trim();
    if (editor) return editor;
  }
  return undefined;
}

/** EXIF writes `2010:07:30 14:13:46` and keeps the zone apart; XMP writes ISO 8601. */
function readTakenAt(fields: FieldSet): string | undefined {
  const exif = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(
    fields.value('EXIF', 'DateTimeOriginal') ?? '',
  );
  if (!exif)
    return fields.value('XMP', 'exif:DateTimeOriginal') ?? fields.value('XMP', 'photoshop:DateCreated');
  const [, year, month, day, time] = exif;
  const zone = /^[+-]\d{2}:\d{2}$/.exec(fields.value('EXIF', 'OffsetTimeOriginal') ?? '')?.[0] ?? '';
  return `${year}-${month}-${day}T${time}${zone}`;
}

/** A term that speaks of cameras, scans or people, or leaves AI open. Those that state AI are marks. */
function statedSourceType(fields: FieldSet): Phrase | undefined {
  for (const field of sourceTypeFields(fields)) {
    const type = digitalSourceType(field.value);
    if (type && (type.ai === 'none' || type.ai === 'possible')) return type.meaning;
  }
  return undefined;
}

/** The two most telling facts in one line. */
function sayOrigin(facts: Facts, sourceType: Phrase | undefined): Phrase | undefined {
  const camera = cameraName(facts);
  const credit = facts.credit ?? facts.artist ?? facts.copyright;
  const said = [
    sourceType && phrase('checks.metadata.sourceType', { meaning: sourceType }),
    camera && phrase('checks.metadata.camera', { camera }),
    facts.software && phrase('checks.metadata.software', { software: facts.software }),
    credit && phrase('checks.metadata.credit', { credit }),
  ].filter((part) => typeof part === 'object');
  const [first, second] = said;
  return first && second ? phrase('checks.metadata.both', { first, second }) : first;
}

/** Many makers repeat their name in the model: "Canon" and "Canon EOS 7D". */
function cameraName({ make, model }: Facts): string | undefined {
  if (!make || !model) return model ?? make;
  const [brand = ''] = make.split(/\s/);
  return model.toLowerCase().startsWith(brand.toLowerCase()) ? model : `${make} ${model}`;
}
