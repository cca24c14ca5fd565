import { afterEach, beforeEach, expect, it } from 'vitest';
import { type WasmMemory, watchWasmMemory } from './wasm-memory';

const PAGE = 65_536;
const original = WebAssembly.Memory;
let watched: WasmMemory;

beforeEach(() => {
  watched = watchWasmMemory();
});

afterEach(() => {
  WebAssembly.Memory = original;
});

it('counts what is made and what grows, shared memory too', () => {
  expect(watched.bytes()).toBeNull();
  const memory = new WebAssembly.Memory({ initial: 2 });
  new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  expect(watched.bytes()).toBe(3 * PAGE);
  memory.grow(3);
  expect(watched.bytes()).toBe(6 * PAGE);
  expect(memory).toBeInstanceOf(original);
});

it('lets none grow beyond the limit', () => {
  const memory = new WebAssembly.Memory({ initial: 2 });
  watched.limit(4 * PAGE);
  memory.grow(2);
  expect(() => memory.grow(1)).toThrow(RangeError);
  expect(watched.bytes()).toBe(4 * PAGE);
});
