import { phrase } from '../words/phrase';
import type { ModelDevice } from './backend-trial';
import { FeatureCache } from './feature-cache';
import type { Manifest } from './manifest';
import { ModelBook } from './model-book';
import { HostFailure } from './model-host';
import {
  type BackendId,
  type KeyedPixels,
  type ModelAnswer,
  ModelError,
  type ModelInput,
  type ModelRunner,
} from './model-runner';
import type { ModelLimits, ModelStatus, ModelsClient, SelfTest } from './model-status';
import type { ModelCatalogue, ModelRecord, ModelStateStore, ModelVersion } from './model-store';
import { encoderFailed, encoderOfOtherVersion, isMissing, isSuspended } from './model-words';
import type { ModelWorker } from './model-worker';
import { type ModelSettings, OneModel } from './one-model';
import { type PooledFeatures, poolFeatures } from './pooled-features';
import type { Tensor } from './tensor';
import { type OnTrial, TrialWatch } from './trial-watch';

/** The models' surroundings. Everything that touches a browser or a disk is handed in. */
export interface ModelServiceParts {
  readonly catalogue: ModelCatalogue;
  readonly store: ModelStateStore;
  readonly startWorker: (backend: BackendId) => ModelWorker;
  readonly describeDevice: () => Promise<ModelDevice>;
  readonly settings: () => Promise<ModelSettings>;
}

/** All models of the engine: runs them for checks, and does what the Models page asks. */
export class ModelService implements ModelRunner, ModelsClient {
  private readonly models = new Map<string, OneModel>();
  private readonly listeners = new Set<() => void>();
  private readonly trials = new TrialWatch();
  private readonly features = new FeatureCache<Tensor>(FEATURES_AT_HAND);
  private records: Promise<ReadonlyMap<string, ModelRecord>> | undefined;
  private versions: Promise<readonly ModelVersion[]> | undefined;
  private known: Promise<ModelDevice> | undefined;
  private readonly since = new Date().toISOString();

  constructor(private readonly parts: ModelServiceParts) {}

  async run(
    modelId: string,
    inputs: readonly ModelInput[],
    onTrial: OnTrial = () => undefined,
  ): Promise<ModelAnswer> {
    const model = await this.find(modelId);
    const { encoder } = (await model.active()).manifest;
    const needed = encoder ? [modelId, encoder.id] : [modelId];
    return this.trials.during(needed, onTrial, () => model.run(inputs));
  }

  async list(): Promise<readonly ModelStatus[]> {
    const ids = [...new Set((await this.catalogue()).map(({ manifest }) => manifest.id))].sort();
    const device = await this.device().catch(() => null);
    return Promise.all(ids.map(async (id) => this.statusOf(await this.find(id), device)));
  }

  async readCard(id: string): Promise<string> {
    const { manifest } = await (await this.find(id)).active();
    return this.parts.catalogue.readCard(id, manifest.version);
  }

  async suspend(id: string): Promise<void> {
    (await this.find(id)).suspend();
  }

  async resume(id: string): Promise<void> {
    return (await this.find(id)).resume();
  }

  async rollBack(id: string): Promise<void> {
    return (await this.find(id)).rollBack();
  }

  async test(id: string): Promise<SelfTest> {
    return (await this.find(id)).test();
  }

  async setLimits(id: string, limits: ModelLimits): Promise<void> {
    await (await this.find(id)).limit(limits);
  }

  async importPack(pack: Blob): Promise<string> {
    const before = await this.catalogue();
    const serving = await this.servingVersions(before);
    const saved = await this.parts.catalogue.savePack(pack);
    const { id, version } = saved.manifest;
    const active = serving.get(id) ?? null;
    if (active?.manifest.version === version) return id;
    // Until it has passed, what served before goes on.
    if (active) (await this.find(id)).book.pin(active.manifest.version);
    this.versions = undefined;
    const model = await this.find(id);
    try {
      await model.replace(saved, active);
    } catch (error) {
      if (!before.some((one) => isVersion(one, saved))) await this.parts.catalogue.removePack(id, version);
      this.versions = undefined;
      if (!active) await this.forget(model);
      this.changed();
      throw error;
    }
    return id;
  }

  async exportPack(id: string): Promise<Blob> {
    const { manifest } = await (await this.find(id)).active();
    return this.parts.catalogue.writePack(id, manifest.version);
  }

  async remove(id: string): Promise<void> {
    const model = await this.find(id);
    const versions = (await this.catalogue()).filter(({ manifest }) => manifest.id === id);
    const packs = versions.filter(({ origin }) => origin === 'pack');
    if (packs.length === 0) throw new ModelError('missing', id, phrase('models.refused.builtIn'));
    const served = await model.active();
    model.end();
    for (const { manifest } of packs) await this.parts.catalogue.removePack(id, manifest.version);
    this.versions = undefined;
    if (packs.length === versions.length) await this.forget(model);
    else model.book.serveNewest();
    // What failed has been removed; what a person took out of service, a person puts back.
    if (served.origin === 'pack' && model.book.suspension?.by === 'self') model.book.suspend(undefined);
    this.changed();
  }

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Whether no model runs or is being tested. */
  get idle(): boolean {
    return [...this.models.values()].every(({ busy }) => !busy);
  }

  /** Resolves when all that is kept of the models has been written, or could not be. */
  async written(): Promise<void> {
    await Promise.all([...this.models.values()].map(({ book }) => book.written));
  }

  /**
   * What the encoder of a head has made of the picture with this key, while that is at hand. Undefined where the head has
   * not been asked about it.
   */
  async pooledFeatures(headId: string, key: string): Promise<PooledFeatures | undefined> {
    const { encoder } = (await (await this.find(headId)).active()).manifest;
    const features = encoder && (await this.features.atHand(featureKey(encoder, key)));
    return features && poolFeatures(features, (await (await this.find(encoder.id)).active()).manifest);
  }

  /** Forgets the features of the pictures that were checked last. */
  dropFeatures(): void {
    this.features.clear();
  }

  /** Ends every worker and forgets what is in memory. */
  end(): void {
    for (const model of this.models.values()) model.end();
    this.dropFeatures();
  }

  private async find(id: string): Promise<OneModel> {
    const versions = await this.catalogue().catch((error: unknown) => {
      throw isMissing(id, String(error));
    });
    const records = await this.recordsKept();
    if (!versions.some(({ manifest }) => manifest.id === id)) throw isMissing(id);
    const known = this.models.get(id);
    if (known) return known;
    const record = records.get(id) ?? { id, counts: { uses: 0, failures: 0 }, tests: [] };
    const model = this.create(record);
    this.models.set(id, model);
    return model;
  }

  private create(record: ModelRecord): OneModel {
    const { id } = record;
    const { catalogue, store, startWorker } = this.parts;
    const onChange = () => this.changed();
    return new OneModel(id, new ModelBook(record, store, onChange), {
      ...{ catalogue, startWorker, onChange },
      onIdle: () => this.dropFeatures(),
      onTrial: (testing) => this.trials.set(id, testing),
      device: () => this.device(),
      settings: () => this.parts.settings().catch(() => SETTINGS_UNREAD),
      versions: async () => (await this.catalogue()).filter(({ manifest }) => manifest.id === id),
      features: (head, pictures) => this.featuresOf(head, pictures),
    });
  }

  /** What the head's encoder gives for every picture; worked out once a key, however many heads ask. */
  private async featuresOf(head: Manifest, pictures: readonly KeyedPixels[]): Promise<readonly Tensor[]> {
    const { encoder } = head;
    if (!encoder) throw new HostFailure('broken', 'takes features, and names no encoder');
    try {
      const model = await this.find(encoder.id);
      if (model.book.suspension) throw isSuspended(encoder.id, model.book.suspension);
      const { manifest } = await model.active();
      if (manifest.version !== encoder.version || manifest.input.kind !== 'image') {
        throw encoderOfOtherVersion(head.id, encoder, manifest.version);
      }
      const keys = pictures.map(({ key }) => featureKey(encoder, key));
      return await this.features.all(keys, async (missing) => {
        const wanted = missing.flatMap((index) => pictures[index] ?? []);
        const { outputs, manifest: answered } = await model.run(wanted);
        if (answered.version !== encoder.version) {
          throw encoderOfOtherVersion(head.id, encoder, answered.version);
        }
        return outputs.map((tensors) => featuresIn(tensors, head, manifest));
      });
    } catch (error) {
      if (!(error instanceof ModelError) || error.modelId === head.id) throw error;
      throw encoderFailed(head.id, error);
    }
  }

  private async statusOf(model: OneModel, device: ModelDevice | null): Promise<ModelStatus> {
    const { id, book, running } = model;
    const active = await model.active();
    const { suspension, limits, entry } = book;
    const versions = await this.catalogue();
    const previous = versions.find(
      ({ manifest }) => manifest.id === id && manifest.version === entry.previous,
    );
    return {
      ...{ id, limits, running, manifest: active.manifest, origin: active.origin, counts: entry.counts },
      state: suspension ?? (active.broken === undefined ? { is: 'ready' } : this.outOfService(active.broken)),
      previous: previous?.manifest.version ?? null,
      test: device && book.testOf(active, device.device),
      differential: entry.differential ?? null,
    };
  }

  /** A model that cannot serve until the product is whole again; nobody has to resume it then. */
  private outOfService(detail: string): ModelStatus['state'] {
    return { is: 'suspended', by: 'self', since: this.since, why: phrase('models.why.broken'), detail };
  }

  private async servingVersions(versions: readonly ModelVersion[]) {
    const serving = new Map<string, ModelVersion>();
    for (const id of new Set(versions.map(({ manifest }) => manifest.id))) {
      serving.set(id, await (await this.find(id)).active());
    }
    return serving;
  }

  private async forget(model: OneModel): Promise<void> {
    model.end();
    await model.book.remove();
    this.models.delete(model.id);
    this.records = this.records?.then((records) => new Map([...records].filter(([id]) => id !== model.id)));
  }

  private catalogue(): Promise<readonly ModelVersion[]> {
    this.versions ??= this.parts.catalogue.list().catch((error: unknown) => {
      this.versions = undefined;
      throw error;
    });
    return this.versions;
  }

  /** A store that cannot be read is an empty one: models still run. */
  private recordsKept(): Promise<ReadonlyMap<string, ModelRecord>> {
    this.records ??= this.parts.store.readAll().then(
      (records) => new Map(records.map((record) => [record.id, record])),
      () => new Map<string, ModelRecord>(),
    );
    return this.records;
  }

  private device(): Promise<ModelDevice> {
    this.known ??= this.parts.describeDevice().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Pictures and faces whose features are held: those of a few jobs at a time. */
const FEATURES_AT_HAND = 32;

function featureKey({ id, version }: { readonly id: string; readonly version: string }, key: string): string {
  return `${id} ${version} ${key}`;
}

const SETTINGS_UNREAD: ModelSettings = { idleSeconds: 60, keepInputs: false };

function isVersion(one: ModelVersion, other: ModelVersion): boolean {
  return one.manifest.id === other.manifest.id && one.manifest.version === other.manifest.version;
}

/** The encoder's output that the head asks for by name, or its first. */
function featuresIn(
  tensors: Readonly<Record<string, Tensor>>,
  head: Manifest,
  { outputs: [first] }: Manifest,
): Tensor {
  const features =
    tensors[head.input.kind === 'features' ? head.input.name : ''] ?? tensors[first?.name ?? ''];
  if (!features) throw new HostFailure('broken', 'its encoder gives no features');
  return features;
}
