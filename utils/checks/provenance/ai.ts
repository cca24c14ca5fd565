import { digitalSourceType } from '../digital-source-type';
import { INCEPTIONS } from './actions';
import type { Action, AiPlace, StatedSourceType } from './evidence';
import type { IngredientReference, Manifest, ManifestStore } from './manifest-store';

/** The most statements that are kept as evidence. */
const MAX_PLACES = 20;

/** The most titles of the way to a statement. */
const MAX_PATH = 20;

/**
 * Every statement in the chain that generative AI took part, the file's own first. The whole tree of ingredients
 * is walked. A model made the file where that is said of its own making, or of the making of the parent that it
 * goes back to; said of anything else (an edit, a part), a model edited it.
 */
export function findAi(store: ManifestStore): readonly AiPlace[] {
  const places: AiPlace[] = [];
  const seen: Record<Role, Set<Manifest>> = { whole: new Set(), part: new Set() };
  // A list instead of recursion: a hostile file may hold a chain longer than the stack.
  const waiting: Visit[] = [{ manifest: store.active, role: 'whole', path: [] }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const { manifest, role, path } = visit;
    if (seen.whole.has(manifest) || seen[role].has(manifest)) continue;
    seen[role].add(manifest);
    for (const statement of statementsOf(manifest)) places.push(...placeOf(statement, visit));
    for (const ingredient of manifest.ingredients) {
      const ownRole = role === 'whole' && isOrigin(ingredient, manifest) ? 'whole' : 'part';
      const ownPath = [...path, ingredient.title ?? '?'].slice(0, MAX_PATH);
      const stated = ingredient.digitalSourceType;
      if (stated)
        places.push(...placeOf({ stated, action: null }, { manifest, role: ownRole, path: ownPath }));
      const own = store.manifests.get(ingredient.manifest ?? '');
      if (own) waiting.push({ manifest: own, role: ownRole, path: ownPath });
    }
  }
  return places.sort((one, other) => one.path.length - other.path.length).slice(0, MAX_PLACES);
}

interface Visit {
  readonly manifest: Manifest;
  readonly role: Role;
  /** Titles on the way from the file to it. */
  readonly path: readonly string[];
}

/** Whether a manifest speaks of the file itself, or of something that went into it. */
type Role = 'whole' | 'part';

interface Statement {
  readonly stated: StatedSourceType;
  /** Null where it is said of the file as such. */
  readonly action: Action | null;
}

/** Software agents are not asked: a name is no statement about what it did. */
function statementsOf(manifest: Manifest): readonly Statement[] {
  return [
    ...manifest.actions.flatMap((action) =>
      action.digitalSourceType ? [{ stated: action.digitalSourceType, action }] : [],
    ),
    ...manifest.otherSourceTypes.map((stated) => ({ stated, action: null })),
  ];
}

function placeOf({ stated, action }: Statement, { manifest, role, path }: Visit): readonly AiPlace[] {
  const type = digitalSourceType(stated.stated);
  if (type?.ai !== 'generated' && type?.ai !== 'edited') return [];
  const ofTheMaking = action === null || INCEPTIONS.has(action.action);
  return [
    {
      path,
      label: manifest.label,
      signer: manifest.signature.signer,
      action: action?.action ?? null,
      actionMeaning: action?.meaning ?? null,
      softwareAgent: action?.softwareAgent ?? null,
      digitalSourceType: type.id,
      meaning: type.meaning,
      share: type.ai === 'generated' && role === 'whole' && ofTheMaking ? 'generated' : 'edited',
    },
  ];
}

/**
 * Whether the file goes back to this ingredient. ChatGPT's writer of 2025 names the picture that it passes on a
 * component, states no action of its own, and has no other ingredient.
 */
function isOrigin(ingredient: IngredientReference, { actions, ingredients }: Manifest): boolean {
  return ingredient.relationship === 'parentOf' || (actions.length === 0 && ingredients.length === 1);
}
