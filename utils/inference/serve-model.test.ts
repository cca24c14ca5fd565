import * as runtime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  corruptModel,
  type TinyModel,
  tamperedModel,
  tinyEncoder,
  tinyHashed,
  tinyHead,
  tinyModel,
  tinyTokens,
  unknownOperatorModel,
  wrongModel,
} from '../../test/fixtures/models';
import { goldenInput } from './golden-inputs';
import type { ImageInputSpec } from './manifest';
import type { ModelReply } from './model-worker';
import { ModelServer, type Runtime, transfersOf } from './serve-model';

/** What the tiny model takes. */
const PICTURE = tinyModel().manifest.input as ImageInputSpec;

const NATIVE = { load: async () => runtime, memory: () => 1234 };

describe('a model that is in order', () => {
  it.each([
    ['a picture', tinyModel()],
    ['a picture and gives features', tinyEncoder()],
    ['features', tinyHead()],
    ['word pieces', tinyTokens()],
  ])('that takes %s opens, proves its golden answers and runs', async (_, model) => {
    const server = new ModelServer(NATIVE);
    expect(await open(server, model)).toEqual({ opened: { loadMs: expect.any(Number), memory: 1234 } });
    const proved = await server.serve({ task: 'prove', golden: model.golden });
    expect(proved).toMatchObject({ proof: { backend: 'cpu', passed: true } });
    const input = goldenInput(model.manifest.input, 2, 2);
    const reply = await server.serve({ task: 'run', input });
    if (!('outputs' in reply)) throw new Error(JSON.stringify(reply));
    const [[name, output] = []] = Object.entries(reply.outputs);
    const expected = model.golden.cases[1]?.outputs[name ?? ''];
    expect(output?.shape).toEqual(expected?.shape);
    expect(output?.data[1]).toBeCloseTo(expected?.samples[1]?.[1] ?? Number.NaN, 4);
    expect(transfersOf(reply)).toEqual([output?.data.buffer]);
  });

  it('that takes hashed features, as many as there are, opens and proves its golden answers', async () => {
    const model = tinyHashed();
    const server = new ModelServer(NATIVE);
    expect(await open(server, model)).toEqual({ opened: expect.anything() });
    expect(await server.serve({ task: 'prove', golden: model.golden })).toMatchObject({
      proof: { passed: true },
    });
    const input = { shape: [1, 2, 2], data: Float32Array.from([10, 30, 0.25, 0.75]) };
    const reply = await server.serve({ task: 'run', input });
    if (!('outputs' in reply)) throw new Error(JSON.stringify(reply));
    expect(reply.outputs.logit?.data[0]).toBeCloseTo(0.02 - 1, 5);
  });

  it('opens from a Blob as well', async () => {
    const { manifest, onnx } = tinyModel();
    const server = new ModelServer(NATIVE);
    const reply = await server.serve({ task: 'open', manifest, file: new Blob([onnx]), backend: 'cpu' });
    expect(reply).toHaveProperty('opened');
  });
});

describe('a model that is not what it should be', () => {
  it.each([
    ['is damaged', corruptModel(), /protobuf/],
    ['was exchanged', tamperedModel(), /the file's SHA-256 is [0-9a-f]{64}/],
    ['has an operator that there is not', unknownOperatorModel(), /Divine/],
    ['is longer', { ...tinyModel(), onnx: new Uint8Array(9) }, /has 9 bytes/],
    ['takes something else', like({ input: { ...PICTURE, name: 'sound' } }), /no sound/],
    [
      'takes another size',
      like({ input: { ...PICTURE, shape: ['batch', 3, 16, 16] } }),
      /batch,3,8,8, and its manifest says batch,3,16,16/,
    ],
    ['takes other kinds of numbers', swapped(), /values does not hold int32/],
    ['gives something else', like({ outputs: [{ name: 'smell', shape: ['batch', 1] }] }), /no smell/],
    ['gives more', like({ outputs: [{ name: 'logit', shape: ['batch', 2] }] }), /batch,1/],
  ])('is refused when it %s, and why is told', async (_, model, detail) => {
    const reply = await open(new ModelServer(NATIVE), model);
    expect(reply).toEqual({ failure: { code: 'broken', detail: expect.stringMatching(detail) } });
  });

  it('does not pass golden answers that are not its own', async () => {
    const model = wrongModel();
    const server = new ModelServer(NATIVE);
    await open(server, model);
    const reply = await server.serve({ task: 'prove', golden: model.golden });
    expect(reply).toMatchObject({ proof: { passed: false, difference: expect.any(Number) } });
  });

  it('runs only once it has been opened', async () => {
    const input = goldenInput(tinyModel().manifest.input, 1, 1);
    const reply = await new ModelServer(NATIVE).serve({ task: 'run', input });
    expect(reply).toMatchObject({ failure: { code: 'broken' } });
  });
});

describe('a runtime in trouble', () => {
  it.each([
    ['crashed', 'cannot be loaded at all', async () => Promise.reject(new TypeError('Failed to fetch'))],
    ['memory', 'is out of memory', failing(new Error('std::bad_alloc'))],
    [
      'memory',
      'is to hold more than it can address',
      failing(new Error('SafeIntOnOverflow() Integer overflow')),
    ],
    ['memory', 'is out of room', failing(new RangeError('Array buffer allocation failed'))],
    ['crashed', 'collapses', failing(new WebAssembly.RuntimeError('memory access out of bounds'))],
    ['crashed', 'throws a number', failing(17_203_456)],
    ['crashed', 'loses its GPU', failing(new Error('A valid GPUDevice is needed: Device was lost'))],
    ['crashed', 'loses its GPU while it reads there', failing(new Error("Failed to execute 'mapAsync'"))],
    ['crashed', 'finds no backend', failing(new Error('no available backend found. ERR: [webgpu]'))],
  ])('is %s when it %s', async (code, _, load) => {
    const reply = await open(new ModelServer({ ...NATIVE, load }), tinyModel());
    expect(reply).toMatchObject({ failure: { code, detail: expect.any(String) } });
  });
});

/** A runtime whose every session fails so. */
function failing(error: unknown): () => Promise<Runtime> {
  return async () => ({ ...runtime, InferenceSession: { create: () => Promise.reject(error) } });
}

/** A tiny model whose manifest says something else. */
function like(changes: Partial<TinyModel['manifest']>): TinyModel {
  const model = tinyModel();
  return { ...model, manifest: { ...model.manifest, ...changes } };
}

/** Hashed features with the names of ids and values exchanged. */
function swapped(): TinyModel {
  const model = tinyHashed();
  const { input } = model.manifest;
  if (input.kind !== 'hashed') throw new Error('takes hashed features');
  const [ids, values] = input.names;
  return { ...model, manifest: { ...model.manifest, input: { ...input, names: [values, ids] } } };
}

function open(server: ModelServer, { manifest, onnx }: TinyModel): Promise<ModelReply> {
  return server.serve({ task: 'open', manifest, file: onnx, backend: 'cpu' });
}
