/** Numbers in row-major order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Tensors by the name that the model gives them. */
export type Tensors = Readonly<Record<string, Tensor>>;
