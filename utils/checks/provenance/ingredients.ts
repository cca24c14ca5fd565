import { phrase, type WordKey } from '../../words/phrase';
import type { Action, Ingredient, IngredientStatus, LeftOut } from './evidence';
import type { IngredientReference, Manifest, ManifestStore, ResourceReference } from './manifest-store';
import { judgeIngredient } from './validation';

export interface Pictured {
  readonly thumbnail: string | null;
  readonly actions: readonly Action[];
  readonly ingredients: readonly Ingredient[];
  readonly leftOut: LeftOut;
}

/** How much of a credential is kept as evidence. A hostile file may hold any number, or a circle. */
const MAX_DEPTH = 8;
const MAX_INGREDIENTS = 100;
const MAX_ACTIONS = 50;
const MAX_THUMBNAILS = 12;
const MAX_THUMBNAIL_BYTES = 64 * 1024;

/** Picture formats that are shown from a data: address; a document such as SVG is not. */
const THUMBNAIL_FORMATS: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** The active manifest's own picture and actions, and the tree of what the file was made from. */
export function picture(store: ManifestStore, resource: (identifier: string) => Uint8Array | null): Pictured {
  const kept = { ingredients: 0, thumbnails: 0 };
  const leftOut = { ingredients: 0, thumbnails: 0, actions: 0 };

  const thumbnailOf = (reference: ResourceReference | null | undefined): string | null => {
    if (!reference || !THUMBNAIL_FORMATS.has(reference.format)) return null;
    const bytes = kept.thumbnails < MAX_THUMBNAILS ? resource(reference.identifier) : null;
    if (bytes === null || bytes.length > MAX_THUMBNAIL_BYTES) {
      leftOut.thumbnails++;
      return null;
    }
    kept.thumbnails++;
    return `data:${reference.format};base64,${base64(bytes)}`;
  };

  const actionsOf = (manifest: Manifest | undefined): readonly Action[] => {
    const actions = manifest?.actions ?? [];
    leftOut.actions += Math.max(0, actions.length - MAX_ACTIONS);
    return actions.slice(0, MAX_ACTIONS);
  };

  const ingredientsOf = (manifest: Manifest, above: readonly Manifest[]): readonly Ingredient[] =>
    manifest.ingredients.flatMap((reference) => {
      const own = store.manifests.get(reference.manifest ?? '');
      const isCircle = own !== undefined && above.includes(own);
      if (kept.ingredients >= MAX_INGREDIENTS || above.length > MAX_DEPTH || isCircle) {
        leftOut.ingredients++;
        return [];
      }
      kept.ingredients++;
      return [
        {
          ...describe(reference, own, store),
          thumbnail: thumbnailOf(reference.thumbnail ?? own?.thumbnail),
          actions: actionsOf(own),
          ingredients: own ? ingredientsOf(own, [...above, own]) : [],
        },
      ];
    });

  return {
    thumbnail: thumbnailOf(store.active.thumbnail),
    actions: actionsOf(store.active),
    ingredients: ingredientsOf(store.active, [store.active]),
    leftOut,
  };
}

function describe(
  reference: IngredientReference,
  own: Manifest | undefined,
  { validation }: ManifestStore,
): Omit<Ingredient, 'thumbnail' | 'actions' | 'ingredients'> {
  const { status, problems } = judgeIngredient(reference, validation);
  const relationship = RELATIONSHIPS.get(reference.relationship ?? '');
  return {
    title: reference.title ?? own?.title ?? null,
    format: reference.format,
    relationship: reference.relationship,
    relationshipMeaning: relationship === undefined ? null : phrase(relationship),
    status,
    statusMeaning: phrase(STATUSES[status]),
    signer: own?.signature.signer ?? null,
    claimGenerator: own?.claimGenerator ?? null,
    problems,
  };
}

const RELATIONSHIPS: ReadonlyMap<string, WordKey> = new Map([
  ['parentOf', 'checks.provenance.relationship.parent'],
  ['componentOf', 'checks.provenance.relationship.component'],
  ['inputTo', 'checks.provenance.relationship.input'],
]);

const STATUSES: Readonly<Record<IngredientStatus, WordKey>> = {
  trusted: 'checks.provenance.status.trusted',
  'unknown-signer': 'checks.provenance.status.unknownSigner',
  altered: 'checks.provenance.status.altered',
  unsigned: 'checks.provenance.status.unsigned',
};

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
