import type {
  MarkEvidence,
  MetadataTable,
  NothingEvidence,
  OriginEvidence,
} from '../../utils/checks/metadata/evidence';
import { ExternalLink } from '../kit/external-link';
import { Fact, Facts } from '../kit/facts';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useFormat, useSay, useText } from '../words/words';
import type { EvidenceProps } from './evidence-props';
import { FieldTable } from './field-table';
import { LongText } from './long-text';

/** What the file says without a signature: the mark or the origin in short, then the table it was read from. */
export function MetadataEvidence({ signal }: EvidenceProps) {
  const evidence = signal.evidence as MarkEvidence | OriginEvidence | NothingEvidence;
  return (
    <div className="flex flex-col gap-4">
      {'mark' in evidence ? <Mark evidence={evidence} /> : <Origin evidence={evidence} />}
      {evidence.fields && <Table table={evidence} />}
    </div>
  );
}

function Mark({ evidence }: { readonly evidence: MarkEvidence }) {
  const say = useSay();
  const words = useText();
  const { generator, meaning, model, seed, sampler, prompt, parameters = [] } = evidence;
  return (
    <Facts>
      <Fact name={words('ui.metadata.field')}>
        <Verbatim>{evidence.field}</Verbatim>
      </Fact>
      <Fact name={words('ui.metadata.value')}>
        <LongText>{evidence.value}</LongText>
      </Fact>
      <Fact name={words('ui.metadata.meaning')}>{meaning && say(meaning)}</Fact>
      <Fact name={words('ui.metadata.generator')}>{generator && <Foreign>{generator}</Foreign>}</Fact>
      <Fact name={words('ui.metadata.model')}>{model && <Verbatim>{model}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.seed')}>{seed && <Verbatim>{seed}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.sampler')}>{sampler && <Verbatim>{sampler}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.prompt')}>{prompt && <LongText>{prompt}</LongText>}</Fact>
      {parameters.map(([name, value]) => (
        <Fact key={name} name={name}>
          <LongText>{value}</LongText>
        </Fact>
      ))}
      <Fact name={words('ui.metadata.source')}>
        <ExternalLink href={evidence.source}>
          <Verbatim>{evidence.source}</Verbatim>
        </ExternalLink>
      </Fact>
    </Facts>
  );
}

function Origin({ evidence }: { readonly evidence: OriginEvidence | NothingEvidence }) {
  const say = useSay();
  const words = useText();
  const format = useFormat();
  const origin: Partial<OriginEvidence> = evidence;
  const camera = [origin.make, origin.model].filter(Boolean).join(' ');
  const exposure = [
    origin.exposure && `${origin.exposure} s`,
    origin.aperture && `f/${origin.aperture}`,
    origin.iso && `ISO ${origin.iso}`,
    origin.focalLength && `${origin.focalLength} mm`,
  ].filter(Boolean);
  return (
    <>
      <p className="text-soft">{words('ui.metadata.noProof')}</p>
      <Facts>
        <Fact name={words('ui.metadata.camera')}>{camera && <Foreign>{camera}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.lens')}>{origin.lens && <Foreign>{origin.lens}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.exposure')}>{exposure.join(' · ')}</Fact>
        <Fact name={words('ui.metadata.takenAt')}>{origin.takenAt && format.shortDate(origin.takenAt)}</Fact>
        <Fact name={words('ui.metadata.software')}>
          {origin.software && <Foreign>{origin.software}</Foreign>}
        </Fact>
        <Fact name={words('ui.metadata.artist')}>{origin.artist && <Foreign>{origin.artist}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.credit')}>{origin.credit && <Foreign>{origin.credit}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.copyright')}>
          {origin.copyright && <Foreign>{origin.copyright}</Foreign>}
        </Fact>
        <Fact name={words('ui.metadata.sourceType')}>
          {origin.digitalSourceType && say(origin.digitalSourceType)}
        </Fact>
        <Fact name={words('ui.metadata.aigcLabel')}>{origin.aigcLabel && say(origin.aigcLabel)}</Fact>
        <Fact name={words('ui.metadata.position')}>
          {words(evidence.gpsPresent ? 'ui.metadata.positionStated' : 'ui.metadata.positionAbsent')}
        </Fact>
      </Facts>
    </>
  );
}

function Table({ table }: { readonly table: Partial<MetadataTable> }) {
  const say = useSay();
  const { fields = [], cut = [], problems = [] } = table;
  return (
    <div className="flex flex-col gap-1">
      {problems.map((problem) => (
        <p key={problem.key}>{say(problem)}</p>
      ))}
      {fields.length > 0 && <FieldTable fields={fields} />}
      {cut.map((reason) => (
        <p key={reason.key} className="text-small text-soft">
          {say(reason)}
        </p>
      ))}
    </div>
  );
}
