import type { Pixels } from '../subject/subject';
import type { Phrase } from '../words/phrase';
import type { Manifest } from './manifest';
import type { Tensor, Tensors } from './tensor';
import type { OnTrial } from './trial-watch';

/** Models as a check uses them. Where and how they run is not its business. */
export interface ModelRunner {
  /**
   * Runs the serving version of a model on pictures, or on what a text was made into, all of them at once where the
   * model allows. A head is given the pictures too: its encoder runs on them, once a `key` however many heads ask.
   * `onTrial` is told while a model that it needs is being tested on this machine, which happens once and takes a while.
   * Rejects with ModelError.
   */
  readonly run: (modelId: string, inputs: readonly ModelInput[], onTrial?: OnTrial) => Promise<ModelAnswer>;
}

export type ModelInput = KeyedPixels | KeyedTensor;

/** The same key means the same pixels, prepared in the same way. */
export interface KeyedPixels {
  readonly key: string;
  readonly pixels: Pixels;
}

/** What is carried as it is, as `carriedShape` has it; shape without the batch. The same key means the same numbers. */
export interface KeyedTensor {
  readonly key: string;
  readonly tensor: Tensor;
}

export interface ModelAnswer {
  /** Of the version that answered: thresholds, calibration, abstention. */
  readonly manifest: Manifest;
  readonly backend: BackendId;
  /** One entry an input, in order; shapes without the batch. */
  readonly outputs: readonly Tensors[];
}

/** `cpu`: the native runtime of the shell. */
export const BACKENDS = ['webgpu', 'wasm', 'cpu'] as const;
export type BackendId = (typeof BACKENDS)[number];

export const MODEL_FAILURES = [
  /** There is no such model, or none that serves. */
  'missing',
  /** A person or the product itself has taken it out of service. */
  'suspended',
  /** File, hash, manifest or graph are not what they should be. */
  'broken',
  /** No backend gives the golden answers. */
  'wrong',
  'timeout',
  'crashed',
  'memory',
  /** More runs a minute, or more waiting, than its limits allow. */
  'busy',
  'cancelled',
] as const;

export type ModelFailure = (typeof MODEL_FAILURES)[number];

/** Why a model gave no answer. */
export class ModelError extends Error {
  override readonly name = 'ModelError';

  constructor(
    readonly code: ModelFailure,
    readonly modelId: string,
    readonly said: Phrase,
    readonly detail?: string,
  ) {
    super(`${modelId}: ${code}${detail === undefined ? '' : `: ${detail}`}`);
  }
}
