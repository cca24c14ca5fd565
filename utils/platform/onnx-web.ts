import type { BackendId } from '../inference/model-runner';
import type { Runtime } from '../inference/serve-model';

/**
 * The onnxruntime build for the backend, from the extension's own files. The build with WebGPU is twice as large and
 * slower on the processor, so it is loaded for nothing else.
 */
export async function loadOnnxRuntime(backend: BackendId): Promise<Runtime> {
  const webgpu = backend === 'webgpu';
  const runtime = webgpu ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
  const { env } = runtime;
  env.logLevel = 'fatal';
  // Glue code and WebAssembly are of one build. wxt.config.ts puts them there.
  const build = `/onnxruntime/ort-wasm-simd-threaded${webgpu ? '.asyncify' : ''}`;
  env.wasm.wasmPaths = { mjs: ownFile(`${build}.mjs`), wasm: ownFile(`${build}.wasm`) };
  // Every model has a worker, and checks run beside each other: two threads on two busy cores were slower than one.
  env.wasm.numThreads = 1;
  return runtime;
}

/** A worker in Chrome has no `runtime.getURL`. */
function ownFile(path: string): string {
  return new URL(path, self.location.origin).href;
}
