import { expect, it } from 'vitest';
import { watchWasmMemory } from './wasm-memory';

const PAGE = 65_536;

it('counts what is made and what grows, shared memory too', () => {
  const original = WebAssembly.Memory;
  try {
    const bytes = watchWasmMemory();
    expect(bytes()).toBeNull();
    const memory = new WebAssembly.Memory({ initial: 2 });
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    expect(bytes()).toBe(3 * PAGE);
    memory.grow(3);
    expect(bytes()).toBe(6 * PAGE);
    expect(memory).toBeInstanceOf(original);
  } finally {
    WebAssembly.Memory = original;
  }
});
