import type { ModelDevice } from '../inference/backend-trial';
import type { BackendId } from '../inference/model-runner';

/**
 * This browser and its GPU, and where models can run in it. WebGPU is there only where an adapter is: many browsers
 * have the interface without one. Never rejects.
 */
export async function describeDevice(): Promise<ModelDevice> {
  const [adapter, simd] = [await findAdapter(), hasSimd()];
  const backends: readonly BackendId[] = [
    ...(adapter && simd ? ['webgpu' as const] : []),
    ...(simd ? ['wasm' as const] : []),
  ];
  const gpu = adapter ? `WebGPU on ${adapter}` : 'no WebGPU';
  return { device: [browserName(navigator.userAgent), gpu, ...(simd ? [] : [NO_SIMD])].join('; '), backends };
}

/** onnxruntime has no build without them. */
const NO_SIMD = 'no WebAssembly vector instructions, which models need';

/** The adapter's vendor and architecture; null where there is none, or none answers. */
async function findAdapter(): Promise<string | null> {
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  if (!gpu) return null;
  try {
    const late = new Promise<null>((resolve) => setTimeout(resolve, ADAPTER_TIMEOUT_MS, null));
    const adapter = await Promise.race([gpu.requestAdapter(), late]);
    if (!adapter) return null;
    const { vendor, architecture } = adapter.info;
    return [vendor, architecture].filter((part) => part !== '').join(' ') || 'an unnamed adapter';
  } catch {
    return null;
  }
}

/** A driver that hangs must not keep models from running elsewhere. */
const ADAPTER_TIMEOUT_MS = 5000;

/** The part of WebGPU that is used; TypeScript's own types have none of it. */
interface Gpu {
  readonly requestAdapter: () => Promise<{
    readonly info: { readonly vendor: string; readonly architecture: string };
  } | null>;
}

/** Name, version and system, as the user agent tells them: `Chrome 156 on Windows`. */
export function browserName(userAgent: string): string {
  // Browsers made of Chromium call themselves Chrome too, and Firefox is nobody else.
  const found = /(Firefox|Edg|OPR)\/(\d+)/.exec(userAgent) ?? /(Chrome)\/(\d+)/.exec(userAgent);
  const [, name, version] = found ?? [];
  const system = /Windows|Macintosh|Android|CrOS|Linux/.exec(userAgent)?.[0] ?? 'an unknown system';
  return `${found ? `${name} ${version}` : 'Unknown browser'} on ${system}`;
}

/** Whether WebAssembly knows 128-bit vectors: a module whose one function drops `v128.const 0`. */
function hasSimd(): boolean {
  return WebAssembly.validate(SIMD_MODULE);
}

const SIMD_MODULE = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  // Types: one function, nothing to nothing. Functions: one of it.
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00],
  // Code: 21 bytes, no locals, v128.const with 16 bytes, drop, end.
  ...[0x0a, 0x17, 0x01, 0x15, 0x00, 0xfd, 0x0c, ...new Uint8Array(16), 0x1a, 0x0b],
]);
