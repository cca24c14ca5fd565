import type { ModelFailure } from './model-runner';
import { DEFAULT_MODEL_LIMITS, type Differential, type ModelLimits, type SelfTest } from './model-status';
import {
  KEPT_INPUTS,
  type KeptInput,
  type KeptTest,
  type ModelRecord,
  type ModelStateStore,
  type ModelVersion,
  type Suspension,
} from './model-store';

/**
 * The record of one model, at hand here and written to the store behind everybody's back: a slow or full disk
 * neither delays nor fails an answer.
 */
export class ModelBook {
  private writing: Promise<void> | null = null;
  private unwritten = false;
  private keeping: Promise<void> = Promise.resolve();
  private toKeep = 0;
  private removed = false;

  constructor(
    private record: ModelRecord,
    private readonly store: ModelStateStore,
    private readonly onChange: () => void,
  ) {}

  get limits(): ModelLimits {
    return this.record.limits ?? DEFAULT_MODEL_LIMITS;
  }

  get suspension(): Suspension | undefined {
    return this.record.suspension;
  }

  get entry(): ModelRecord {
    return this.record;
  }

  /** Takes the model out of service, or back into it. */
  suspend(suspension: Suspension | undefined): void {
    const { suspension: _, ...rest } = this.record;
    this.change(suspension ? { ...rest, suspension } : rest);
  }

  /** Makes a version the one that serves. What served until then is what a roll back returns to. */
  serve(version: string, before: string | undefined): void {
    const { previous: _, ...rest } = this.record;
    this.change({
      ...rest,
      active: version,
      ...(before !== undefined && before !== version && { previous: before }),
    });
  }

  /** Says that this version serves, also when a newer one comes to hand. */
  pin(version: string): void {
    if (this.record.active !== version) this.change({ ...this.record, active: version });
  }

  /** Forgets which versions served, so that the newest at hand does. */
  serveNewest(): void {
    const { active: _, previous: __, differential: ___, ...rest } = this.record;
    this.change(rest);
  }

  limit(limits: ModelLimits): void {
    this.change({ ...this.record, limits });
  }

  /** Counts a run that gave an answer. */
  countUse(): void {
    const { counts } = this.record;
    this.change({ ...this.record, counts: { ...counts, uses: counts.uses + 1 } });
  }

  /** Counts a run that gave none, or needed a second attempt. */
  countFailure(code: ModelFailure, detail: string | undefined): void {
    const { counts } = this.record;
    const last = { code, at: new Date().toISOString(), ...(detail !== undefined && { detail }) };
    this.change({ ...this.record, counts: { ...counts, failures: counts.failures + 1, last } });
  }

  /** The self-test of exactly this version and file on this device. */
  testOf({ manifest }: ModelVersion, device: string): SelfTest | null {
    const { version, sha256 } = manifest;
    const kept = this.record.tests.find(
      (test) => test.version === version && test.sha256 === sha256 && test.device === device,
    );
    if (!kept) return null;
    const { sha256: _, ...test } = kept;
    return test;
  }

  keepTest(test: SelfTest, sha256: string): void {
    const others = this.record.tests.filter(
      (kept) => kept.version !== test.version || kept.sha256 !== sha256 || kept.device !== test.device,
    );
    const kept: KeptTest = { ...test, sha256 };
    this.change({ ...this.record, tests: [kept, ...others].slice(0, KEPT_TESTS) });
  }

  keepDifferential(differential: Differential): void {
    this.change({ ...this.record, differential });
  }

  /** Inputs come as fast as pictures are checked: what the disk cannot follow is not kept. */
  keepInputs(inputs: readonly KeptInput[]): void {
    for (const input of inputs.slice(0, KEPT_INPUTS - this.toKeep)) {
      this.toKeep += 1;
      this.keeping = this.keeping
        .then(() => this.store.keepInput(this.record.id, input))
        .catch(() => undefined)
        .finally(() => {
          this.toKeep -= 1;
        });
    }
  }

  /** A store that cannot be read is one without inputs. */
  async lastInputs(): Promise<readonly KeptInput[]> {
    await this.keeping;
    return this.store.lastInputs(this.record.id).catch(() => []);
  }

  /** Resolves when all that has changed until now has been written, or could not be. */
  get written(): Promise<void> {
    return this.writing ?? Promise.resolve();
  }

  /** Forgets the model for good, once what is being written has been. */
  async remove(): Promise<void> {
    this.removed = true;
    this.unwritten = false;
    await this.writing;
    await this.keeping;
    await this.store.remove(this.record.id).catch(() => undefined);
  }

  private change(record: ModelRecord): void {
    this.record = record;
    this.unwritten = !this.removed;
    if (this.unwritten) this.writing ??= this.writeAll();
    this.onChange();
  }

  private async writeAll(): Promise<void> {
    while (this.unwritten) {
      this.unwritten = false;
      await this.store.write(this.record).catch(() => undefined);
    }
    this.writing = null;
  }
}

/** Self-tests that are kept a model: versions to roll back to, and a browser that was updated meanwhile. */
const KEPT_TESTS = 8;
