import { parentPort } from 'node:worker_threads';
import type { ModelRequest } from '../utils/inference/model-worker';
import { ModelServer, transfersOf } from '../utils/inference/serve-model';

/* One model's thread, as entrypoints/engine/model-worker.ts is for a browser. The native runtime tells no memory. */

/** What a thread is told: something for its model to do, or to end. */
export type ToModelThread = { readonly id: number; readonly request: ModelRequest } | 'end';

const server = new ModelServer({ load: () => import('onnxruntime-node'), memory: () => null });

parentPort?.on('message', async (message: ToModelThread) => {
  // Native runs block this thread, so that none is going on when a message is heard.
  if (message === 'end') process.exit();
  const reply = await server.serve(message.request);
  parentPort?.postMessage({ id: message.id, reply }, transfersOf(reply));
});
