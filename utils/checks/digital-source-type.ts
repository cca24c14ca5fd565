import type english from '../words/locales/en.json';
import { type Phrase, phrase } from '../words/phrase';

/**
 * What a term says about generative AI. `generated`: a model made the whole; `edited`: a model made a part or
 * changed it; `possible`: the term's own definition leaves it open.
 */
export type AiShare = 'generated' | 'edited' | 'possible' | 'none';

/** One term of a digital source type vocabulary, as C2PA actions and IPTC metadata use it. */
export interface DigitalSourceType {
  /** The term's own name, such as `trainedAlgorithmicMedia`. */
  readonly id: string;
  /** Every address that stands for it, the usual one first. */
  readonly uris: readonly string[];
  readonly meaning: Phrase;
  readonly ai: AiShare;
  /** The term says that the file comes straight from a camera or a recorder. */
  readonly camera: boolean;
  /** Withdrawn from the vocabulary, but still found in files. */
  readonly retired: boolean;
}

const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype/';
const C2PA = 'http://c2pa.org/digitalsourcetype/';
const SCHEMA_ORG = 'https://schema.org/';

/**
 * IPTC NewsCodes "Digital Source Type" (http://cv.iptc.org/newscodes/digitalsourcetype/, 2024-10-23), current and
 * retired terms, then the two that C2PA adds (C2PA specification 2.x, "Digital source type").
 */
export const DIGITAL_SOURCE_TYPES: readonly DigitalSourceType[] = [
  iptc('digitalCapture', { camera: true, schemaOrg: 'DigitalCaptureDigitalSource' }),
  iptc('computationalCapture', {
    camera: true,
    schemaOrg: 'MultiFrameComputationalCaptureDigitalSource',
  }),
  iptc('negativeFilm', { schemaOrg: 'NegativeFilmDigitalSource' }),
  iptc('positiveFilm', { schemaOrg: 'PositiveFilmDigitalSource' }),
  iptc('print', { schemaOrg: 'PrintDigitalSource' }),
  iptc('minorHumanEdits', { retired: true, schemaOrg: 'MinorHumanEditsDigitalSource' }),
  iptc('humanEdits'),
  iptc('compositeWithTrainedAlgorithmicMedia', {
    ai: 'edited',
    schemaOrg: 'CompositeWithTrainedAlgorithmicMediaDigitalSource',
  }),
  iptc('algorithmicallyEnhanced', { schemaOrg: 'AlgorithmicallyEnhancedDigitalSource' }),
  iptc('softwareImage', { retired: true }),
  iptc('digitalArt', { retired: true, schemaOrg: 'DigitalArtDigitalSource' }),
  iptc('digitalCreation'),
  iptc('dataDrivenMedia', { schemaOrg: 'DataDrivenMediaDigitalSource' }),
  iptc('trainedAlgorithmicMedia', { ai: 'generated', schemaOrg: 'TrainedAlgorithmicMediaDigitalSource' }),
  iptc('algorithmicMedia', { schemaOrg: 'AlgorithmicMediaDigitalSource' }),
  iptc('screenCapture', { schemaOrg: 'ScreenCaptureDigitalSource' }),
  iptc('virtualRecording', { ai: 'possible', schemaOrg: 'VirtualRecordingDigitalSource' }),
  iptc('composite', { ai: 'possible', schemaOrg: 'CompositeDigitalSource' }),
  iptc('compositeCapture', { schemaOrg: 'CompositeCaptureDigitalSource' }),
  iptc('compositeSynthetic', { ai: 'edited', schemaOrg: 'CompositeSyntheticDigitalSource' }),
  term('empty', [`${C2PA}empty`]),
  term('trainedAlgorithmicData', [`${C2PA}trainedAlgorithmicData`, `${IPTC}trainedAlgorithmicData`], {
    ai: 'generated',
  }),
];

const BY_SPELLING = new Map(
  DIGITAL_SOURCE_TYPES.flatMap((type) =>
    [type.id, `digsrctype:${type.id}`, ...type.uris].map((spelling) => [normalise(spelling), type] as const),
  ),
);

/**
 * Finds the term that a value names: a short name, a QCode or an address, in any case, with http or https.
 * Answers undefined for a value of no vocabulary known here; nothing is guessed from a part of it.
 */
export function digitalSourceType(value: string): DigitalSourceType | undefined {
  return BY_SPELLING.get(normalise(value));
}

interface TermDetails {
  readonly ai?: AiShare;
  readonly camera?: boolean;
  readonly retired?: boolean;
}

/** Files write IPTC's terms under C2PA's address too, and pages use schema.org's names for them. */
function iptc(id: TermId, { schemaOrg, ...details }: TermDetails & { schemaOrg?: string } = {}) {
  const others = schemaOrg ? [`${SCHEMA_ORG}${schemaOrg}`] : [];
  return term(id, [`${IPTC}${id}`, `${C2PA}${id}`, ...others], details);
}

type TermId = keyof typeof english.digitalSourceType;

function term(id: TermId, uris: readonly string[], details: TermDetails = {}): DigitalSourceType {
  return {
    id,
    uris,
    meaning: phrase(`digitalSourceType.${id}`),
    ai: details.ai ?? 'none',
    camera: details.camera ?? false,
    retired: details.retired ?? false,
  };
}

function normalise(value: string): string {
  return value
    .trim()
    .toLowerCase()
    .replace(/^https:/, 'http:')
    .replace(/\/+$/, '');
}
