import type { BackendId } from '../inference/model-runner';
import type { Phrase } from '../words/phrase';

/**
 * What a check can find. The verdict's rules are written on these and on the basis, not on the checks, so that
 * a new check which finds one of them takes part at once.
 */
export const FINDINGS = [
  /** A valid signature by somebody on a trust list. */
  'signed-trusted',
  /** A valid signature by somebody on no trust list. */
  'signed-unknown',
  /** The bytes contradict their own signature. */
  'altered',
  /** Made by a generative model. */
  'ai-generated',
  /** A generative model made a part of it or edited it. */
  'ai-edited',
  /** A face in it was swapped or edited. */
  'face-manipulated',
  /** A copy of an entry of the library. */
  'known-copy',
  /** The text hides something from its reader, or reads otherwise than it is written. */
  'hidden-text',
  /** A model's probability between its two thresholds: too high for nothing, too low for a finding. */
  'uncertain',
  /** Facts that the file states about its origin and that decide nothing (camera, software, credit). */
  'origin-stated',
  /** The check ran and found nothing. */
  'none',
  /** It looks at faces, and there is none. */
  'no-face',
  /** The check has nothing to say about a subject like this one; the summary gives the reason. */
  'not-applicable',
  /** The check could not run; the summary gives the reason. */
  'check-failed',
] as const;

export type Finding = (typeof FINDINGS)[number];

/** `declared`: a signature, a field, a match. `estimated`: a model's calibrated probability. */
export type Basis = 'declared' | 'estimated';

/** One fact, how strong it is, and the evidence a person can look at. */
export interface Signal<Evidence extends object = object> {
  readonly check: string;
  readonly finding: Finding;
  readonly basis: Basis;
  /** Calibrated probability, 0 to 1: always there on estimated signals, never on declared ones. */
  readonly probability?: number;
  /** The model that estimated, or abstained. */
  readonly model?: { readonly id: string; readonly version: string; readonly backend: BackendId };
  /** What was found, in one sentence or less, for the row in the panel and the line in the report. */
  readonly summary: Phrase;
  /** Machine-readable reason of `not-applicable` and `check-failed`, such as `timeout` or `too-flat`. */
  readonly reason?: string;
  /** Technical detail of a failure, untranslated, shown under "Details". */
  readonly detail?: string;
  /** Milliseconds that the check took. All signals of one run carry the same number. */
  readonly ms: number;
  /** JSON only: it is stored, exported and shown. */
  readonly evidence: Evidence;
}

/** A signal as a check returns it; the runner adds the check's name and its time. */
export type Found<Evidence extends object = object> = Omit<Signal<Evidence>, 'check' | 'ms'>;
