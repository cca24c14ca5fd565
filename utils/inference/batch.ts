import { carriedShape } from './graph-inputs';
import type { Manifest } from './manifest';
import { HostFailure } from './model-host';
import type { Tensor, Tensors } from './tensor';

/** Whether a model takes any number of inputs at once. */
export function takesBatches({ input, outputs }: Manifest): boolean {
  return carriedShape(input)[0] === 'batch' && outputs.every(({ shape }) => shape[0] === 'batch');
}

/** Tensors of one shape as one with a batch in front. */
export function stack(tensors: readonly Tensor[]): Tensor {
  const [first] = tensors;
  if (!first) throw new Error('There is nothing to stack');
  const length = first.data.length;
  const data = new Float32Array(tensors.length * length);
  for (const [index, tensor] of tensors.entries()) data.set(tensor.data, index * length);
  return { shape: [tensors.length, ...first.shape], data };
}

/** The parts of a tensor along its batch; each has numbers of its own. */
export function unstack({ shape, data }: Tensor): readonly Tensor[] {
  const [batch = 0, ...rest] = shape;
  const length = data.length / batch;
  return Array.from({ length: batch }, (_, index) => ({
    shape: rest,
    data: data.slice(index * length, (index + 1) * length),
  }));
}

/**
 * What a run on `batch` inputs gave, one entry an input. Throws HostFailure where that is not what the manifest
 * promises: an output that lacks, has another shape or is no number.
 */
export function splitOutputs(outputs: Tensors, manifest: Manifest, batch: number): readonly Tensors[] {
  const answers = Array.from({ length: batch }, (): Record<string, Tensor> => ({}));
  for (const { name, shape } of manifest.outputs) {
    const tensor = outputs[name];
    if (!tensor) throw new HostFailure('broken', `there is no output ${name}`);
    const expected = shape.map((size) => (size === 'batch' ? batch : size));
    if (tensor.shape.join() !== expected.join() || tensor.data.length !== sizeOf(expected)) {
      throw new HostFailure('broken', `${name} has the shape ${tensor.shape}, not ${expected}`);
    }
    if (!tensor.data.every(Number.isFinite))
      throw new HostFailure('wrong', `${name} holds what is no number`);
    // An output of a model that takes one input at a time may have no batch of its own.
    const parts = expected[0] === batch ? unstack(tensor) : [tensor];
    for (const [index, part] of parts.entries()) Object.assign(answers[index] ?? {}, { [name]: part });
  }
  return answers;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
