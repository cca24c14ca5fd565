import { parentPort } from 'node:worker_threads';
import type { ModelRequest } from '../utils/inference/model-worker';
import { ModelServer, transfersOf } from '../utils/inference/serve-model';

/* One model's thread, as entrypoints/engine/model-worker.ts is for a browser. The native runtime tells no memory. */

const server = new ModelServer({ load: () => import('onnxruntime-node'), memory: () => null });

parentPort?.on(
  'message',
  async ({ id, request }: { readonly id: number; readonly request: ModelRequest }) => {
    const reply = await server.serve(request);
    parentPort?.postMessage({ id, reply }, transfersOf(reply));
  },
);
