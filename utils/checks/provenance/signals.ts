import { type Phrase, phrase } from '../../words/phrase';
import type { TrustSettings } from '../check';
import type { Finding, Found } from '../signal';
import { findAi } from './ai';
import type { AiEvidence, AiPlace, CertificateName, CredentialEvidence } from './evidence';
import { picture } from './ingredients';
import type { ManifestStore, Signature } from './manifest-store';
import type { CredentialState, Judgement } from './validation';

/** The one signal that says what the credential is worth. */
export function credentialSignal(
  store: ManifestStore,
  judgement: Judgement,
  trust: TrustSettings,
  resource: (identifier: string) => Uint8Array | null,
): Found<CredentialEvidence> {
  const { label, title, signature, claimGenerator } = store.active;
  const trustList =
    judgement.state === 'trusted'
      ? trust.anchors.find(({ id }) => id === store.validation.trustListId)
      : undefined;
  const signedAt = judgement.stampTrusted ? signature.stampedAt : null;
  return {
    finding: FINDINGS[judgement.state],
    basis: 'declared',
    summary: summaryOf(judgement, signature.signer, signedAt),
    evidence: {
      label,
      title,
      signer: signature.signer,
      issuer: signature.issuer,
      certificate: signature.certificate,
      algorithm: signature.algorithm,
      signedAt,
      timeStamp: timeStampOf(signature, judgement.stampTrusted),
      trustList: trustList ? { id: trustList.id, name: trustList.name } : null,
      claimGenerator,
      problems: judgement.problems,
      notes: judgement.notes,
      ...picture(store, resource),
    },
  };
}

/** The signal that AI took part, anywhere in the chain; none where nothing says so. */
export function aiSignal(store: ManifestStore, state: CredentialState): readonly Found<AiEvidence>[] {
  const places = findAi(store);
  const generated = places.find(({ share }) => share === 'generated');
  const decisive = generated ?? places[0];
  if (!decisive) return [];
  const intact = state !== 'altered';
  return [
    {
      finding: generated ? 'ai-generated' : 'ai-edited',
      basis: 'declared',
      summary: aiSummary(decisive, intact),
      evidence: { places, intact },
    },
  ];
}

const FINDINGS: Readonly<Record<CredentialState, Finding>> = {
  trusted: 'signed-trusted',
  intact: 'signed-unknown',
  altered: 'altered',
};

function summaryOf(
  { state, problems }: Judgement,
  name: CertificateName | null,
  signedAt: string | null,
): Phrase {
  const signer = nameOf(name);
  const problem = problems[0]?.explanation ?? phrase('checks.provenance.problems.signerUnknown');
  if (state === 'altered') return phrase('checks.provenance.altered', { signer, problem });
  if (state === 'intact') return phrase('checks.provenance.intact', { signer, problem });
  return signedAt === null
    ? phrase('checks.provenance.trusted', { signer })
    : phrase('checks.provenance.trustedDated', { signer, date: { date: signedAt } });
}

function aiSummary({ share, path, meaning, signer }: AiPlace, intact: boolean): Phrase {
  const values = { meaning, signer: nameOf(signer) };
  const title = path.at(-1);
  // What is said of the making of an earlier version holds for this one too.
  if (share === 'generated' || title === undefined) {
    return intact
      ? phrase('checks.provenance.ai.whole', values)
      : phrase('checks.provenance.ai.wholeAltered', values);
  }
  return intact
    ? phrase('checks.provenance.ai.part', { ...values, title })
    : phrase('checks.provenance.ai.partAltered', { ...values, title });
}

function nameOf(name: CertificateName | null): string | Phrase {
  return name?.name ?? phrase('checks.provenance.unnamed');
}

function timeStampOf(signature: Signature, trusted: boolean): CredentialEvidence['timeStamp'] {
  const { stampedAt, stampAuthority } = signature;
  return stampedAt === null ? null : { time: stampedAt, authority: stampAuthority, trusted };
}
