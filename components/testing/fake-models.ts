import type { BackendTest, ModelStatus, ModelsClient, SelfTest } from '../../utils/inference/model-status';
import { DEFAULT_MODEL_LIMITS } from '../../utils/inference/model-status';
import { phrase } from '../../utils/words/phrase';
import type { Called } from './fake-services';

/** Models that live in memory; every test passes. */
export function fakeModels(
  first: readonly ModelStatus[],
  called: Called,
  { tell, watch }: { readonly tell: () => void; readonly watch: ModelsClient['watch'] },
): ModelsClient {
  let models = [...first];
  const change = (id: string, changes: Partial<ModelStatus>) => {
    models = models.map((model) => (model.id === id ? { ...model, ...changes } : model));
    tell();
  };
  return {
    watch,
    list: async () => models,
    readCard: async (id) => `# Card of ${id}\n\nTrained on **nothing**.`,
    async suspend(id) {
      called('models.suspend', id);
      const since = '2026-11-25T10:00:00Z';
      change(id, {
        state: { is: 'suspended', by: 'person', since, why: phrase('models.why.person') },
      });
    },
    async resume(id) {
      called('models.resume', id);
      change(id, { state: { is: 'ready' } });
    },
    async rollBack(id) {
      called('models.rollBack', id);
      change(id, { previous: null });
    },
    async test(id) {
      called('models.test', id);
      change(id, { test: sampleTest });
      return sampleTest;
    },
    async setLimits(id, limits) {
      called('models.setLimits', id, JSON.stringify(limits));
      change(id, { limits });
    },
    async importPack(pack) {
      called('models.importPack', await pack.text());
      models = [...models, { ...sampleModels.untested, id: 'imported' }];
      tell();
      return 'imported';
    },
    async exportPack(id) {
      called('models.exportPack', id);
      return new Blob(['pack']);
    },
    async remove(id) {
      called('models.remove', id);
      models = models.filter((model) => model.id !== id);
      tell();
    },
  };
}

const passed: BackendTest = {
  backend: 'wasm',
  passed: true,
  difference: 0.0123,
  loadMs: 210,
  firstRunMs: 64,
  warmRunMs: 41,
};

const sampleTest: SelfTest = {
  at: '2026-11-25T09:30:00Z',
  version: '1.1.0',
  device: 'Chromium 156, no adapter',
  backends: [
    passed,
    {
      backend: 'webgpu',
      passed: false,
      difference: null,
      loadMs: null,
      firstRunMs: null,
      warmRunMs: null,
      problem: 'not available',
    },
  ],
  chosen: 'wasm',
};

const manifest: ModelStatus['manifest'] = {
  format: 1,
  id: 'ai-image',
  version: '1.1.0',
  task: 'ai-image',
  title: 'AI-generated pictures',
  file: 'ai-image.onnx',
  sha256: 'ab'.repeat(32),
  size: 8_400_000,
  encoder: { id: 'clip-b16', version: '1.0.0' },
  input: { kind: 'features', name: 'features', shape: ['batch', 512] },
  outputs: [{ name: 'logit', shape: ['batch', 1] }],
  calibration: { method: 'platt', slope: 1, intercept: 0 },
  abstention: [],
  licence: 'Apache-2.0',
  training: [{ source: 'a public set', licence: 'CC0-1.0' }],
  figures: [],
  card: 'card.md',
  golden: 'golden.json',
};

const ready: ModelStatus = {
  id: 'ai-image',
  manifest,
  origin: 'pack',
  state: { is: 'ready' },
  previous: '1.0.0',
  limits: DEFAULT_MODEL_LIMITS,
  counts: {
    uses: 1234,
    failures: 2,
    last: { code: 'timeout', at: '2026-11-24T18:00:00Z', detail: 'no answer after 15 s' },
  },
  test: sampleTest,
  differential: { at: '2026-11-20T09:00:00Z', inputs: 10, largest: 0.00042, flipped: 0, passed: true },
  running: { memory: 310_000_000 },
};

/** One model of each state. */
export const sampleModels = {
  ready,
  untested: {
    ...ready,
    id: 'faces',
    manifest: {
      ...manifest,
      id: 'faces',
      version: '1.0.0',
      task: 'face-detection',
      title: 'Faces in pictures',
    },
    origin: 'built-in',
    previous: null,
    counts: { uses: 0, failures: 0 },
    test: null,
    differential: null,
    running: null,
  },
  suspended: {
    ...ready,
    id: 'deepfake-face',
    manifest: { ...manifest, id: 'deepfake-face', task: 'deepfake-face', title: 'Exchanged faces' },
    origin: 'built-in',
    state: {
      is: 'suspended',
      by: 'self',
      since: '2026-11-25T08:00:00Z',
      why: phrase('models.why.wrong'),
      detail: 'logit differs by 4.2',
    },
    previous: null,
    test: {
      ...sampleTest,
      backends: [{ ...passed, passed: false, difference: 42 }],
      chosen: null,
    },
    running: null,
  },
} as const satisfies Record<string, ModelStatus>;
