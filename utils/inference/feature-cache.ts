/**
 * What has been worked out last, by key, so that it is worked out once however many ask, also while it is under way.
 * Failures are not held. Beyond `size` entries, what was asked for longest ago is dropped.
 */
export class FeatureCache<Value> {
  private readonly entries = new Map<string, Promise<Value>>();

  constructor(private readonly size: number) {}

  /** Values in the order of the keys; those that are not at hand are worked out together, each key once. */
  async all(
    keys: readonly string[],
    workOut: (missing: readonly number[]) => Promise<readonly Value[]>,
  ): Promise<readonly Value[]> {
    const missing = keys.flatMap((key, index) =>
      this.entries.has(key) || keys.indexOf(key) < index ? [] : [index],
    );
    const working = missing.length > 0 ? workOut(missing) : Promise.resolve([]);
    for (const [place, index] of missing.entries()) this.hold(keys[index] as string, working, place);
    const wanted = keys.map((key) => this.touch(key));
    this.dropOldest();
    return Promise.all(wanted);
  }

  /** The value if it is at hand: undefined where nobody has asked for it, or it is still being worked out. */
  async atHand(key: string): Promise<Value | undefined> {
    const value = this.entries.get(key);
    // Of two that are settled, the first one in the list is taken.
    return value && Promise.race([value, undefined]);
  }

  clear(): void {
    this.entries.clear();
  }

  private hold(key: string, working: Promise<readonly Value[]>, place: number): void {
    const value = working.then((values) => values[place] as Value);
    this.entries.set(key, value);
    value.catch(() => {
      if (this.entries.get(key) === value) this.entries.delete(key);
    });
  }

  private touch(key: string): Promise<Value> {
    const value = this.entries.get(key) as Promise<Value>;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  private dropOldest(): void {
    for (const key of this.entries.keys()) {
      if (this.entries.size <= this.size) return;
      this.entries.delete(key);
    }
  }
}
