import { describe, expect, test } from 'vitest';
import { type ManifestStore, parseManifestStore } from './manifest-store';
import { judge } from './validation';

const PROOF = ['claimSignature.validated', 'assertion.dataHash.match'];

describe('judge', () => {
  test.each(['dataHash', 'bmffHash', 'boxesHash', 'collectionHash'])(
    'takes a %s that fits, a signature that fits and a listed signer for trusted',
    (hash) => {
      const success = ['claimSignature.validated', `assertion.${hash}.match`, 'signingCredential.trusted'];
      expect(judge(storeOf({ success })).state).toBe('trusted');
    },
  );

  test.each(['signingCredential.ocsp.revoked', 'signingCredential.expired', 'assertion.action.malformed'])(
    'trusts nobody with %s',
    (failure) => {
      const { state, problems } = judge(
        storeOf({ success: [...PROOF, 'signingCredential.trusted'], failure: [failure] }),
      );
      expect(state).toBe('intact');
      expect(problems[0]?.code).toBe(failure);
    },
  );

  test.each([
    'claimSignature.mismatch',
    'assertion.hashedURI.mismatch',
    'assertion.missing',
    'assertion.undeclared',
  ])('calls %s altered, whoever signed', (failure) => {
    const success = [...PROOF, 'signingCredential.trusted'];
    expect(judge(storeOf({ success, failure: [failure] })).state).toBe('altered');
  });

  test('calls a file altered whose ingredient no longer fits what was signed', () => {
    const success = [...PROOF, 'signingCredential.trusted'];
    const { state, problems } = judge(storeOf({ success }, ['ingredient.manifest.mismatch']));
    expect(state).toBe('altered');
    expect(problems[0]?.code).toBe('ingredient.manifest.mismatch');
  });

  test('does not count against the file that nobody vouches for an ingredient', () => {
    const success = [...PROOF, 'signingCredential.trusted'];
    expect(judge(storeOf({ success }, ['signingCredential.untrusted'])).state).toBe('trusted');
  });

  test.each([
    [['assertion.dataHash.match'], []],
    [['claimSignature.validated'], []],
    [PROOF, ['claimSignature.missing']],
    [PROOF, ['claim.hardBindings.missing']],
    [[], ['algorithm.unsupported']],
  ])('gives no answer where %j succeeded and %j failed', (success, failure) => {
    expect(() => judge(storeOf({ success, failure }))).toThrow(
      expect.objectContaining({ code: 'unreadable', said: { key: 'checks.provenance.notProven' } }),
    );
  });
});

function storeOf(
  { success = [], failure = [] }: { success?: readonly string[]; failure?: readonly string[] },
  ingredientFailures: readonly string[] = [],
): ManifestStore {
  const coded = (codes: readonly string[]) => codes.map((code) => ({ code }));
  const report = {
    active_manifest: 'active',
    manifests: { active: {} },
    validation_results: {
      activeManifest: { success: coded(success), failure: coded(failure) },
      ingredientDeltas: [{ validationDeltas: { failure: coded(ingredientFailures) } }],
    },
  };
  const store = parseManifestStore({ store: report, certificates: null, resource: () => null });
  if (!store) throw new Error('The report names no active manifest.');
  return store;
}
