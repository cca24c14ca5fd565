import type { ModelReply, ModelRequest } from '../../utils/inference/model-worker';
import { ModelServer, transfersOf } from '../../utils/inference/serve-model';
import { loadOnnxRuntime } from '../../utils/platform/onnx-web';
import { watchWasmMemory } from '../../utils/platform/wasm-memory';

/* One model's worker: opens it on one backend, once, and does what it is asked, one thing at a time. */

const { bytes, limit } = watchWasmMemory();
const server = new ModelServer({ load: loadOnnxRuntime, memory: bytes, limitMemory: limit });

self.onmessage = async ({ data }: MessageEvent<{ readonly id: number; readonly request: ModelRequest }>) => {
  const reply: ModelReply = await server.serve(data.request);
  self.postMessage({ id: data.id, reply }, { transfer: transfersOf(reply) });
};
