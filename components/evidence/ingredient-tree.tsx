import { clsx } from 'clsx';
import type { Ingredient } from '../../utils/checks/provenance/evidence';
import { Disclosure } from '../kit/disclosure';
import { Thumbnail } from '../kit/thumbnail';
import { Foreign, Verbatim } from '../kit/verbatim';
import { useSay, useText } from '../words/words';
import { ActionList } from './action-list';
import { ProblemList } from './problem-list';

export interface IngredientTreeProps {
  readonly ingredients: readonly Ingredient[];
  /** How deep this branch stands; the outermost is 0. */
  readonly depth?: number;
}

/** What a file was made from, and what that was made from. */
export function IngredientTree({ ingredients, depth = 0 }: IngredientTreeProps) {
  return (
    <ul
      className={clsx(
        'flex flex-col gap-3',
        depth > 0 && 'border-s border-line pt-3',
        // Beyond this, deeper branches stand under each other: 320 px have no room for more steps.
        depth > 0 && depth < DEEPEST_STEP && 'ps-3',
      )}
    >
      {ingredients.map((ingredient, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: titles repeat, and the list never changes
        <IngredientItem key={index} ingredient={ingredient} depth={depth} />
      ))}
    </ul>
  );
}

const DEEPEST_STEP = 5;

function IngredientItem({ ingredient, depth }: { readonly ingredient: Ingredient; readonly depth: number }) {
  const say = useSay();
  const words = useText();
  const { title, relationship, relationshipMeaning, signer, actions, problems } = ingredient;
  return (
    <li>
      <div className="flex gap-3">
        <Thumbnail source={ingredient.thumbnail ?? undefined} alt="" className="size-10" />
        <div className="min-w-0 flex-1">
          <p className="line-clamp-2">
            {title ? <Verbatim>{title}</Verbatim> : words('ui.provenance.untitled')}
          </p>
          <p className="text-small text-soft">
            {relationshipMeaning
              ? say(relationshipMeaning)
              : relationship && <Verbatim>{relationship}</Verbatim>}
          </p>
          <p className="text-small">
            {say(ingredient.statusMeaning)}
            {signer && ingredient.status !== 'unsigned' && (
              <>
                : <Foreign>{signer.name}</Foreign>
              </>
            )}
          </p>
          <ProblemList problems={problems} />
          {actions.length > 0 && (
            <Disclosure title={words('ui.provenance.actionsCount', {}, actions.length)}>
              <ActionList actions={actions} />
            </Disclosure>
          )}
        </div>
      </div>
      {ingredient.ingredients.length > 0 && (
        <IngredientTree ingredients={ingredient.ingredients} depth={depth + 1} />
      )}
    </li>
  );
}
