import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PeerSite, servePeer } from './model-peer-page';

const MODELS = new URL('../../models/', import.meta.url);
let site: PeerSite;

beforeAll(async () => {
  site = await servePeer(fileURLToPath(MODELS));
});
afterAll(() => site.close());

const get = (path: string) => fetch(`${site.url}${path}`);

test.each(['model', 'model_quantized'])('the peer is given our own file as %s.onnx', async (name) => {
  const served = await (await get(`models/face-detector/onnx/${name}.onnx`)).arrayBuffer();
  const own = await readFile(new URL('face-detector/face-detector.onnx', MODELS));
  expect(Buffer.from(served).equals(own)).toBe(true);
});

test('a model says no more of itself than that it is of no kind which the peer knows', async () => {
  expect(await (await get('models/face-detector/config.json')).json()).toEqual({
    model_type: 'face-detector',
  });
});

test('the WebAssembly is the version that the peer brings along', async () => {
  const path = 'node_modules/@huggingface/transformers/node_modules/onnxruntime-web/dist';
  const name = 'ort-wasm-simd-threaded.asyncify.mjs';
  const brought = await readFile(new URL(`../../${path}/${name}`, import.meta.url), 'utf8');
  expect(await (await get(`onnxruntime/${name}`)).text()).toBe(brought);
});

test('the page says how much memory WebAssembly has there', async () => {
  const [, script] = /<script>(.*)<\/script>/s.exec(await (await get('')).text()) ?? [];
  const use = 'new WebAssembly.Memory({ initial: 1 }).grow(1); window.peerMemory();';
  expect(runInNewContext(`${script}; ${use}`, { window: {} })).toBe(2 * 65_536);
});

test.each(['models/none/config.json', 'onnxruntime/..%2f..%2fpackage.json', 'package.json'])(
  'nothing else is served: %s',
  async (path) => {
    expect((await get(path)).status).toBe(404);
  },
);
