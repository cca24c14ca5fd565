import type { Golden } from './golden';
import type { Manifest } from './manifest';
import type { BackendId, ModelFailure } from './model-runner';
import type { BackendTest } from './model-status';
import type { Tensor, Tensors } from './tensor';

/**
 * What the engine asks of a model's worker: one model, one backend, one thing at a time. A worker is opened once; for
 * another backend or version there is another worker, so that its memory comes back.
 */
export type ModelRequest =
  | {
      readonly task: 'open';
      readonly manifest: Manifest;
      /** The .onnx; its hash is checked before it is loaded. */
      readonly file: Blob | Uint8Array<ArrayBuffer>;
      readonly backend: BackendId;
      /** Bytes beyond which the runtime gets no more memory. */
      readonly mostMemory?: number;
    }
  /** Runs the golden vectors, and the first of them a few times more for the time. */
  | { readonly task: 'prove'; readonly golden: Golden }
  /** Shape with its batch. */
  | { readonly task: 'run'; readonly input: Tensor };

export type ModelReply =
  | { readonly opened: { readonly loadMs: number; readonly memory: number | null } }
  | { readonly proof: BackendTest }
  | {
      readonly outputs: Tensors;
      readonly ms: number;
      /** Bytes that the runtime holds; null where that cannot be known. */
      readonly memory: number | null;
    }
  | { readonly failure: { readonly code: ModelFailure; readonly detail: string } };

/** The part of a Worker that the engine uses; tests hand in their own. */
export interface ModelWorker {
  postMessage: (
    message: { readonly id: number; readonly request: ModelRequest },
    transfer: Transferable[],
  ) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<{ readonly id: number; readonly reply: ModelReply }>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}
