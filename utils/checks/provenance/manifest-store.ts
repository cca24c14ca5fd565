import { digitalSourceType } from '../digital-source-type';
import { actionMeaning } from './actions';
import type { Action, Certificate, CertificateName, Software, StatedSourceType } from './evidence';
import type { RawCredential } from './library';
import { DESCRIPTION_LENGTH, isoDate, list, record, text } from './untrusted';

/** A file's manifests and what validating them gave, parsed from the library's report. */
export interface ManifestStore {
  readonly active: Manifest;
  readonly manifests: ReadonlyMap<string, Manifest>;
  readonly validation: Validation;
}

export interface Manifest {
  readonly label: string;
  readonly title: string | null;
  readonly claimGenerator: Software | null;
  readonly signature: Signature;
  readonly actions: readonly Action[];
  /** Digital source types stated outside the actions, as in a metadata assertion. */
  readonly otherSourceTypes: readonly StatedSourceType[];
  readonly ingredients: readonly IngredientReference[];
  readonly thumbnail: ResourceReference | null;
}

export interface Signature {
  readonly signer: CertificateName | null;
  readonly issuer: CertificateName | null;
  readonly certificate: Certificate | null;
  readonly algorithm: string | null;
  readonly stampedAt: string | null;
  readonly stampAuthority: string | null;
}

export interface IngredientReference {
  readonly title: string | null;
  readonly format: string | null;
  readonly relationship: string | null;
  /** Label of its own manifest, which need not be in the store. */
  readonly manifest: string | null;
  readonly digitalSourceType: StatedSourceType | null;
  readonly thumbnail: ResourceReference | null;
  /** What validating it gave when it was taken in, as the signer of the manifest recorded it. */
  readonly recorded: StatusCodes;
}

export interface ResourceReference {
  readonly format: string;
  readonly identifier: string;
}

export interface Validation {
  /** Of the active manifest. */
  readonly active: StatusCodes;
  /** Of the ingredients' manifests, where it differs from what was recorded. */
  readonly ingredients: StatusCodes;
  /** Id of the trust list that vouches for the active manifest's signer. */
  readonly trustListId: string | null;
}

export interface StatusCodes {
  readonly success: readonly Status[];
  readonly informational: readonly Status[];
  readonly failure: readonly Status[];
}

export interface Status {
  readonly code: string;
  /** Label of the manifest that it is about. */
  readonly manifest: string | null;
  readonly detail: string | null;
}

/** Null where the report names no active manifest. */
export function parseManifestStore({ store, certificates }: RawCredential): ManifestStore | null {
  const report = record(store);
  const signatures = new Map(
    list(record(certificates).manifests).map((manifest) => [
      String(record(manifest).label),
      record(record(manifest).signature),
    ]),
  );
  const manifests = new Map(
    Object.entries(record(report.manifests)).map(([label, manifest]) => [
      label,
      parseManifest(label, record(manifest), signatures.get(label) ?? {}),
    ]),
  );
  const active = manifests.get(String(report.active_manifest));
  if (!active) return null;
  return { active, manifests, validation: parseValidation(record(report.validation_results)) };
}

/** Labels of the specification are half as long. */
const MAX_LABEL = 200;

type Properties = Readonly<Record<string, unknown>>;

function parseManifest(label: string, manifest: Properties, signature: Properties): Manifest {
  const assertions = list(manifest.assertions).map(record);
  const isActions = (assertion: Properties) => String(assertion.label).startsWith('c2pa.actions');
  const others = assertions.filter((assertion) => !isActions(assertion));
  return {
    label: label.slice(0, MAX_LABEL),
    title: text(manifest.title),
    claimGenerator: parseClaimGenerator(manifest),
    signature: parseSignature(signature, record(manifest.signature_info)),
    actions: assertions.filter(isActions).flatMap(({ data }) => parseActions(record(data))),
    otherSourceTypes: others.flatMap(({ data }) => sourceTypesWithin(data, MAX_NESTING)),
    ingredients: list(manifest.ingredients).map((ingredient) => parseIngredient(record(ingredient))),
    thumbnail: parseResource(record(manifest.thumbnail)),
  };
}

/** Version 2 of the claim has a structure; version 1 a string in the manner of a browser's, `Tool/1.0 lib/2.0`. */
function parseClaimGenerator(manifest: Properties): Software | null {
  const info = record(list(manifest.claim_generator_info)[0]);
  const name = text(info.name);
  if (name !== null) return { name: readable(name), version: text(info.version) };
  const [product, version] = (text(manifest.claim_generator) ?? '').split(' ')[0]?.split('/') ?? [];
  return product ? { name: readable(product), version: version || null } : null;
}

function readable(name: string): string {
  return name.replaceAll('_', ' ');
}

function parseSignature(signature: Properties, summary: Properties): Signature {
  const info = record(signature.certificateInfo);
  const validity = record(info.validity);
  const stamp = record(signature.timeStampInfo);
  return {
    signer: parseName(record(info.subject)) ?? parseName({ CN: summary.common_name, O: summary.issuer }),
    issuer: parseName(record(info.issuer)),
    certificate:
      Object.keys(info).length === 0
        ? null
        : {
            serialNumber: text(info.serialNumber),
            validFrom: isoDate(validity.notBefore),
            validUntil: isoDate(validity.notAfter),
          },
    algorithm: text(signature.algorithm) ?? text(summary.alg)?.toLowerCase() ?? null,
    stampedAt: isoDate(stamp.timestamp) ?? isoDate(summary.time),
    stampAuthority: parseName(record(record(stamp.certificateInfo).subject))?.name ?? null,
  };
}

function parseName(name: Properties): CertificateName | null {
  const commonName = text(name.CN);
  const organization = text(name.O);
  const shown = organization ?? commonName;
  return shown === null ? null : { name: shown, commonName, organization };
}

/**
 * Actions of both versions: `softwareAgent` is a text, a structure, or an index into the assertion's list; what an
 * action leaves out may stand in the assertion's template for actions of that name, or for all.
 */
function parseActions(data: Properties): readonly Action[] {
  const agents = list(data.softwareAgents);
  const templates = list(data.templates).map(record);
  const completed = (action: Properties) => ({
    ...templates.find((template) => template.action === action.action || template.action === '*'),
    ...action,
  });
  return list(data.actions)
    .map((action): Properties => completed(record(action)))
    .map((action) => {
      const parameters = record(action.parameters);
      const name = text(action.action) ?? '?';
      return {
        action: name,
        meaning: actionMeaning(name),
        when: isoDate(action.when),
        softwareAgent: parseAgent(action.softwareAgent ?? agents[Number(action.softwareAgentIndex)]),
        digitalSourceType:
          parseSourceType(action.digitalSourceType) ?? parseSourceType(parameters.digitalSourceType),
        description:
          text(action.description, DESCRIPTION_LENGTH) ??
          text(parameters.description, DESCRIPTION_LENGTH) ??
          text(parameters.name, DESCRIPTION_LENGTH),
      };
    });
}

function parseAgent(agent: unknown): string | null {
  const { name, version } = record(agent);
  return text(agent) ?? text([name, version].filter((part) => typeof part === 'string').join(' '));
}

function parseSourceType(value: unknown): StatedSourceType | null {
  const stated = text(value);
  if (stated === null) return null;
  const type = digitalSourceType(stated);
  return { stated, id: type?.id ?? null, meaning: type?.meaning ?? null, ai: type?.ai ?? 'none' };
}

/** How deep the data of an assertion is searched. */
const MAX_NESTING = 6;

function sourceTypesWithin(data: unknown, depth: number): readonly StatedSourceType[] {
  if (depth === 0) return [];
  if (Array.isArray(data)) return data.flatMap((item) => sourceTypesWithin(item, depth - 1));
  return Object.entries(record(data)).flatMap(([key, value]) => {
    const stated = /(^|:)digitalSourceType$/i.test(key) ? parseSourceType(value) : null;
    return stated ? [stated] : sourceTypesWithin(value, depth - 1);
  });
}

function parseIngredient(ingredient: Properties): IngredientReference {
  return {
    title: text(ingredient.title),
    format: text(ingredient.format),
    relationship: text(ingredient.relationship),
    manifest: typeof ingredient.active_manifest === 'string' ? ingredient.active_manifest : null,
    digitalSourceType: parseSourceType(ingredient.digitalSourceType ?? ingredient.digital_source_type),
    thumbnail: parseResource(record(ingredient.thumbnail)),
    recorded: ingredient.validation_results
      ? parseStatusCodes(record(record(ingredient.validation_results).activeManifest))
      : sortByOutcome(list(ingredient.validation_status).map(parseStatus)),
  };
}

function parseResource({ format, identifier }: Properties): ResourceReference | null {
  return typeof format === 'string' && typeof identifier === 'string' ? { format, identifier } : null;
}

function parseValidation(results: Properties): Validation {
  const deltas = list(results.ingredientDeltas).map((delta) =>
    parseStatusCodes(record(record(delta).validationDeltas)),
  );
  return {
    active: parseStatusCodes(record(results.activeManifest)),
    ingredients: {
      success: deltas.flatMap(({ success }) => success),
      informational: deltas.flatMap(({ informational }) => informational),
      failure: deltas.flatMap(({ failure }) => failure),
    },
    trustListId: typeof results.trustListUri === 'string' ? results.trustListUri : null,
  };
}

function parseStatusCodes({ success, informational, failure }: Properties): StatusCodes {
  return {
    success: list(success).map(parseStatus),
    informational: list(informational).map(parseStatus),
    failure: list(failure).map(parseStatus),
  };
}

/** Versions 1 and 2 of the ingredient list successes and failures together. */
function sortByOutcome(statuses: readonly Status[]): StatusCodes {
  const succeeded = ({ code }: Status) => /\.(match|validated|trusted|insideValidity|accessible)$/.test(code);
  return {
    success: statuses.filter(succeeded),
    informational: [],
    failure: statuses.filter((status) => !succeeded(status)),
  };
}

/** The address is a label, or `self#jumbf=/c2pa/LABEL/…`. */
function parseStatus(status: unknown): Status {
  const { code, url, explanation } = record(status);
  const address = typeof url === 'string' ? url.replace(/^self#jumbf=/, '') : '';
  return {
    code: text(code) ?? 'general.error',
    manifest: /^(?:\/c2pa\/)?([^/]+)/.exec(address)?.[1] ?? null,
    detail: text(explanation, DESCRIPTION_LENGTH),
  };
}
