import { describe, expect, test } from 'vitest';
import { findAi } from './ai';
import type { Ingredient } from './evidence';
import { picture } from './ingredients';
import { type ManifestStore, parseManifestStore } from './manifest-store';
import { explain, isContradiction } from './problems';

const TRAINED = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';

describe('what a manifest says, in the shapes that writers use', () => {
  test('version 1: claim generator as one text, software agent as a text', () => {
    const { active } = storeOf({
      claim_generator: 'Adobe_Photoshop/25.0 adobe_c2pa/0.7.6 c2pa-rs/0.25.2',
      assertions: [
        {
          label: 'c2pa.actions',
          data: { actions: [{ action: 'c2pa.created', softwareAgent: 'Adobe Firefly' }] },
        },
      ],
    });
    expect(active.claimGenerator).toEqual({ name: 'Adobe Photoshop', version: '25.0' });
    expect(active.actions[0]?.softwareAgent).toBe('Adobe Firefly');
  });

  test('version 2: software agents in a list, what is common in a template', () => {
    const { active } = storeOf({
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [{ action: 'c2pa.created', softwareAgentIndex: 1 }],
            templates: [{ action: 'c2pa.created', digitalSourceType: TRAINED }],
            softwareAgents: [{ name: 'One' }, { name: 'Two', version: '2.1' }],
          },
        },
      ],
    });
    expect(active.actions).toMatchObject([
      { softwareAgent: 'Two 2.1', digitalSourceType: { id: 'trainedAlgorithmicMedia', ai: 'generated' } },
    ]);
  });

  test('texts are cut and can reverse nothing', () => {
    const { active } = storeOf({ title: `a\u202Egnp.exe\n${'x'.repeat(10_000)}` });
    expect(active.title).toMatch(/^agnp\.exe x+…$/);
    expect(active.title).toHaveLength(200);
  });

  test.each([null, 7, 'text', [], {}, { active_manifest: 'a', manifests: { b: {} } }])(
    'a report like %j names no active manifest',
    (store) => {
      expect(parseManifestStore({ store, certificates: null, resource: () => null })).toBeNull();
    },
  );

  test('nonsense in every place is read as nothing', () => {
    const store = storeOf({
      title: 5,
      claim_generator_info: 'x',
      assertions: [null, { label: 'c2pa.actions', data: { actions: [null, 3, { when: 'never' }] } }],
      ingredients: [null, 'x', { thumbnail: 5, validation_results: 'none' }],
      signature_info: [],
      thumbnail: { format: 3 },
    });
    expect(store.active).toMatchObject({ title: null, claimGenerator: null, thumbnail: null });
    expect(store.active.signature.signer).toBeNull();
    expect(picture(store, () => null).ingredients).toHaveLength(3);
  });
});

describe('AI in the chain', () => {
  test('in a picture that its own writer passes on as a component, made the whole', () => {
    const store = storeOf(
      { ingredients: [{ title: 'image.png', relationship: 'componentOf', active_manifest: 'first' }] },
      { first: createdWith(TRAINED) },
    );
    expect(findAi(store)).toMatchObject([{ path: ['image.png'], share: 'generated' }]);
  });

  test('in one of several components, made a part', () => {
    const store = storeOf(
      {
        ingredients: [
          { title: 'sky', relationship: 'componentOf', active_manifest: 'first' },
          { title: 'sea', relationship: 'componentOf' },
        ],
      },
      { first: createdWith(TRAINED) },
    );
    expect(findAi(store)).toMatchObject([{ path: ['sky'], share: 'edited' }]);
  });

  test.each([TRAINED, 'trainedAlgorithmicMedia'])('is read from the parameters of an action: %s', (value) => {
    const store = storeOf({
      assertions: [
        {
          label: 'c2pa.actions',
          data: { actions: [{ action: 'c2pa.created', parameters: { digitalSourceType: value } }] },
        },
      ],
    });
    expect(findAi(store)).toMatchObject([{ share: 'generated' }]);
  });

  test('is read from a metadata assertion, and from the ingredient itself', () => {
    const metadata = storeOf({
      assertions: [{ label: 'cawg.metadata', data: { 'Iptc4xmpExt:DigitalSourceType': TRAINED } }],
    });
    expect(findAi(metadata)).toMatchObject([{ action: null, share: 'generated' }]);
    const ingredient = storeOf({
      ingredients: [{ title: 'a prompt', relationship: 'inputTo', digitalSourceType: 'compositeSynthetic' }],
    });
    expect(findAi(ingredient)).toMatchObject([{ path: ['a prompt'], share: 'edited' }]);
  });

  test('is not read from the name of a software agent, nor from a camera that computes', () => {
    const store = storeOf({
      assertions: [
        {
          label: 'c2pa.actions.v2',
          data: {
            actions: [
              { action: 'c2pa.created', softwareAgent: 'DALL-E', digitalSourceType: 'computationalCapture' },
              { action: 'c2pa.edited', digitalSourceType: 'algorithmicallyEnhanced' },
            ],
          },
        },
      ],
    });
    expect(findAi(store)).toEqual([]);
  });

  test('is found once in a circle, and below the depth that is shown', () => {
    const LONG_CHAIN = 20_000;
    const chain = Object.fromEntries(
      Array.from({ length: LONG_CHAIN }, (_, index) => [
        `m${index}`,
        { ingredients: [{ title: `${index}`, relationship: 'parentOf', active_manifest: `m${index + 1}` }] },
      ]),
    );
    const store = storeOf(
      { ingredients: [{ title: 'start', relationship: 'parentOf', active_manifest: 'm0' }] },
      {
        ...chain,
        [`m${LONG_CHAIN}`]: {
          ...createdWith(TRAINED),
          ingredients: [{ title: 'again', active_manifest: 'm0' }],
        },
      },
    );
    expect(findAi(store)).toHaveLength(1);
  });
});

describe('the tree of ingredients', () => {
  test('ends in a circle, and counts what it leaves out', () => {
    const store = storeOf(
      { ingredients: [{ title: 'one', active_manifest: 'other' }] },
      { other: { ingredients: [{ title: 'two', active_manifest: 'active' }] } },
    );
    const { ingredients, leftOut } = picture(store, () => null);
    expect(ingredients).toMatchObject([{ title: 'one', ingredients: [] }]);
    expect(leftOut.ingredients).toBe(1);
  });

  test('stays small, however much a file holds', () => {
    const wide = {
      ingredients: Array.from({ length: 50 }, (_, index) => ({
        title: `part ${index}`,
        active_manifest: `level${1}`,
        thumbnail: { format: 'image/jpeg', identifier: 'x' },
      })),
    };
    const levels = Object.fromEntries(
      Array.from({ length: 30 }, (_, level) => [
        `level${level}`,
        {
          assertions: [
            {
              label: 'c2pa.actions',
              data: { actions: Array.from({ length: 500 }, () => ({ action: 'c2pa.edited' })) },
            },
          ],
          ingredients: wide.ingredients.map((part) => ({ ...part, active_manifest: `level${level + 1}` })),
        },
      ]),
    );
    const { ingredients, leftOut } = picture(storeOf(wide, levels), () => new Uint8Array(60_000));
    expect(count(ingredients)).toBe(100);
    expect(JSON.stringify(ingredients).length).toBeLessThan(4_000_000);
    expect(leftOut.ingredients).toBeGreaterThan(0);
    expect(leftOut.thumbnails).toBe(100 - 12);
    expect(leftOut.actions).toBeGreaterThan(0);
  });

  test('shows small pictures only, and no documents', () => {
    const thumbnail = (format: string) => ({ thumbnail: { format, identifier: format } });
    const store = storeOf({
      ingredients: [thumbnail('image/png'), thumbnail('image/svg+xml'), thumbnail('image/webp')],
    });
    const resource = (identifier: string) => new Uint8Array(identifier === 'image/webp' ? 70_000 : 3);
    const { ingredients, leftOut } = picture(store, resource);
    expect(ingredients.map(({ thumbnail }) => thumbnail)).toEqual(['data:image/png;base64,AAAA', null, null]);
    expect(leftOut.thumbnails).toBe(1);
  });
});

describe('problems', () => {
  test('are told once each, the one that matters most first', () => {
    const codes = [
      'signingCredential.untrusted',
      'assertion.dataHash.mismatch',
      'signingCredential.untrusted',
    ];
    expect(explain(codes.map(status)).map(({ code }) => code)).toEqual([
      'assertion.dataHash.mismatch',
      'signingCredential.untrusted',
    ]);
  });

  test('of a kind that is not known here show their code', () => {
    expect(explain([status('com.example.new')])[0]?.explanation).toEqual({
      key: 'checks.provenance.problems.other',
      values: { code: 'com.example.new' },
    });
  });

  test('are contradictions only where bytes were changed', () => {
    expect(isContradiction(status('claimSignature.mismatch'))).toBe(true);
    expect(isContradiction(status('signingCredential.expired'))).toBe(false);
    expect(isContradiction(status('timeStamp.mismatch'))).toBe(false);
  });
});

function createdWith(digitalSourceType: string): object {
  return {
    assertions: [
      { label: 'c2pa.actions.v2', data: { actions: [{ action: 'c2pa.created', digitalSourceType }] } },
    ],
  };
}

function storeOf(active: object, others: Readonly<Record<string, object>> = {}): ManifestStore {
  const report = { active_manifest: 'active', manifests: { active, ...others } };
  const store = parseManifestStore({ store: report, certificates: null, resource: () => null });
  if (!store) throw new Error('The report names no active manifest.');
  return store;
}

function status(code: string) {
  return { code, manifest: null, detail: null };
}

function count(ingredients: readonly Ingredient[]): number {
  return ingredients.reduce((sum, ingredient) => sum + 1 + count(ingredient.ingredients), 0);
}
