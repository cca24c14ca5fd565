/** One subject of an evaluation and what a detector made of it. */
export interface Scored {
  /** Whether it is what the detector looks for. */
  readonly positive: boolean;
  /** Subjects of one source resemble each other: intervals draw whole sources. */
  readonly source: string;
  /** Null where the detector abstained. */
  readonly probability: number | null;
  /** For each of the detector's thresholds, the strictest first, whether the probability lies above it. */
  readonly passed: readonly boolean[];
}
