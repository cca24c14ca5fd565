import * as runtime from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  corruptModel,
  type TinyModel,
  tamperedModel,
  tinyEncoder,
  tinyHead,
  tinyModel,
  unknownOperatorModel,
  wrongModel,
} from '../../test/fixtures/models';
import type { BackendId } from './model-runner';
import type { ModelWorker } from './model-worker';
import { ModelServer } from './serve-model';
import { FakeBrowser, greys } from './testing/fake-models';

/** The service with onnxruntime behind it, in this thread. */
function serviceOf(...models: readonly TinyModel[]) {
  const browser = new FakeBrowser(...models);
  return browser.service({
    describeDevice: async () => ({ device: 'Node', backends: ['cpu'] satisfies BackendId[] }),
    startWorker: () => {
      const server = new ModelServer({ load: async () => runtime, memory: () => null });
      const worker: ModelWorker = {
        onmessage: null,
        onerror: null,
        postMessage: async ({ id, request }) => {
          const reply = await server.serve(request);
          worker.onmessage?.({ data: { id, reply } } as MessageEvent);
        },
        terminate: () => undefined,
      };
      return worker;
    },
  });
}

describe('models on onnxruntime', () => {
  it('pass their golden vectors and answer what their weights say', async () => {
    const service = serviceOf(tinyModel());
    const { outputs, backend } = await service.run('tiny', greys(0, 255));
    expect(backend).toBe('cpu');
    expect(outputs[0]?.logit?.data[0]).toBeCloseTo(-1.5, 5);
    expect(outputs[1]?.logit?.data[0]).toBeCloseTo(1.5, 5);
  });

  it('are heads on the features of their encoder', async () => {
    const { outputs } = await serviceOf(tinyEncoder(), tinyHead()).run('tiny-head', greys(255));
    expect(outputs[0]?.logit?.data[0]).toBeCloseTo(0.5 - 1 + 2 + 0.125 * 0.5, 5);
  });

  it('can be taken out of service and back into it', async () => {
    const service = serviceOf(tinyModel());
    await service.run('tiny', greys(10));
    await service.suspend('tiny');
    await service.resume('tiny');
    expect(await service.list()).toMatchObject([
      { state: { is: 'ready' }, differential: { inputs: 1, passed: true } },
    ]);
  });

  it.each([
    ['half a file', corruptModel(), 'broken', /protobuf/i],
    ['an exchanged file', tamperedModel(), 'broken', /SHA-256/],
    ['an operator that there is not', unknownOperatorModel(), 'broken', /Divine/],
    ['wrong golden answers', wrongModel(), 'wrong', /tolerance/],
  ])('with %s are suspended, and the reason is named', async (_, model, code, detail) => {
    const service = serviceOf(model);
    await expect(service.run('tiny', greys(1))).rejects.toMatchObject({
      code,
      detail: expect.stringMatching(detail),
    });
    expect(await service.list()).toMatchObject([
      { state: { is: 'suspended', by: 'self', detail: expect.stringMatching(detail) } },
    ]);
  });
});
