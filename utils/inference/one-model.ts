import type { Pixels } from '../subject/subject';
import { phrase } from '../words/phrase';
import {
  isWorthAnotherTry,
  type ModelDevice,
  noBackend,
  type OpenedModel,
  rightBackends,
  type Trial,
  tryBackends,
} from './backend-trial';
import { splitOutputs, stack, takesBatches, unstack } from './batch';
import { compareAnswers } from './differential';
import { fits } from './graph-inputs';
import type { Manifest } from './manifest';
import type { ModelBook } from './model-book';
import { HostFailure, ModelHost } from './model-host';
import {
  type BackendId,
  type KeyedPixels,
  type ModelAnswer,
  ModelError,
  type ModelInput,
} from './model-runner';
import type { Differential, ModelLimits, SelfTest } from './model-status';
import type { ModelCatalogue, ModelVersion } from './model-store';
import { failedRun, isBroken, isBusy, isMissing, isSuspended, reasonToSuspend } from './model-words';
import type { ModelWorker } from './model-worker';
import { pictureTensor } from './preprocess';
import type { Tensor, Tensors } from './tensor';

/** What a model needs from its surroundings. */
export interface OneModelParts {
  readonly catalogue: Pick<ModelCatalogue, 'readFile' | 'readGolden'>;
  readonly startWorker: (backend: BackendId) => ModelWorker;
  readonly device: () => Promise<ModelDevice>;
  readonly settings: () => Promise<ModelSettings>;
  /** Every version of this model that is at hand. */
  readonly versions: () => Promise<readonly ModelVersion[]>;
  /** What a head's encoder gives for the pictures, in their order. Rejects with ModelError. */
  readonly features: (head: Manifest, pictures: readonly KeyedPixels[]) => Promise<readonly Tensor[]>;
  readonly onChange: () => void;
  /** Its worker has been ended, since nobody used it for a while. */
  readonly onIdle: () => void;
  /** Its test on this machine has begun or ended. */
  readonly onTrial: (testing: boolean) => void;
}

export interface ModelSettings {
  /** How long a model must not be used until its worker ends. */
  readonly idleSeconds: number;
  /** Whether the last inputs may be kept on the disk. */
  readonly keepInputs: boolean;
}

/**
 * One model: its worker, its line of runs and its trials, which take turns. The worker is started at need and ended
 * when it is idle, hangs or crashes; the model takes itself out of service when it cannot be relied on.
 */
export class OneModel {
  private line: Promise<unknown> = Promise.resolve();
  private inLine = 0;
  private starts: readonly number[] = [];
  private timeoutsInARow = 0;
  private readonly lost = new Set<BackendId>();
  private readonly hosts = new Set<ModelHost>();
  private serving: { readonly host: ModelHost; readonly version: ModelVersion } | null = null;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: string,
    readonly book: ModelBook,
    private readonly parts: OneModelParts,
  ) {}

  get busy(): boolean {
    return this.inLine > 0;
  }

  /** As ModelStatus has it. */
  get running(): { readonly memory: number | null } | null {
    return this.serving?.host.alive ? { memory: this.serving.host.memory } : null;
  }

  /** The version that serves. Rejects with ModelError where none is at hand. */
  async active(): Promise<ModelVersion> {
    const versions = await this.parts.versions();
    const { active } = this.book.entry;
    const found = versions.find(({ manifest }) => manifest.version === active) ?? newest(versions);
    if (!found) throw isMissing(this.id);
    return found;
  }

  /** Rejects with ModelError. */
  async run(inputs: readonly ModelInput[]): Promise<ModelAnswer> {
    this.refuseSuspended();
    this.refuseBusy();
    return this.inTurn(() => this.answer(inputs));
  }

  suspend(): void {
    const since = new Date().toISOString();
    this.book.suspend({ is: 'suspended', by: 'person', since, why: phrase('models.why.person') });
    this.end();
  }

  /** The limits count from the next run on; its memory is limited when a worker starts. */
  limit(limits: ModelLimits): Promise<void> {
    const before = this.memoryLimit;
    this.book.limit(limits);
    if (this.memoryLimit === before) return Promise.resolve();
    return this.inTurn(async () => this.end());
  }

  /** Tests every backend here. A version that serves and fails is taken out of service. */
  test(): Promise<SelfTest> {
    return this.inTurn(async () => {
      try {
        const trial = await this.prove(await this.active());
        if (trial.host === null) this.failed(trial.failure);
        return trial.test;
      } catch (error) {
        throw this.failed(error);
      }
    });
  }

  /** Puts the model back into service, if it passes. Rejects with ModelError otherwise. */
  resume(): Promise<void> {
    return this.inTurn(async () => {
      await this.admit(await this.active());
      this.backInService();
    });
  }

  /** Puts the version that served before into service, if it passes. Rejects with ModelError otherwise. */
  rollBack(): Promise<void> {
    return this.inTurn(async () => {
      const versions = await this.parts.versions();
      const { previous } = this.book.entry;
      const target = versions.find(({ manifest }) => manifest.version === previous);
      if (!target) throw new ModelError('missing', this.id, phrase('models.refused.noPrevious'));
      const { manifest } = await this.active();
      await this.admit(target);
      this.book.serve(target.manifest.version, manifest.version);
      this.backInService();
    });
  }

  /** Puts an imported version into service in the place of another, if it passes. Rejects with ModelError otherwise. */
  replace(target: ModelVersion, before: ModelVersion | null): Promise<void> {
    return this.inTurn(async () => {
      await this.admit(target);
      this.book.serve(target.manifest.version, before?.manifest.version);
      // What a person took out of service, a person puts back.
      if (this.book.suspension?.by === 'self') this.backInService();
    });
  }

  /** Ends the workers, which gives their memory back. What they were doing fails. */
  end(): void {
    clearTimeout(this.idleTimer);
    for (const host of this.hosts) host.end();
    this.hosts.clear();
    this.serving = null;
  }

  private async answer(given: readonly ModelInput[]): Promise<ModelAnswer> {
    try {
      this.refuseSuspended();
      const version = await this.active();
      this.refuseBroken(version);
      const inputs = await this.inputsOf(version, given);
      const { outputs, backend } = await this.serve(version, inputs);
      this.timeoutsInARow = 0;
      this.book.countUse();
      const { keepInputs } = await this.parts.settings();
      if (keepInputs) this.keep(version, given, inputs, outputs);
      return { manifest: version.manifest, backend, outputs };
    } catch (error) {
      throw this.failed(error);
    }
  }

  private async inputsOf({ manifest }: ModelVersion, given: readonly ModelInput[]) {
    const { input } = manifest;
    if (input.kind === 'tokens' || input.kind === 'hashed')
      return given.map((one) => preparedIn(one, manifest));
    const pictures = given.map((one) => picturedIn(one, manifest));
    if (input.kind === 'image') return pictures.map(({ pixels }) => prepare(pixels, input));
    const features = await this.parts.features(manifest, pictures);
    this.refuseSuspended();
    const shape = input.shape.slice(1).map(Number);
    return features.map(({ data, shape: its }) => {
      if (!fits(input, { data, shape }))
        throw new HostFailure('broken', `takes ${shape}, and its encoder gives ${its}`);
      return { shape, data };
    });
  }

  /**
   * Runs on the fastest right backend; when a GPU fails on the way, whatever it says of it, on the next one. Only what
   * fails there too is the model's own fault.
   */
  private async serve(version: ModelVersion, inputs: readonly Tensor[]) {
    const [first] = await this.backendsFor(version);
    if (!first) throw noBackend();
    try {
      return { backend: first, outputs: await this.runOn(first, version, inputs) };
    } catch (error) {
      const lost = error instanceof HostFailure && error.code !== 'cancelled' && first === 'webgpu';
      if (!lost) throw error;
      this.lost.add(first);
      // Whoever asked has waited long enough; the next run has another backend.
      if (error.code === 'timeout') throw error;
      this.book.countFailure(error.code, error.detail);
      const [next] = await this.backendsFor(version);
      if (!next) throw error;
      return { backend: next, outputs: await this.runOn(next, version, inputs) };
    }
  }

  /** The backends that give the golden answers here, fastest first; where that is not known it is tried. */
  private async backendsFor(version: ModelVersion): Promise<readonly BackendId[]> {
    const { device, backends } = await this.parts.device();
    const known = this.book.testOf(version, device);
    const right = known ? rightBackends(known).filter((backend) => backends.includes(backend)) : [];
    const usable = right.filter((backend) => !this.lost.has(backend));
    if (usable.length > 0) return usable;
    const trial = await this.prove(version);
    if (trial.host === null) throw trial.failure;
    return rightBackends(trial.test);
  }

  /** Tests every backend, keeps what came out, and leaves the best one open to serve. */
  private async prove(version: ModelVersion): Promise<Trial> {
    this.refuseBroken(version);
    this.end();
    this.lost.clear();
    this.parts.onTrial(true);
    try {
      const [model, device] = await Promise.all([this.read(version), this.parts.device()]);
      const trial = await tryBackends(model, device, (backend) => this.startHost(backend), this.memoryLimit);
      this.book.keepTest(trial.test, version.manifest.sha256);
      if (trial.host) this.serving = { host: trial.host, version };
      return trial;
    } finally {
      this.parts.onTrial(false);
    }
  }

  private async runOn(backend: BackendId, version: ModelVersion, inputs: readonly Tensor[]) {
    const { manifest } = version;
    const host = await this.opened(backend, version);
    const atOnce = takesBatches(manifest) ? MOST_AT_ONCE : 1;
    const outputs: Tensors[] = [];
    for (let from = 0; from < inputs.length; from += atOnce) {
      const part = inputs.slice(from, from + atOnce);
      // The limit is for one input.
      const timeoutMs = this.book.limits.timeoutSeconds * 1000 * part.length;
      const ran = await host.run(stack(part), timeoutMs);
      host.refuseMemoryAbove(this.memoryLimit);
      outputs.push(...splitOutputs(ran, manifest, part.length));
    }
    return outputs;
  }

  private async opened(backend: BackendId, version: ModelVersion): Promise<ModelHost> {
    const { host, version: open } = this.serving ?? {};
    if (host?.alive && host.backend === backend && isSame(open, version)) return host;
    this.end();
    const file = await this.readFile(version);
    const fresh = this.startHost(backend);
    this.serving = { host: fresh, version };
    await fresh.open(version.manifest, file, this.memoryLimit);
    fresh.refuseMemoryAbove(this.memoryLimit);
    return fresh;
  }

  private startHost(backend: BackendId): ModelHost {
    const host = new ModelHost(backend, this.parts.startWorker);
    this.hosts.add(host);
    return host;
  }

  private get memoryLimit(): number {
    return this.book.limits.memoryMegabytes * BYTES_PER_MEGABYTE;
  }

  private async read(version: ModelVersion): Promise<OpenedModel> {
    const { manifest } = version;
    const golden = await this.parts.catalogue.readGolden(this.id, manifest.version).catch(asBroken);
    return { manifest, file: await this.readFile(version), golden };
  }

  private readFile({ manifest }: ModelVersion): Promise<Blob> {
    return this.parts.catalogue.readFile(this.id, manifest.version).catch(asBroken);
  }

  /** The golden test and the differential test. Rejects with ModelError, and nothing has changed, where one fails. */
  private async admit(version: ModelVersion): Promise<void> {
    const before = this.book.suspension;
    try {
      const trial = await this.prove(version);
      if (trial.host === null) throw trial.failure;
      const differential = await this.compare(version, trial.host.backend);
      this.book.keepDifferential(differential);
      if (!differential.passed) throw new HostFailure('wrong', `differs by up to ${differential.largest}`);
      if (this.book.suspension !== before) throw new HostFailure('cancelled', 'suspended meanwhile');
    } catch (error) {
      this.end();
      throw error instanceof HostFailure ? this.refused(error) : error;
    }
  }

  private async compare(version: ModelVersion, backend: BackendId): Promise<Differential> {
    const { manifest } = version;
    const kept = (await this.book.lastInputs()).filter(({ input }) => fits(manifest.input, input));
    const versions = await this.parts.versions();
    const now = await this.runOn(
      backend,
      version,
      kept.map(({ input }) => input),
    );
    const golden = await this.parts.catalogue.readGolden(this.id, manifest.version).catch(asBroken);
    const answers = kept.map((one, index) => ({
      before: versions.find((other) => other.manifest.version === one.version)?.manifest ?? null,
      sameVersion: one.version === manifest.version,
      old: one.outputs,
      fresh: now[index] ?? {},
    }));
    return compareAnswers(answers, manifest, golden);
  }

  private refused(failure: HostFailure): ModelError {
    const { said: why } = failedRun(this.id, failure, this.book.limits, false);
    return new ModelError(failure.code, this.id, phrase('models.refused.trial', { why }), failure.detail);
  }

  private backInService(): void {
    this.timeoutsInARow = 0;
    this.book.suspend(undefined);
  }

  private refuseSuspended(): void {
    if (this.book.suspension) throw isSuspended(this.id, this.book.suspension);
  }

  private refuseBroken({ broken }: ModelVersion): void {
    if (broken !== undefined) throw isBroken(this.id, broken);
  }

  private refuseBusy(): void {
    const { runsPerMinute, queueLength } = this.book.limits;
    const now = Date.now();
    this.starts = this.starts.filter((start) => now - start < MINUTE_MS);
    if (this.starts.length < runsPerMinute && this.inLine <= queueLength) {
      this.starts = [...this.starts, now];
      return;
    }
    this.book.countFailure('busy', undefined);
    throw isBusy(this.id);
  }

  /** What became of a run that gave no answer: it is counted, and may take the model out of service. */
  private failed(error: unknown): unknown {
    const { suspension, limits } = this.book;
    if (error instanceof ModelError) {
      if (error.code !== 'suspended' || !suspension) this.book.countFailure(error.code, error.detail);
      return error;
    }
    if (!(error instanceof HostFailure)) {
      this.book.countFailure('crashed', String(error));
      return error;
    }
    // A person suspended it while it ran.
    if (error.code === 'cancelled' && suspension) return isSuspended(this.id, suspension);
    if (error.code === 'timeout') this.timeoutsInARow += 1;
    this.book.countFailure(error.code, error.detail);
    const why = suspension ? null : reasonToSuspend(error.code, this.timeoutsInARow);
    if (why) {
      const since = new Date().toISOString();
      this.book.suspend({ is: 'suspended', by: 'self', since, why, detail: error.detail });
      this.end();
    }
    return failedRun(this.id, error, limits, why !== null);
  }

  private keep(
    { manifest }: ModelVersion,
    given: readonly ModelInput[],
    inputs: readonly Tensor[],
    outputs: readonly Tensors[],
  ): void {
    const { version } = manifest;
    this.book.keepInputs(
      given.flatMap(({ key }, index) => {
        const [input, answer] = [inputs[index], outputs[index]];
        return input && answer ? [{ key, version, input, outputs: answer }] : [];
      }),
    );
  }

  /** Runs and trials take turns, in the order asked. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.inLine += 1;
    clearTimeout(this.idleTimer);
    const done = this.line.then(work).finally(() => {
      this.inLine -= 1;
      void this.endWhenIdle();
    });
    this.line = done.catch(() => undefined);
    return done;
  }

  private async endWhenIdle(): Promise<void> {
    this.parts.onChange();
    const { idleSeconds } = await this.parts.settings();
    clearTimeout(this.idleTimer);
    if (this.busy) return;
    this.idleTimer = setTimeout(() => {
      this.end();
      this.parts.onIdle();
      this.parts.onChange();
      void this.tryAgain().catch(() => undefined);
    }, idleSeconds * 1000);
  }

  /** A backend that gave no numbers may have been busy or lost then, so it is tried again once nobody waits. */
  private async tryAgain(): Promise<void> {
    if (this.book.suspension) return;
    const [version, { device }] = await Promise.all([this.active(), this.parts.device()]);
    const test = this.book.testOf(version, device);
    if (test && !this.busy && isWorthAnotherTry(test, Date.now()))
      await this.inTurn(() => this.prove(version));
  }
}

const BYTES_PER_MEGABYTE = 1_048_576;
const MINUTE_MS = 60_000;

/** More inputs than these are run in parts, so that memory stays bounded. */
const MOST_AT_ONCE = 8;

function preparedIn(given: ModelInput, { input, id }: Manifest): Tensor {
  if (!('tensor' in given)) throw new HostFailure('broken', `${id} takes no pictures`);
  if (!fits(input, given.tensor)) throw new HostFailure('broken', `${id} takes no ${given.tensor.shape}`);
  return given.tensor;
}

function picturedIn(given: ModelInput, { id }: Manifest): KeyedPixels {
  if (!('pixels' in given)) throw new HostFailure('broken', `${id} takes pictures`);
  return given;
}

function prepare(pixels: Pixels, input: Parameters<typeof pictureTensor>[1]): Tensor {
  const [tensor] = unstack(pictureTensor([pixels], input));
  if (!tensor) throw new HostFailure('broken', 'the picture could not be prepared');
  return tensor;
}

function isSame(one: ModelVersion | undefined, other: ModelVersion): boolean {
  return one?.manifest.version === other.manifest.version && one.manifest.sha256 === other.manifest.sha256;
}

/** The highest version, number by number. */
function newest(versions: readonly ModelVersion[]): ModelVersion | undefined {
  const inOrder = [...versions].sort((one, other) =>
    other.manifest.version.localeCompare(one.manifest.version, 'en', { numeric: true }),
  );
  return inOrder[0];
}

function asBroken(error: unknown): never {
  throw new HostFailure('broken', error instanceof Error ? error.message : String(error));
}
