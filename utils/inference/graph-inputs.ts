import type { Manifest } from './manifest';
import type { Tensor } from './tensor';

type Input = Manifest['input'];

/** `any`: a size that each run has of its own. */
type Size = number | 'batch' | 'any';

/** An input of the graph as the manifest promises it. */
export interface GraphInput {
  readonly name: string;
  readonly type: 'float32' | 'int32' | 'int64';
  readonly shape: readonly Size[];
}

/** A tensor as the runtime takes it. */
export interface Fed {
  readonly name: string;
  readonly type: GraphInput['type'];
  readonly data: Float32Array | Int32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/**
 * The shape of the one tensor in which the engine carries what a model takes. `tokens`: the ids, of which 0 is padding.
 * `hashed`: a row of ids, and under it their values.
 */
export function carriedShape(input: Input): readonly Size[] {
  switch (input.kind) {
    case 'tokens':
      return ['batch', input.length];
    case 'hashed':
      return [1, 2, 'any'];
    default:
      return input.shape;
  }
}

/** Whether one input, its shape without the batch, is what the model takes. */
export function fits(input: Input, { shape, data }: Tensor): boolean {
  const sizes = carriedShape(input).slice(1);
  const alike =
    sizes.length === shape.length && sizes.every((size, at) => size === 'any' || size === shape[at]);
  return alike && data.length === shape.reduce((product, size) => product * size, 1);
}

/** What the graph must have as its inputs, all of them. */
export function graphInputs(input: Input): readonly GraphInput[] {
  if (input.kind === 'tokens') {
    const shape = ['batch', input.length] as const;
    return input.names.map((name) => ({ name, type: 'int64', shape }));
  }
  if (input.kind === 'hashed') {
    const shape = [1, 'any'] as const;
    const [ids, values] = input.names;
    return [
      { name: ids, type: 'int32', shape },
      { name: values, type: 'float32', shape },
    ];
  }
  return [{ name: input.name, type: 'float32', shape: input.shape }];
}

/** What is carried, shape with its batch, as the inputs of the graph. */
export function feedsOf(input: Input, { shape, data }: Tensor): readonly Fed[] {
  if (input.kind === 'tokens') {
    const [ids, mask] = input.names;
    const common = { type: 'int64', shape } as const;
    return [
      { ...common, name: ids, data: BigInt64Array.from(data, BigInt) },
      { ...common, name: mask, data: BigInt64Array.from(data, (id) => (id === 0 ? 0n : 1n)) },
    ];
  }
  if (input.kind === 'hashed') {
    const [ids, values] = input.names;
    const count = data.length / 2;
    return [
      { name: ids, type: 'int32', data: Int32Array.from(data.subarray(0, count)), shape: [1, count] },
      { name: values, type: 'float32', data: data.slice(count), shape: [1, count] },
    ];
  }
  return [{ name: input.name, type: 'float32', data, shape }];
}
