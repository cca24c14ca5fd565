import type { Subject } from '../../subject/subject';
import { phrase } from '../../words/phrase';
import type { Check } from '../check';
import type { Found } from '../signal';
import type { MetadataEvidence } from './evidence';
import { FieldSet } from './field-set';
import { findMarks } from './marks';
import { findOrigin } from './origin';
import { canRead, readFields } from './read-fields';
import { makeTable } from './table';

/** Reads what a picture file says about itself without a signature: EXIF, XMP, IPTC and the texts of its format. */
export const metadata: Check = {
  id: 'metadata',
  kinds: ['image'],
  reads: 'file',
  lane: 'metadata',
  run: async (subject) => findMetadata(subject),
};

/**
 * One signal a mark of AI, then one for camera, software and rights; the first of them carries the table of all
 * fields. `none` where the file states nothing of the kind, `not-applicable` for formats without metadata.
 */
function findMetadata(subject: Subject): readonly Found[] {
  if (!canRead(subject.mediaType)) {
    return [
      {
        finding: 'not-applicable',
        basis: 'declared',
        reason: 'no-metadata-in-format',
        summary: phrase('checks.metadata.notInFormat', { mediaType: subject.mediaType }),
        evidence: {},
      },
    ];
  }
  const reading = readFields(subject);
  const fields = new FieldSet(reading.fields);
  const marks = findMarks(fields);
  const deciding = new Set(marks.flatMap((mark) => mark.fields));
  const taken = marks.flatMap(({ evidence, fields: own }) => (evidence.mark === 'generator' ? own : []));
  const origin = findOrigin(fields.without(new Set(taken)), reading.hasPosition);
  const found: Found<MetadataEvidence>[] = marks.map(({ finding, summary, evidence }) => ({
    finding,
    basis: 'declared',
    summary,
    evidence,
  }));
  if (origin) found.push({ finding: 'origin-stated', basis: 'declared', ...origin });
  const table = makeTable(reading, deciding);
  const [first, ...rest] = found;
  if (first) return [{ ...first, evidence: { ...first.evidence, ...table } }, ...rest];
  return [
    {
      finding: 'none',
      basis: 'declared',
      summary: phrase(table.fields.length > 0 ? 'checks.metadata.nothingTelling' : 'checks.metadata.none'),
      evidence: { ...table, gpsPresent: reading.hasPosition },
    },
  ];
}
