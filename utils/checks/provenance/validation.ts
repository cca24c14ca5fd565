import { SubjectError } from '../../subject/subject-error';
import { phrase } from '../../words/phrase';
import type { IngredientStatus, Problem } from './evidence';
import type { IngredientReference, ManifestStore, Status, Validation } from './manifest-store';
import { explain, isContradiction } from './problems';

/**
 * What validating came to. `trusted`: signed by somebody on a trust list, in order and unchanged. `intact`:
 * unchanged, but nobody vouches for the signer, or the credential is not in order. `altered`: it contradicts
 * the file, or itself.
 */
export type CredentialState = 'trusted' | 'intact' | 'altered';

export interface Judgement {
  readonly state: CredentialState;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
  /** The time stamp's authority is on a trust list, and the stamp fits. */
  readonly stampTrusted: boolean;
}

/**
 * Judges the active manifest. Throws SubjectError `unreadable` where neither a contradiction nor the proof that
 * signature and content fit was found: such a credential says nothing.
 */
export function judge({ validation }: ManifestStore): Judgement {
  const { active, ingredients } = validation;
  // What is wrong inside an ingredient is told there, unless it shows that this file was changed.
  const changes = [...active.failure, ...ingredients.failure].filter(isContradiction);
  const failures = [...active.failure, ...changes];
  if (changes.length === 0 && !isProven(validation)) {
    throw new SubjectError(
      'unreadable',
      phrase('checks.provenance.notProven'),
      failures.map(({ code, detail }) => `${code}: ${detail ?? ''}`).join('\n'),
    );
  }
  const trusted = failures.length === 0 && has(active.success, 'signingCredential.trusted');
  return {
    state: changes.length > 0 ? 'altered' : trusted ? 'trusted' : 'intact',
    problems: explain(failures),
    notes: explain(active.informational),
    stampTrusted: has(active.success, 'timeStamp.trusted'),
  };
}

/**
 * Judges an ingredient from what its taker recorded and from what validating found different now. The library
 * leaves out of its findings what was recorded before, so both count; what is found now overrules a recorded trust.
 */
export function judgeIngredient(
  ingredient: IngredientReference,
  validation: Validation,
): { status: IngredientStatus; problems: readonly Problem[] } {
  if (ingredient.manifest === null) return { status: 'unsigned', problems: [] };
  const isOwn = ({ manifest }: Status) => manifest === ingredient.manifest;
  const found = {
    success: validation.ingredients.success.filter(isOwn),
    failure: validation.ingredients.failure.filter(isOwn),
  };
  const trustedNow = has(found.success, 'signingCredential.trusted');
  const failures = [...ingredient.recorded.failure, ...found.failure].filter(
    ({ code }) => !(trustedNow && OVERRULED_BY_TRUST.has(code)),
  );
  const trusted = trustedNow || has(ingredient.recorded.success, 'signingCredential.trusted');
  return {
    status: failures.some(isContradiction)
      ? 'altered'
      : trusted && failures.length === 0
        ? 'trusted'
        : 'unknown-signer',
    problems: explain(failures),
  };
}

/** What a taker with other lists or an older library may have recorded of a signer who is trusted now. */
const OVERRULED_BY_TRUST: ReadonlySet<string> = new Set([
  'signingCredential.untrusted',
  'signingCredential.invalid',
  'signingCredential.expired',
]);

/**
 * The signature fits the claim, and the claim's hash fits the file: for an update manifest, that of its parent.
 * The library goes on after it missed one of the two, so that neither may be missed.
 */
function isProven({ active, ingredients }: Validation): boolean {
  const contentFits = ({ code }: Status) => /^assertion\.\w+Hash\.match$/.test(code);
  return (
    has(active.success, 'claimSignature.validated') &&
    [...active.success, ...ingredients.success].some(contentFits) &&
    !has(active.failure, 'claimSignature.missing') &&
    !has(active.failure, 'claim.hardBindings.missing')
  );
}

function has(statuses: readonly Status[], wanted: string): boolean {
  return statuses.some(({ code }) => code === wanted);
}
