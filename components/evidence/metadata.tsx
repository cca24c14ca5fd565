import type {
  MarkEvidence,
  MetadataTable,
  NothingEvidence,
  OriginEvidence,
} from '../../utils/checks/metadata/evidence';
import { hostOf } from '../job/job-facts';
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
      {signal.finding === 'none' ? (
        <Nothing evidence={evidence as NothingEvidence} />
      ) : 'mark' in evidence ? (
        <Mark evidence={evidence} />
      ) : (
        <Origin evidence={evidence as OriginEvidence} />
      )}
      {evidence.fields && <Table table={evidence} />}
    </div>
  );
}

/** A file may hold fields, and a position among them, that say nothing about an origin. */
function Nothing({ evidence }: { readonly evidence: NothingEvidence }) {
  return (
    evidence.gpsPresent && (
      <Facts>
        <Position stated />
      </Facts>
    )
  );
}

function Mark({ evidence }: { readonly evidence: MarkEvidence }) {
  const say = useSay();
  const words = useText();
  const { generator, meaning, model, seed, sampler, prompt, parameters = [] } = evidence;
  // A prompt and its settings are the value, taken apart.
  const whole = prompt === undefined && parameters.length === 0;
  return (
    <Facts>
      <Fact name={words('ui.metadata.meaning')}>{meaning && say(meaning)}</Fact>
      <Fact name={words('ui.metadata.generator')}>{generator && <Foreign>{generator}</Foreign>}</Fact>
      <Fact name={words('ui.metadata.prompt')}>{prompt && <LongText>{prompt}</LongText>}</Fact>
      <Fact name={words('ui.metadata.model')}>{model && <Verbatim>{model}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.seed')}>{seed && <Verbatim>{seed}</Verbatim>}</Fact>
      <Fact name={words('ui.metadata.sampler')}>{sampler && <Verbatim>{sampler}</Verbatim>}</Fact>
      {parameters.map(([name, value]) => (
        <Fact key={name} name={name}>
          <LongText>{value}</LongText>
        </Fact>
      ))}
      <Fact name={words('ui.metadata.field')}>
        <Verbatim>{evidence.field}</Verbatim>
      </Fact>
      <Fact name={words('ui.metadata.value')}>{whole && <LongText>{evidence.value}</LongText>}</Fact>
      <Fact name={words('ui.metadata.source')}>
        <ExternalLink href={evidence.source}>
          <Verbatim>{hostOf(evidence.source) ?? evidence.source}</Verbatim>
        </ExternalLink>
      </Fact>
    </Facts>
  );
}

function Origin({ evidence }: { readonly evidence: OriginEvidence }) {
  const say = useSay();
  const words = useText();
  const format = useFormat();
  const { lens, takenAt, software, artist, credit, copyright, digitalSourceType, aigcLabel } = evidence;
  const camera = [evidence.make, evidence.model].filter(Boolean).join(' ');
  return (
    <>
      <p className="text-soft">{words('ui.metadata.noProof')}</p>
      <Facts>
        <Fact name={words('ui.metadata.camera')}>{camera && <Foreign>{camera}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.lens')}>{lens && <Foreign>{lens}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.exposure')}>{exposureOf(evidence)}</Fact>
        <Fact name={words('ui.metadata.takenAt')}>{takenAt && format.shortDate(takenAt)}</Fact>
        <Fact name={words('ui.metadata.software')}>{software && <Foreign>{software}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.artist')}>{artist && <Foreign>{artist}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.credit')}>{credit && <Foreign>{credit}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.copyright')}>{copyright && <Foreign>{copyright}</Foreign>}</Fact>
        <Fact name={words('ui.metadata.sourceType')}>{digitalSourceType && say(digitalSourceType)}</Fact>
        <Fact name={words('ui.metadata.aigcLabel')}>{aigcLabel && say(aigcLabel)}</Fact>
        <Position stated={evidence.gpsPresent} />
      </Facts>
    </>
  );
}

/** As photographers write it: 1/250 s · f/2.8 · ISO 200 · 35 mm. */
function exposureOf({ exposure, aperture, iso, focalLength }: OriginEvidence): string {
  const parts = [
    exposure && `${exposure} s`,
    aperture && `f/${aperture}`,
    iso && `ISO ${iso}`,
    focalLength && `${focalLength} mm`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function Position({ stated }: { readonly stated: boolean }) {
  const words = useText();
  return (
    <Fact name={words('ui.metadata.position')}>
      {words(stated ? 'ui.metadata.positionStated' : 'ui.metadata.positionAbsent')}
    </Fact>
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
