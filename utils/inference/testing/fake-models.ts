import { filesOf, type TinyModel } from '../../../test/fixtures/models';
import type { BackendId, KeyedPixels } from '../model-runner';
import { ModelService, type ModelServiceParts } from '../model-service';
import type { BackendTest } from '../model-status';
import type { KeptInput, ModelCatalogue, ModelRecord, ModelStateStore, ModelVersion } from '../model-store';
import type { ModelReply, ModelRequest, ModelWorker } from '../model-worker';
import type { Tensors } from '../tensor';

/** What a worker does with a request; undefined: what a sound one does. `hang`: nothing; `die`: its thread crashes. */
export type Script = (
  request: ModelRequest,
  about: { readonly model: string; readonly backend: BackendId },
) => ModelReply | 'hang' | 'die' | undefined;

/** A browser in which models run: everything that the service touches, with a record of what it did. */
export class FakeBrowser {
  script: Script = () => undefined;
  backends: readonly BackendId[] = ['wasm'];
  settings = { idleSeconds: 60, keepInputs: true };
  /** Milliseconds of a warm run, by backend. */
  speed: Partial<Record<BackendId, number>> = { webgpu: 10, wasm: 50 };
  /** Every request, as `model backend task`. */
  readonly asked: string[] = [];
  started = 0;
  ended = 0;
  readonly store = new FakeStore();
  private readonly versions: { readonly model: TinyModel; readonly origin: ModelVersion['origin'] }[];

  constructor(...models: readonly TinyModel[]) {
    this.versions = models.map((model) => ({ model, origin: 'built-in' as const }));
  }

  /** A service as a freshly started engine has it; what is kept is still there. */
  service(changes: Partial<ModelServiceParts> = {}): ModelService {
    return new ModelService({
      catalogue: this.catalogue,
      store: this.store,
      startWorker: (backend) => this.startWorker(backend),
      describeDevice: async () => ({ device: 'Testbrowser 1', backends: this.backends }),
      settings: async () => this.settings,
      ...changes,
    });
  }

  get alive(): number {
    return this.started - this.ended;
  }

  count(what: string): number {
    return this.asked.filter((one) => one === what).length;
  }

  add(model: TinyModel): void {
    this.versions.push({ model, origin: 'built-in' });
  }

  readonly catalogue: ModelCatalogue = {
    list: async () => this.versions.map(({ model, origin }) => ({ manifest: model.manifest, origin })),
    readFile: async (id, version) => new Blob([this.find(id, version).onnx]),
    readGolden: async (id, version) => this.find(id, version).golden,
    readCard: async (id, version) => this.find(id, version).card,
    savePack: async (pack) => {
      const model = packs.get(pack);
      if (!model) throw new Error('no pack');
      this.versions.push({ model, origin: 'pack' });
      return { manifest: model.manifest, origin: 'pack' };
    },
    writePack: async (id, version) => packOf(this.find(id, version)),
    removePack: async (id, version) => {
      const at = this.versions.findIndex(
        ({ model, origin }) =>
          origin === 'pack' && model.manifest.id === id && model.manifest.version === version,
      );
      if (at >= 0) this.versions.splice(at, 1);
    },
  };

  private find(id: string, version: string): TinyModel {
    const found = this.versions.find(
      ({ model: { manifest } }) => manifest.id === id && manifest.version === version,
    );
    if (!found) throw new Error(`There is no ${id} ${version}`);
    return found.model;
  }

  private startWorker(backend: BackendId): ModelWorker {
    this.started += 1;
    let model: Extract<ModelRequest, { task: 'open' }>['manifest'] | undefined;
    let open = true;
    const worker: ModelWorker = {
      onmessage: null,
      onerror: null,
      postMessage: ({ id, request }) => {
        if (request.task === 'open') model = request.manifest;
        if (!model) throw new Error('nothing has been opened');
        const manifest = model;
        this.asked.push(`${manifest.id} ${backend} ${request.task}`);
        const reply =
          this.script(request, { model: manifest.id, backend }) ??
          soundReply(request, manifest, backend, this.speed[backend] ?? 1);
        queueMicrotask(() => {
          if (!open || reply === 'hang') return;
          if (reply === 'die') worker.onerror?.({ message: 'it is gone' } as ErrorEvent);
          else worker.onmessage?.({ data: { id, reply } } as MessageEvent);
        });
      },
      terminate: () => {
        if (open) this.ended += 1;
        open = false;
      },
    };
    return worker;
  }
}

/** A store that can be as full as a disk. */
class FakeStore implements ModelStateStore {
  readonly records = new Map<string, ModelRecord>();
  readonly inputs = new Map<string, readonly KeptInput[]>();
  full = false;

  async readAll() {
    return [...this.records.values()];
  }

  async write(record: ModelRecord) {
    if (this.full) throw new Error('QuotaExceededError');
    this.records.set(record.id, record);
  }

  async remove(id: string) {
    this.records.delete(id);
    this.inputs.delete(id);
  }

  async lastInputs(id: string) {
    return this.inputs.get(id) ?? [];
  }

  async keepInput(id: string, input: KeptInput) {
    if (this.full) throw new Error('QuotaExceededError');
    this.inputs.set(id, [input, ...(this.inputs.get(id) ?? [])].slice(0, 10));
  }
}

/** A pack that the fake catalogue reads. */
export function packOf(model: TinyModel): Blob {
  const pack = new Blob([...filesOf(model).values()].map((bytes) => new Uint8Array(bytes)));
  packs.set(pack, model);
  return pack;
}

const packs = new WeakMap<Blob, TinyModel>();

/** Pictures of one grey each. */
export function greys(...values: readonly number[]): readonly KeyedPixels[] {
  return values.map((value) => ({
    key: `grey ${value}`,
    pixels: { width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(value).map(opaque) },
  }));
}

const opaque = (value: number, index: number) => (index % 4 === 3 ? 255 : value);

/** Answers of backends that do not give the golden ones. */
export function proofOf(backend: BackendId, changes: Partial<BackendTest>): ModelReply {
  return { proof: { backend, passed: true, difference: 0.1, ...TIMES, ...changes } };
}

const TIMES = { loadMs: 5, firstRunMs: 9, warmRunMs: 8 };

function soundReply(
  request: ModelRequest,
  manifest: Extract<ModelRequest, { task: 'open' }>['manifest'],
  backend: BackendId,
  warmRunMs: number,
): ModelReply {
  if (request.task === 'open') return { opened: { loadMs: 5, memory: 1000 } };
  if (request.task === 'prove') return proofOf(backend, { warmRunMs });
  return { outputs: meansOf(request, manifest), ms: 1, memory: 1000 };
}

/** Every value of an answer is the mean of its input, and what the version's last number adds. */
function meansOf(
  { input }: Extract<ModelRequest, { task: 'run' }>,
  { outputs, version }: Extract<ModelRequest, { task: 'open' }>['manifest'],
): Tensors {
  const [batch = 0] = input.shape;
  const length = input.data.length / batch;
  const bias = Number(version.split('.')[2]);
  return Object.fromEntries(
    outputs.map(({ name, shape }) => {
      const sizes = [batch, ...shape.slice(1).map(Number)];
      const each = sizes.slice(1).reduce((product, size) => product * size, 1);
      const data = new Float32Array(batch * each);
      for (let index = 0; index < batch; index++) {
        const values = input.data.subarray(index * length, (index + 1) * length);
        const mean = values.reduce((sum, value) => sum + value, 0) / length;
        data.fill(mean + bias, index * each, (index + 1) * each);
      }
      return [name, { shape: sizes, data }];
    }),
  );
}
