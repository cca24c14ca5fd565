import { type Phrase, phrase, type WordKey } from '../../words/phrase';
import type { Problem } from './evidence';
import type { Status } from './manifest-store';

/** Status codes in plain words, each code once, those that matter most first. */
export function explain(statuses: readonly Status[]): readonly Problem[] {
  const byCode = new Map(statuses.map((status) => [status.code, status]));
  return [...byCode.values()]
    .map(({ code, detail }) => ({ code, explanation: explanationOf(code), detail }))
    .sort((one, other) => rankOf(one.code) - rankOf(other.code));
}

/**
 * Whether a status says that bytes were changed after they were signed: a hash or a signature does not fit, or a
 * part that was signed is gone or was put in later.
 */
export function isContradiction({ code }: Status): boolean {
  return CONTRADICTIONS.has(code);
}

function explanationOf(code: string): Phrase {
  const key = EXPLANATIONS.get(code);
  return key === undefined ? phrase('checks.provenance.problems.other', { code }) : phrase(key);
}

function rankOf(code: string): number {
  const rank = [...EXPLANATIONS.keys()].indexOf(code);
  return rank === -1 ? EXPLANATIONS.size : rank;
}

/**
 * Status codes of the C2PA specification, "Standard status codes". In the order in which they are shown: what
 * the first says makes the later ones matter less.
 */
const EXPLANATIONS: ReadonlyMap<string, WordKey> = new Map([
  ['assertion.dataHash.mismatch', 'checks.provenance.problems.contentChanged'],
  ['assertion.bmffHash.mismatch', 'checks.provenance.problems.contentChanged'],
  ['assertion.boxesHash.mismatch', 'checks.provenance.problems.contentChanged'],
  ['assertion.boxesHash.unknownBox', 'checks.provenance.problems.contentAdded'],
  ['assertion.collectionHash.mismatch', 'checks.provenance.problems.contentChanged'],
  ['assertion.collectionHash.incorrectFileCount', 'checks.provenance.problems.contentChanged'],
  ['claimSignature.mismatch', 'checks.provenance.problems.claimChanged'],
  ['assertion.hashedURI.mismatch', 'checks.provenance.problems.assertionChanged'],
  ['hashedURI.mismatch', 'checks.provenance.problems.assertionChanged'],
  ['assertion.missing', 'checks.provenance.problems.assertionMissing'],
  ['hashedURI.missing', 'checks.provenance.problems.assertionMissing'],
  ['assertion.undeclared', 'checks.provenance.problems.assertionAdded'],
  ['ingredient.hashedURI.mismatch', 'checks.provenance.problems.ingredientChanged'],
  ['ingredient.manifest.mismatch', 'checks.provenance.problems.ingredientChanged'],
  ['ingredient.claimSignature.mismatch', 'checks.provenance.problems.ingredientChanged'],
  ['ingredient.manifest.missing', 'checks.provenance.problems.ingredientMissing'],
  ['ingredient.claimSignature.missing', 'checks.provenance.problems.ingredientMissing'],
  ['signingCredential.ocsp.revoked', 'checks.provenance.problems.revoked'],
  ['signingCredential.expired', 'checks.provenance.problems.expired'],
  ['claimSignature.outsideValidity', 'checks.provenance.problems.expired'],
  ['signingCredential.invalid', 'checks.provenance.problems.certificateUnfit'],
  ['signingCredential.untrusted', 'checks.provenance.problems.signerUnknown'],
  ['claim.hardBindings.missing', 'checks.provenance.problems.notBound'],
  ['assertion.multipleHardBindings', 'checks.provenance.problems.againstRules'],
  ['claimSignature.missing', 'checks.provenance.problems.signatureMissing'],
  ['claim.missing', 'checks.provenance.problems.claimDamaged'],
  ['claim.malformed', 'checks.provenance.problems.claimDamaged'],
  ['claim.multiple', 'checks.provenance.problems.claimDamaged'],
  ['claim.cbor.invalid', 'checks.provenance.problems.claimDamaged'],
  ['claim.required.missing', 'checks.provenance.problems.claimDamaged'],
  ['algorithm.unsupported', 'checks.provenance.problems.algorithmUnsupported'],
  ['algorithm.deprecated', 'checks.provenance.problems.algorithmDeprecated'],
  ['manifest.inaccessible', 'checks.provenance.problems.remoteNotRead'],
  ['assertion.inaccessible', 'checks.provenance.problems.remoteNotRead'],
  ['manifest.compressed.invalid', 'checks.provenance.problems.claimDamaged'],
  ['assertion.json.invalid', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.cbor.invalid', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.required.missing', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.dataHash.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.bmffHash.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.boxesHash.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.collectionHash.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.ingredient.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.cloud-data.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.timestamp.malformed', 'checks.provenance.problems.assertionDamaged'],
  ['assertion.notRedacted', 'checks.provenance.problems.redaction'],
  ['assertion.selfRedacted', 'checks.provenance.problems.redaction'],
  ['assertion.action.redacted', 'checks.provenance.problems.redaction'],
  ['assertion.dataHash.redacted', 'checks.provenance.problems.redaction'],
  ['assertion.hardBinding.redacted', 'checks.provenance.problems.redaction'],
  ['assertion.action.malformed', 'checks.provenance.problems.actionsAgainstRules'],
  ['assertion.action.ingredientMismatch', 'checks.provenance.problems.actionsAgainstRules'],
  ['assertion.action.redactionMismatch', 'checks.provenance.problems.actionsAgainstRules'],
  ['assertion.action.softBindingMissing', 'checks.provenance.problems.actionsAgainstRules'],
  ['assertion.outsideManifest', 'checks.provenance.problems.againstRules'],
  ['assertion.cloud-data.hardBinding', 'checks.provenance.problems.againstRules'],
  ['assertion.cloud-data.actions', 'checks.provenance.problems.againstRules'],
  ['assertion.metadata.disallowed', 'checks.provenance.problems.againstRules'],
  ['assertion.collectionHash.invalidURI', 'checks.provenance.problems.againstRules'],
  ['manifest.multipleParents', 'checks.provenance.problems.againstRules'],
  ['manifest.update.invalid', 'checks.provenance.problems.againstRules'],
  ['manifest.update.wrongParents', 'checks.provenance.problems.againstRules'],
  ['manifest.timestamp.invalid', 'checks.provenance.problems.againstRules'],
  ['manifest.timestamp.wrongParents', 'checks.provenance.problems.againstRules'],
  ['timeStamp.mismatch', 'checks.provenance.problems.stampMismatch'],
  ['timeStamp.malformed', 'checks.provenance.problems.stampDamaged'],
  ['timeStamp.outsideValidity', 'checks.provenance.problems.stampExpired'],
  ['timeStamp.untrusted', 'checks.provenance.problems.stampUnknown'],
  ['signingCredential.ocsp.skipped', 'checks.provenance.problems.revocationNotAsked'],
  ['signingCredential.ocsp.inaccessible', 'checks.provenance.problems.revocationNotAsked'],
  ['signingCredential.ocsp.unknown', 'checks.provenance.problems.revocationUnknown'],
  ['assertion.dataHash.additionalExclusionsPresent', 'checks.provenance.problems.partNotCovered'],
  ['assertion.bmffHash.additionalExclusionsPresent', 'checks.provenance.problems.partNotCovered'],
  ['assertion.boxesHash.additionalExclusionsPresent', 'checks.provenance.problems.partNotCovered'],
  ['ingredient.unknownProvenance', 'checks.provenance.problems.ingredientUnsigned'],
  ['manifest.unknownProvenance', 'checks.provenance.problems.ingredientUnsigned'],
  ['manifest.unreferenced', 'checks.provenance.problems.manifestUnreferenced'],
]);

const CONTRADICTIONS: ReadonlySet<string> = new Set([
  'assertion.dataHash.mismatch',
  'assertion.bmffHash.mismatch',
  'assertion.boxesHash.mismatch',
  'assertion.boxesHash.unknownBox',
  'assertion.collectionHash.mismatch',
  'assertion.collectionHash.incorrectFileCount',
  'claimSignature.mismatch',
  'assertion.hashedURI.mismatch',
  'hashedURI.mismatch',
  'assertion.missing',
  'hashedURI.missing',
  'assertion.undeclared',
  'ingredient.hashedURI.mismatch',
  'ingredient.manifest.mismatch',
  'ingredient.claimSignature.mismatch',
]);
