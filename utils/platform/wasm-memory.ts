/**
 * Counts the bytes of all WebAssembly memories that are made from now on in this thread; null while there is none.
 * onnxruntime makes its own and shows it to nobody, so the constructor remembers what it has made.
 */
export function watchWasmMemory(): () => number | null {
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  return () =>
    memories.length === 0 ? null : memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
