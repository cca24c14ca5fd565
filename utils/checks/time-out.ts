/**
 * Rings once, when its time is up. The clock stands still while it is held, for MOST_HELD_MS in all at the most: a
 * model is tested once on every machine, which takes longer than any check may.
 */
export class TimeOut {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private mayBeHeldMs: number;
  private since = 0;
  private heldNow = false;

  /** `graceMs` is added to what it may be held, for the outer one of two clocks. */
  constructor(
    private readonly ring: (heldTooLong: boolean) => void,
    private leftMs: number,
    graceMs = 0,
  ) {
    this.mayBeHeldMs = MOST_HELD_MS + graceMs;
    this.start();
  }

  /** Stops the clock, or lets it go on. */
  hold(held: boolean): void {
    if (held === this.heldNow || this.timer === undefined) return;
    const passed = performance.now() - this.since;
    if (this.heldNow) this.mayBeHeldMs -= passed;
    else this.leftMs -= passed;
    this.heldNow = held;
    this.start();
  }

  /** It will not ring any more. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private start(): void {
    clearTimeout(this.timer);
    this.since = performance.now();
    const ringAfterMs = this.heldNow ? this.mayBeHeldMs : this.leftMs;
    this.timer = setTimeout(() => {
      this.end();
      this.ring(this.heldNow);
    }, ringAfterMs);
  }
}

/** How long a model may be tested before the check that waits for it is given up. The test itself goes on. */
export const MOST_HELD_MS = 60_000;
