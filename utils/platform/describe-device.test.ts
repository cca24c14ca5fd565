import { afterEach, expect, it, vi } from 'vitest';
import { browserName, describeDevice } from './describe-device';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

afterEach(() => vi.unstubAllGlobals());

it.each([
  [CHROME, 'Chrome 156 on Windows'],
  [`${CHROME} Edg/156.0.0.0`, 'Edg 156 on Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox 153 on Linux'],
  ['something', 'Unknown browser on an unknown system'],
])('names the browser', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});

it('has WebGPU where an adapter is, first', async () => {
  stub({ requestAdapter: async () => ({ info: { vendor: 'intel', architecture: 'gen-12lp' } }) });
  expect(await describeDevice()).toEqual({
    device: 'Chrome 156 on Windows; WebGPU on intel gen-12lp',
    backends: ['webgpu', 'wasm'],
  });
});

it.each([
  ['lacks', undefined],
  ['gives no adapter', { requestAdapter: async () => null }],
  ['fails', { requestAdapter: () => Promise.reject(new Error('blocked')) }],
])('has WebAssembly alone where WebGPU %s', async (_, gpu) => {
  stub(gpu);
  expect(await describeDevice()).toEqual({
    device: 'Chrome 156 on Windows; no WebGPU',
    backends: ['wasm'],
  });
});

it('says why there is nothing where WebAssembly has no vector instructions', async () => {
  stub(undefined);
  vi.stubGlobal('WebAssembly', { validate: () => false });
  const { device, backends } = await describeDevice();
  expect(device).toContain('no WebAssembly vector instructions');
  expect(backends).toEqual([]);
});

function stub(gpu: unknown): void {
  vi.stubGlobal('navigator', { userAgent: CHROME, gpu });
}
