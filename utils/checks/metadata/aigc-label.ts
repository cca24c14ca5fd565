import { type Phrase, phrase } from '../../words/phrase';
import type { Field } from './block';
import type { FieldSet, Place } from './field-set';
import { asText, at, isObject, type JsonObject, jsonOf, parseObject, simpleEntries } from './generators/json';

/** The implicit label that GB 45438-2025 prescribes for generated content in China. */
export interface AigcLabel {
  /** The standard's three values: content is, may be, or is suspected to be generated. */
  readonly certainty: 'is' | 'may-be' | 'suspected';
  readonly meaning: Phrase;
  /** Who made it, as name or code. */
  readonly producer?: string;
  readonly entries: readonly (readonly [string, string])[];
  readonly field: Field;
  readonly fields: readonly Field[];
}

/** Where the label was seen: XMP, a PNG text, a segment of a JPEG, and EXIF's free texts. */
const PLACES: readonly Place[] = [
  ['XMP', 'TC260:AIGC'],
  ['PNG', 'AIGC'],
  ['JPEG', 'AIGC'],
  ['EXIF', 'UserComment'],
  ['EXIF', 'ImageDescription'],
  ['JPEG', 'Comment'],
];

/** GB 45438-2025, annex E: the label's own field names. At least one must stand beside `Label`. */
const COMPANIONS = [
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
];

/** Finds the label. A generic name such as `AIGC` counts only with the standard's own field names in it. */
export function findAigcLabel(fields: FieldSet): AigcLabel | undefined {
  for (const field of fields.among(PLACES)) {
    const label = readLabel(labelObject(field), field, [field]);
    if (label) return label;
  }
  return separateProperties(fields);
}

/** The object itself, or one that holds it under `AIGC`, as an object or as text. */
function labelObject(field: Field): JsonObject | null {
  const json = jsonOf(field);
  const inner = at(json ?? undefined, 'AIGC');
  return isObject(inner) ? inner : (parseObject(asText(inner) ?? '') ?? json);
}

/** Some writers make each of the label's fields an XMP property of its own in the standard's namespace. */
function separateProperties(fields: FieldSet): AigcLabel | undefined {
  const own = fields.all.filter(({ group, name }) => group === 'XMP' && /(^|\/)TC260:[A-Z]\w+$/.test(name));
  const [field] = own.filter(({ name }) => name.endsWith('TC260:Label'));
  if (!field) return undefined;
  const json = Object.fromEntries(own.map(({ name, value }) => [name.replace(/^.*TC260:/, ''), value]));
  return readLabel(json, field, own);
}

function readLabel(json: JsonObject | null, field: Field, fields: readonly Field[]): AigcLabel | undefined {
  const found = CERTAINTIES[asText(json?.Label) ?? ''];
  if (!json || !found || !COMPANIONS.some((name) => name in json)) return undefined;
  const producer = asText(json.ContentProducer) ?? asText(json.ContentPropagator);
  return { ...found, ...(producer && { producer }), entries: simpleEntries(json), field, fields };
}

const CERTAINTIES: Readonly<Record<string, Pick<AigcLabel, 'certainty' | 'meaning'>>> = {
  1: { certainty: 'is', meaning: phrase('checks.metadata.aigcIs') },
  2: { certainty: 'may-be', meaning: phrase('checks.metadata.aigcMayBe') },
  3: { certainty: 'suspected', meaning: phrase('checks.metadata.aigcSuspected') },
};
