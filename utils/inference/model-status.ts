import type { Phrase } from '../words/phrase';
import type { Manifest } from './manifest';
import type { BackendId, ModelFailure } from './model-runner';

/** A model as its page shows it. */
export interface ModelStatus {
  readonly id: string;
  /** Of the version that serves, or would serve once resumed. */
  readonly manifest: Manifest;
  readonly origin: ModelOrigin;
  readonly state: ModelState;
  /** The version that a roll back returns to; null where there is none. */
  readonly previous: string | null;
  readonly limits: ModelLimits;
  readonly counts: ModelCounts;
  /** Null until it has been tested on this device. */
  readonly test: SelfTest | null;
  /** The comparison made at the last resume or roll back. */
  readonly differential: Differential | null;
  /** Whether its worker is alive now, and what the runtime's memory takes there, in bytes. */
  readonly running: { readonly memory: number | null } | null;
}

/** `built-in` comes with the product; a `pack` was imported and can be removed. */
export type ModelOrigin = 'built-in' | 'pack';

export type ModelState =
  | { readonly is: 'ready' }
  | {
      readonly is: 'suspended';
      /** `person`: somebody pressed the button. `self`: it failed. */
      readonly by: 'person' | 'self';
      /** ISO 8601, UTC. */
      readonly since: string;
      readonly why: Phrase;
      readonly detail?: string;
    };

export interface ModelLimits {
  readonly runsPerMinute: number;
  /** Runs that may wait. */
  readonly queueLength: number;
  readonly timeoutSeconds: number;
  /** Megabytes of the runtime's memory, above which the worker is ended. */
  readonly memoryMegabytes: number;
}

export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  runsPerMinute: 600,
  queueLength: 100,
  timeoutSeconds: 15,
  memoryMegabytes: 1024,
};

export interface ModelCounts {
  readonly uses: number;
  readonly failures: number;
  /** The last failure. */
  readonly last?: { readonly code: ModelFailure; readonly at: string; readonly detail?: string };
}

/** What the golden vectors showed on this device, by backend, for one version of the model. */
export interface SelfTest {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly version: string;
  /** Browser and adapter: another one is tested anew. */
  readonly device: string;
  readonly backends: readonly BackendTest[];
  /** The fastest of the right ones; null where none is right. */
  readonly chosen: BackendId | null;
}

export interface BackendTest {
  readonly backend: BackendId;
  readonly passed: boolean;
  /** Largest difference from the expected values, in units of the tolerance: 1 is the most that passes. */
  readonly difference: number | null;
  /** Milliseconds to load and compile, of the first run, and of a warm run (median). */
  readonly loadMs: number | null;
  readonly firstRunMs: number | null;
  readonly warmRunMs: number | null;
  /** Why it could not run, or `not available` here. */
  readonly problem?: string;
}

/** The serving version against the one before it, on the inputs stored last. */
export interface Differential {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly inputs: number;
  /** Largest difference of any output value. */
  readonly largest: number;
  /** How many answers went to the other side of the 1 % threshold; null where the model has no threshold. */
  readonly flipped: number | null;
  readonly passed: boolean;
}

/** What the Models page can do. Promises reject with errors that carry `said: Phrase`. */
export interface ModelsClient {
  readonly list: () => Promise<readonly ModelStatus[]>;
  /** The card's Markdown. */
  readonly readCard: (id: string) => Promise<string>;
  readonly suspend: (id: string) => Promise<void>;
  /** Golden test and differential test run first; rejects, and the model stays suspended, where one fails. */
  readonly resume: (id: string) => Promise<void>;
  readonly rollBack: (id: string) => Promise<void>;
  readonly test: (id: string) => Promise<SelfTest>;
  readonly setLimits: (id: string, limits: ModelLimits) => Promise<void>;
  /** A zip with manifest.json and the files that it names. Answers the model's id. */
  readonly importPack: (pack: Blob) => Promise<string>;
  /** The serving version as a zip that `importPack` takes. */
  readonly exportPack: (id: string) => Promise<Blob>;
  /** Removes every imported version; a built-in one serves again. */
  readonly remove: (id: string) => Promise<void>;
  /** Calls back after every change. Returns the way to stop. */
  readonly watch: (listener: () => void) => () => void;
}
