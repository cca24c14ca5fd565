import type { Golden } from './golden';
import type { Manifest } from './manifest';
import type {
  Differential,
  ModelCounts,
  ModelLimits,
  ModelOrigin,
  ModelState,
  SelfTest,
} from './model-status';
import type { Tensor, Tensors } from './tensor';

/**
 * What is kept of models from one start to the next. The engine is the only one that writes. Promises may reject
 * (a full disk): the engine goes on without.
 */
export interface ModelStateStore {
  /** One record a model that was ever used or changed. */
  readonly readAll: () => Promise<readonly ModelRecord[]>;
  /** Adds the record, or puts it in the place of the one with its id. */
  readonly write: (record: ModelRecord) => Promise<void>;
  /** Forgets the record and the inputs of a model. */
  readonly remove: (id: string) => Promise<void>;
  /** What was kept by `keepInput`, newest first. */
  readonly lastInputs: (id: string) => Promise<readonly KeptInput[]>;
  /** Keeps an input of a model and of those only the last KEPT_INPUTS; the same `key` is kept once, at its newest. */
  readonly keepInput: (id: string, input: KeptInput) => Promise<void>;
}

/** How many inputs of a model are kept to compare versions by. */
export const KEPT_INPUTS = 10;

/** JSON only. */
export interface ModelRecord {
  readonly id: string;
  /** The version that serves. Absent, or no longer in the catalogue: the newest there is. */
  readonly active?: string;
  /** The version that served before; a roll back returns to it. */
  readonly previous?: string;
  readonly suspension?: Suspension;
  readonly limits?: ModelLimits;
  readonly counts: ModelCounts;
  /** One a version, file and device. */
  readonly tests: readonly KeptTest[];
  readonly differential?: Differential;
}

export type Suspension = Extract<ModelState, { is: 'suspended' }>;

/** A self-test, and the file that it was made with. */
export interface KeptTest extends SelfTest {
  readonly sha256: string;
}

/** One input as the model took it, and what the version that served then answered. Shapes without the batch. */
export interface KeptInput {
  readonly key: string;
  readonly version: string;
  readonly input: Tensor;
  readonly outputs: Tensors;
}

/** Every model at hand: those that come with the product and the packs that were imported. */
export interface ModelCatalogue {
  /** All versions, in any order. Manifests have been parsed; one that cannot be leaves the others alone. */
  readonly list: () => Promise<readonly ModelVersion[]>;
  /** The .onnx as it is; its hash is checked by the worker that opens it. */
  readonly readFile: (id: string, version: string) => Promise<Blob>;
  /** Rejects where golden.json is not what it should be. */
  readonly readGolden: (id: string, version: string) => Promise<Golden>;
  /** The card's Markdown. */
  readonly readCard: (id: string, version: string) => Promise<string>;
  /**
   * Reads a zip and keeps it as a version of its model. The same version with the same file may come again; with
   * another file it is refused. Rejects with an error that carries `said: Phrase`, and then nothing has been kept.
   */
  readonly savePack: (pack: Blob) => Promise<ModelVersion>;
  /** The version as a zip that `savePack` takes. */
  readonly writePack: (id: string, version: string) => Promise<Blob>;
  /** Removes an imported version; one that comes with the product stays. */
  readonly removePack: (id: string, version: string) => Promise<void>;
}

export interface ModelVersion {
  readonly manifest: Manifest;
  readonly origin: ModelOrigin;
  /** Why its manifest cannot be read; what stands in the place of that says little but the id. */
  readonly broken?: string;
}
