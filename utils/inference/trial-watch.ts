/** Told when a model that a run needs begins to be tested on this machine, and when that has ended. */
export type OnTrial = (testing: boolean) => void;

/** Which models are being tested, and who waits for them. */
export class TrialWatch {
  private readonly testing = new Set<string>();
  private readonly waiting = new Set<() => void>();

  /** A model's test has begun or ended. */
  set(model: string, testing: boolean): void {
    if (testing) this.testing.add(model);
    else this.testing.delete(model);
    for (const look of this.waiting) look();
  }

  /** Does the work, and tells meanwhile when one of the models is being tested, and when none is any more. */
  async during<Result>(
    models: readonly string[],
    onTrial: OnTrial,
    work: () => Promise<Result>,
  ): Promise<Result> {
    let told = false;
    const look = () => {
      const now = models.some((model) => this.testing.has(model));
      if (now !== told) onTrial(now);
      told = now;
    };
    this.waiting.add(look);
    try {
      look();
      return await work();
    } finally {
      this.waiting.delete(look);
    }
  }
}
