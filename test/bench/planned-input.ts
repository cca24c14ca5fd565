import { goldenInput } from '../../utils/inference/golden-inputs';
import { feedsOf, type GraphInput } from '../../utils/inference/graph-inputs';
import type { Manifest } from '../../utils/inference/manifest';

/** What a model in a page is given: as the engine carries it, and as the inputs of the graph. JSON only. */
export type PlannedInput = {
  readonly carried: PlannedTensor;
  readonly feeds: readonly (PlannedTensor & Pick<GraphInput, 'name' | 'type'>)[];
};

type PlannedTensor = {
  readonly shape: readonly number[];
  /** Null: random numbers from -1 to 1, since those of a picture are too many to be handed over. */
  readonly data: readonly number[] | null;
};

/** One picture, or what one part of a text was made into. */
export function plannedInput(input: Manifest['input']): PlannedInput {
  if (input.kind === 'tokens' || input.kind === 'hashed') {
    const carried = goldenInput(input, 1, 1);
    return {
      carried: { shape: carried.shape, data: [...carried.data] },
      feeds: feedsOf(input, carried).map(({ data, ...feed }) => ({
        ...feed,
        data: Array.from(data, Number),
      })),
    };
  }
  const shape = input.shape.map((size) => (size === 'batch' ? 1 : size));
  const carried = { shape, data: null };
  return { carried, feeds: [{ ...carried, name: input.name, type: 'float32' }] };
}
