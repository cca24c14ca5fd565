import type { Phrase } from '../../words/phrase';
import type { FieldGroup } from './block';

/** What the `metadata` check keeps as evidence. JSON only. */
export type MetadataEvidence = MarkEvidence | OriginEvidence | NothingEvidence;

/**
 * The table of what was read. It is on exactly one signal of the check, the first: with fields, an empty list where
 * the file holds none.
 */
export interface MetadataTable {
  readonly fields: readonly FieldRow[];
  /** What the table leaves out, in words. */
  readonly cut: readonly Phrase[];
  /** What was broken, in words. */
  readonly problems: readonly Phrase[];
}

export interface FieldRow {
  readonly group: FieldGroup;
  /** The standard's own name. */
  readonly name: string;
  /** At most 2,000 characters; ends in "…" where it was cut. */
  readonly value: string;
  /** A mark rests on it. */
  readonly deciding: boolean;
}

export type MarkId = 'iptc-digital-source-type' | 'iptc-ai-fields' | 'aigc-label' | 'generator';

/** Of `ai-generated` and `ai-edited`: the mark that states it. */
export interface MarkEvidence extends Partial<MetadataTable> {
  readonly mark: MarkId;
  /** Group and name of the deciding field, such as `XMP Iptc4xmpExt:DigitalSourceType`. */
  readonly field: string;
  /** Its value, at most 2,000 characters. */
  readonly value: string;
  /** What the mark means, for vocabularies. */
  readonly meaning?: Phrase;
  readonly generator?: string;
  /** Specification, code or observation that documents the mark. */
  readonly source: string;
  readonly prompt?: string;
  readonly seed?: string;
  readonly model?: string;
  readonly sampler?: string;
  readonly parameters?: readonly (readonly [string, string])[];
}

/** Of `origin-stated`: what the file says about where it comes from. None of it is proof. */
export interface OriginEvidence extends Partial<MetadataTable> {
  readonly make?: string;
  readonly model?: string;
  readonly lens?: string;
  /** Seconds, such as `1/250`. */
  readonly exposure?: string;
  /** f-number, such as `2.8`. */
  readonly aperture?: string;
  readonly iso?: string;
  /** Millimetres. */
  readonly focalLength?: string;
  /** ISO 8601 as far as the file says: without a zone it is the camera's local time. */
  readonly takenAt?: string;
  readonly software?: string;
  readonly artist?: string;
  readonly credit?: string;
  readonly copyright?: string;
  /** Meaning of a digital source type that does not speak of AI for certain. */
  readonly digitalSourceType?: Phrase;
  /** A label of GB 45438-2025 that only suspects AI. */
  readonly aigcLabel?: Phrase;
  /** Whether the file says where the picture was taken. The place itself is never read. */
  readonly gpsPresent: boolean;
}

/** Of `none`: the table, for what there is that says nothing about an origin. */
export interface NothingEvidence extends MetadataTable {
  readonly gpsPresent: boolean;
}
