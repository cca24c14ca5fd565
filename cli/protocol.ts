import type { KnownText, LibraryMatch, TrustSettings } from '../utils/checks/check';
import type { Signal } from '../utils/checks/signal';
import type { ModelAnswer, ModelError, ModelInput } from '../utils/inference/model-runner';
import type { OnTrial } from '../utils/inference/trial-watch';
import type { Failure, SubjectSummary } from '../utils/jobs/job';
import type { Limits } from '../utils/subject/limits';
import type { AskedKind } from '../utils/subject/subject';
import type { Phrase } from '../utils/words/phrase';

/** What a worker is told once, when it starts. */
export interface WorkerSetup {
  readonly limits: Limits;
  readonly trust: TrustSettings;
  /** What one check may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether a first look by small models is enough. */
  readonly quick: boolean;
  /** Whether a small copy of each picture is wanted. */
  readonly thumbnails: boolean;
  /** The checks to run, by name; absent: all. */
  readonly only?: readonly string[];
}

/** Bytes in hand, or a file that the worker reads itself. */
export type Source = { readonly path: string } | { readonly bytes: Uint8Array<ArrayBuffer> };

export type ToWorker =
  | {
      readonly type: 'check';
      readonly name: string;
      readonly source: Source;
      readonly as: AskedKind;
      /** Checks that answered already, in a worker that was lost since. */
      readonly answered: readonly string[];
    }
  | { readonly type: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  /** A model that the check asked for is being tested on this machine, or no longer. */
  | { readonly type: 'trial'; readonly id: number; readonly testing: boolean };

export type FromWorker =
  /** From here on the clock of the step runs. */
  | { readonly type: 'began'; readonly step: Step }
  | { readonly type: 'loaded'; readonly subject: SubjectSummary; readonly notices: readonly Phrase[] }
  | { readonly type: 'refused'; readonly failure: Failure; readonly sha256: string | null }
  | { readonly type: 'answered'; readonly check: string; readonly signals: readonly Signal[] }
  | { readonly type: 'finished' }
  | { readonly type: 'ask'; readonly id: number; readonly method: keyof Services; readonly args: unknown[] };

export type Step = { readonly kind: 'load' } | { readonly kind: 'check'; readonly check: string };

/** What the main thread keeps once for all workers, and they ask it for. */
export interface Services {
  readonly loadWasm: (file: string) => Promise<WebAssembly.Module>;
  readonly librarySize: () => Promise<number>;
  readonly libraryFind: (hash: string, maxDistance: number) => Promise<readonly LibraryMatch[]>;
  readonly librarySizeOfTexts: () => Promise<number>;
  readonly libraryFindTexts: (hash: string, fingerprints: readonly number[]) => Promise<readonly KnownText[]>;
  readonly runModel: (
    modelId: string,
    inputs: readonly ModelInput[],
    onTrial?: OnTrial,
  ) => Promise<ModelOutcome>;
}

/** What a run of a model gave, or the parts of the ModelError why it gave nothing. */
export type ModelOutcome =
  | { readonly answer: ModelAnswer }
  | { readonly failure: Pick<ModelError, 'code' | 'modelId' | 'said' | 'detail'> };
