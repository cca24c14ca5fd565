import type {
  AiEvidence,
  AiPlace,
  CertificateName,
  CredentialEvidence,
  Software,
} from '../../utils/checks/provenance/evidence';
import { phrase } from '../../utils/words/phrase';
import { Disclosure } from '../kit/disclosure';
import { Fact, Facts } from '../kit/facts';
import { Thumbnail } from '../kit/thumbnail';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useFormat, useSay, useText } from '../words/words';
import { ActionList } from './action-list';
import type { EvidenceProps } from './evidence-props';
import { IngredientTree } from './ingredient-tree';
import { ProblemList } from './problem-list';

/** Content Credentials: who signed, when, with what, what was done, and out of what the file was made. */
export function ProvenanceEvidence({ signal }: EvidenceProps) {
  if (signal.finding === 'ai-generated' || signal.finding === 'ai-edited') {
    return <AiPlaces evidence={signal.evidence as AiEvidence} />;
  }
  // Where there is no credential the summary has said all there is.
  if (signal.finding === 'none') return null;
  return <Credential evidence={signal.evidence as CredentialEvidence} />;
}

function Credential({ evidence }: { readonly evidence: CredentialEvidence }) {
  const words = useText();
  const { actions, ingredients, leftOut, problems, notes } = evidence;
  return (
    <div className="flex flex-col gap-4">
      <ProblemList problems={problems} />
      <SignatureFacts evidence={evidence} />
      {actions.length > 0 && (
        <div>
          <h5 className="mb-1 font-medium">{words('ui.provenance.actions')}</h5>
          <ActionList actions={actions} leftOut={leftOut.actions} />
        </div>
      )}
      {ingredients.length > 0 && (
        <div>
          <h5 className="mb-1 font-medium">{words('ui.provenance.ingredients')}</h5>
          <IngredientTree ingredients={ingredients} />
          {leftOut.ingredients > 0 && (
            <p className="text-small text-soft">
              {words('ui.provenance.ingredientsLeftOut', {}, leftOut.ingredients)}
            </p>
          )}
        </div>
      )}
      {notes.length > 0 && (
        <Disclosure title={words('ui.provenance.notes')}>
          <ProblemList problems={notes} />
        </Disclosure>
      )}
    </div>
  );
}

function SignatureFacts({ evidence }: { readonly evidence: CredentialEvidence }) {
  const words = useText();
  const format = useFormat();
  const { certificate, issuer, thumbnail, timeStamp, title, trustList } = evidence;
  return (
    <div className="flex flex-col gap-3 @md:flex-row">
      {thumbnail && (
        <Thumbnail source={thumbnail} alt={words('ui.provenance.ownThumbnail')} className="size-14" />
      )}
      <Facts>
        <Fact name={words('ui.provenance.signer')}>
          <Name name={evidence.signer} />
        </Fact>
        <Fact name={words('ui.provenance.issuer')}>{issuer && <Name name={issuer} />}</Fact>
        <Fact name={words('ui.provenance.trustList')}>
          {trustList ? <Foreign>{trustList.name}</Foreign> : words('ui.provenance.onNoList')}
        </Fact>
        <Fact name={words('ui.provenance.signedAt')}>
          <SigningTime evidence={evidence} />
        </Fact>
        <Fact name={words('ui.provenance.stampedBy')}>
          {timeStamp?.authority && <Foreign>{timeStamp.authority}</Foreign>}
        </Fact>
        <Fact name={words('ui.provenance.madeWith')}>{softwareName(evidence.claimGenerator)}</Fact>
        <Fact name={words('ui.provenance.ownTitle')}>{title && <Verbatim>{title}</Verbatim>}</Fact>
        <Fact name={words('ui.provenance.certificate')}>
          {certificate?.validFrom &&
            certificate.validUntil &&
            words('ui.provenance.certificateValid', {
              from: format.day(certificate.validFrom),
              until: format.day(certificate.validUntil),
            })}
        </Fact>
      </Facts>
    </div>
  );
}

/** Only a time stamp by a trusted authority is a fact; any other is somebody's word. */
function SigningTime({ evidence: { signedAt, timeStamp } }: { readonly evidence: CredentialEvidence }) {
  const say = useSay();
  if (signedAt) return say(phrase('ui.provenance.time', { date: { date: signedAt } }));
  if (timeStamp) return say(phrase('ui.provenance.timeUntrusted', { date: { date: timeStamp.time } }));
  return say(phrase('ui.provenance.noTime'));
}

function Name({ name }: { readonly name: CertificateName | null }) {
  const words = useText();
  if (!name) return words('ui.provenance.unnamed');
  const other = name.commonName !== name.name ? name.commonName : null;
  return (
    <>
      <Foreign>{name.name}</Foreign>
      {other && (
        <span className="text-soft">
          {' '}
          (<Foreign>{other}</Foreign>)
        </span>
      )}
    </>
  );
}

function softwareName(software: Software | null) {
  return software && <Foreign>{[software.name, software.version].filter(Boolean).join(' ')}</Foreign>;
}

/** Every place of the chain that says that AI took part. */
function AiPlaces({ evidence }: { readonly evidence: AiEvidence }) {
  const words = useText();
  return (
    <div>
      {!evidence.intact && <p className="mb-1">{words('ui.provenance.notIntact')}</p>}
      <ul className="flex flex-col gap-2">
        {evidence.places.map((place, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two places may say the same, and the list never changes
          <li key={index} className="border-s-2 border-accent ps-3">
            <AiPlaceText place={place} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function AiPlaceText({ place }: { readonly place: AiPlace }) {
  const say = useSay();
  const words = useText();
  const { path, signer, action, actionMeaning, softwareAgent } = place;
  return (
    <>
      <p className="font-medium">{say(place.meaning)}</p>
      <Facts>
        <Fact name={words('ui.provenance.saidOf')}>
          {path.length === 0 ? words('ui.provenance.wholeFile') : <Verbatim>{path.join(' › ')}</Verbatim>}
        </Fact>
        <Fact name={words('ui.provenance.saidBy')}>{signer && <Name name={signer} />}</Fact>
        <Fact name={words('ui.provenance.action')}>{actionMeaning ? say(actionMeaning) : action}</Fact>
        <Fact name={words('ui.provenance.madeWith')}>
          {softwareAgent && <Foreign>{softwareAgent}</Foreign>}
        </Fact>
        <Fact name={words('ui.provenance.sourceType')}>
          <Verbatim>{place.digitalSourceType}</Verbatim>
        </Fact>
      </Facts>
    </>
  );
}
