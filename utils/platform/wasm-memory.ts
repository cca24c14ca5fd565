/** What is known of the WebAssembly memories of a thread. */
export interface WasmMemory {
  /** Bytes of all of them; null while there is none. */
  readonly bytes: () => number | null;
  /** Lets none of them grow once all of them would hold more than so many bytes. */
  readonly limit: (bytes: number) => void;
}

/**
 * Watches over all WebAssembly memories that are made from now on in this thread. onnxruntime makes its own and shows it
 * to nobody, so the constructor remembers what it has made. The runtime takes a refusal to grow as memory that is not there.
 * It uses nothing from outside itself: the bench writes it into a page.
 */
export function watchWasmMemory(): WasmMemory {
  const bytesPerPage = 65_536;
  const memories: WebAssembly.Memory[] = [];
  let most = Number.POSITIVE_INFINITY;
  const sum = () => memories.reduce((total, { buffer }) => total + buffer.byteLength, 0);
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }

    override grow(pages: number): number {
      if (sum() + pages * bytesPerPage > most)
        throw new RangeError(`Out of memory: ${most} bytes are allowed`);
      return super.grow(pages);
    }
  };
  return {
    bytes: () => (memories.length === 0 ? null : sum()),
    limit(bytes) {
      most = bytes;
    },
  };
}
