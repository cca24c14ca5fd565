import type { Phrase } from '../../words/phrase';
import type { AiShare } from '../digital-source-type';

/** Evidence of the credential's own signal: `signed-trusted`, `signed-unknown` and `altered`. JSON only. */
export interface CredentialEvidence {
  /** Label of the active manifest, the one that speaks for this file. */
  readonly label: string;
  readonly title: string | null;
  /** Whom the certificate names. Anybody can write a name: only a trust list vouches for it. */
  readonly signer: CertificateName | null;
  readonly issuer: CertificateName | null;
  readonly certificate: Certificate | null;
  /** Signature algorithm, such as `es256`. */
  readonly algorithm: string | null;
  /** ISO 8601, from a time stamp whose authority is trusted; null where there is none. */
  readonly signedAt: string | null;
  readonly timeStamp: TimeStamp | null;
  /** The list that vouches for the signer. */
  readonly trustList: { readonly id: string; readonly name: string } | null;
  readonly claimGenerator: Software | null;
  /** What was done, in the active manifest. */
  readonly actions: readonly Action[];
  /** The credential's own small picture, as a data: URL. */
  readonly thumbnail: string | null;
  readonly ingredients: readonly Ingredient[];
  /** Why the credential is not in order; empty where it is. */
  readonly problems: readonly Problem[];
  /** What else was seen or left out while checking, such as a time stamp by an unknown authority. */
  readonly notes: readonly Problem[];
  /** What the file holds and the evidence leaves out, to stay small. */
  readonly leftOut: LeftOut;
}

export interface CertificateName {
  /** The organisation, or the common name where there is none. */
  readonly name: string;
  readonly commonName: string | null;
  readonly organization: string | null;
}

export interface Certificate {
  readonly serialNumber: string | null;
  /** ISO 8601. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
}

export interface TimeStamp {
  /** ISO 8601. */
  readonly time: string;
  readonly authority: string | null;
  /** The authority is on a trust list, and the stamp fits the signature. */
  readonly trusted: boolean;
}

export interface Software {
  readonly name: string;
  readonly version: string | null;
}

export interface Action {
  /** As the manifest says it, such as `c2pa.created`. */
  readonly action: string;
  /** What the action is, where the C2PA specification defines it. */
  readonly meaning: Phrase | null;
  /** ISO 8601, as the signer states it. */
  readonly when: string | null;
  readonly softwareAgent: string | null;
  readonly digitalSourceType: StatedSourceType | null;
  readonly description: string | null;
}

export interface StatedSourceType {
  readonly stated: string;
  /** The vocabulary's term; null for a value of no vocabulary known here. */
  readonly id: string | null;
  readonly meaning: Phrase | null;
  readonly ai: AiShare;
}

/** What the file was made from. */
export interface Ingredient {
  readonly title: string | null;
  readonly format: string | null;
  /** As the manifest says it, such as `parentOf`. */
  readonly relationship: string | null;
  readonly relationshipMeaning: Phrase | null;
  readonly status: IngredientStatus;
  readonly statusMeaning: Phrase;
  readonly signer: CertificateName | null;
  readonly claimGenerator: Software | null;
  readonly problems: readonly Problem[];
  readonly thumbnail: string | null;
  readonly actions: readonly Action[];
  readonly ingredients: readonly Ingredient[];
}

/** `unsigned`: it brought no credential of its own. */
export type IngredientStatus = 'trusted' | 'unknown-signer' | 'altered' | 'unsigned';

export interface Problem {
  /** Status code of the C2PA specification, such as `assertion.dataHash.mismatch`. */
  readonly code: string;
  readonly explanation: Phrase;
  /** What the validating library says, in its own words. */
  readonly detail: string | null;
}

export interface LeftOut {
  readonly ingredients: number;
  readonly thumbnails: number;
  readonly actions: number;
}

/** Evidence of `none`. */
export interface NoCredentialEvidence {
  /** Where the file says that its credential can be had. It was not fetched: that would tell somebody about this check. */
  readonly remoteManifest: string | null;
}

/** Evidence of `ai-generated` and `ai-edited`. */
export interface AiEvidence {
  readonly places: readonly AiPlace[];
  /** False where the credential that says it no longer matches the file. */
  readonly intact: boolean;
}

/** One statement that generative AI took part. */
export interface AiPlace {
  /** Titles of the ingredients on the way to it; empty where the file's own manifest says it. */
  readonly path: readonly string[];
  /** Label of the manifest that says it. */
  readonly label: string;
  readonly signer: CertificateName | null;
  /** The action that it is said of; null where it stands outside the actions. */
  readonly action: string | null;
  readonly actionMeaning: Phrase | null;
  readonly softwareAgent: string | null;
  readonly digitalSourceType: string;
  readonly meaning: Phrase;
  /** What it says of the file as a whole. */
  readonly share: 'generated' | 'edited';
}
