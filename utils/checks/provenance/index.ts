import type { Subject } from '../../subject/subject';
import { SubjectError } from '../../subject/subject-error';
import { phrase } from '../../words/phrase';
import type { Check, CheckContext, TrustSettings } from '../check';
import type { Found } from '../signal';
import type { NoCredentialEvidence } from './evidence';
import { formatOf, type Reading, readCredential } from './library';
import { parseManifestStore } from './manifest-store';
import { aiSignal, credentialSignal } from './signals';
import { judge } from './validation';

/**
 * Reads the file's Content Credentials (C2PA): who signed it, whether it has been changed since, what it was made
 * from and whether generative AI took part. One signal for the credential, one more where AI did. Throws
 * SubjectError `unreadable` for a file or a credential that is damaged. Fetches nothing.
 */
export const provenance: Check = {
  id: 'provenance',
  kinds: ['image', 'media'],
  reads: 'file',
  lane: 'provenance',
  run: findProvenance,
};

async function findProvenance(subject: Subject, context: CheckContext): Promise<readonly Found[]> {
  context.signal.throwIfAborted();
  const format = formatOf(subject.mediaType);
  if (format === undefined) return [notApplicable(subject.mediaType)];
  return readCredential(subject.bytes, format, context, (reading) => signalsOf(reading, context.tools.trust));
}

function signalsOf(reading: Reading, trust: TrustSettings): readonly Found[] {
  if (reading.kind !== 'credential') return [noCredential(reading.kind === 'remote' ? reading.url : null)];
  const store = parseManifestStore(reading.credential);
  if (!store) throw new SubjectError('unreadable', phrase('checks.provenance.damagedCredential'));
  const judgement = judge(store);
  return [
    credentialSignal(store, judgement, trust, reading.credential.resource),
    ...aiSignal(store, judgement.state),
  ];
}

function notApplicable(mediaType: string): Found {
  return {
    finding: 'not-applicable',
    basis: 'declared',
    reason: 'format',
    summary: phrase('checks.provenance.otherFormat', { mediaType }),
    evidence: {},
  };
}

function noCredential(remoteManifest: string | null): Found<NoCredentialEvidence> {
  return {
    finding: 'none',
    basis: 'declared',
    summary:
      remoteManifest === null
        ? phrase('checks.provenance.none')
        : phrase('checks.provenance.onlyRemote', { address: remoteManifest }),
    evidence: { remoteManifest },
  };
}
