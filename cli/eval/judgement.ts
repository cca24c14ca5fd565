import type { Estimate } from '../../utils/checks/estimate';
import type { Signal } from '../../utils/checks/signal';
import { inEnglish } from '../../utils/records/answer';
import type { Dimensions } from '../../utils/subject/subject';
import { decide } from '../../utils/verdict/decide';
import type { VerdictLevel } from '../../utils/verdict/verdict';
import type { Outcome } from '../outcome';

/** What the check made of one subject. */
export type Judgement = Judged | Abstained | Failed;

interface Judged {
  readonly state: 'judged';
  readonly probability: number;
  /** Whether it passed the 1 % and the 5 % threshold that hold for it. */
  readonly passed: readonly boolean[];
  /** What a person would be told if nothing else were known. */
  readonly level: VerdictLevel;
  readonly dimensions: Dimensions | null;
}

interface Abstained {
  readonly state: 'abstained';
  /** Machine-readable, such as `too-small`. */
  readonly reason: string;
  readonly level: VerdictLevel;
  readonly dimensions: Dimensions | null;
}

/** It takes no part in the figures. */
interface Failed {
  readonly state: 'failed';
  readonly code: string;
  readonly message: string;
}

/** Reads the outcome of one check; of several answers (faces) the one with the highest probability. */
export function judgementOf({ failure, subject, signals }: Outcome): Judgement {
  if (failure) return { state: 'failed', code: failure.code, message: inEnglish(failure.said) };
  // Another model may have answered in the place of the one that failed: its answer is not what is measured.
  const broken = signals.find(({ finding }) => finding === 'check-failed');
  if (broken)
    return { state: 'failed', code: broken.reason ?? 'crashed', message: inEnglish(broken.summary) };
  const [signal] = [...signals].sort((one, other) => (other.probability ?? NONE) - (one.probability ?? NONE));
  if (!signal) return { state: 'failed', code: 'no-answer', message: 'The check does not take such a file.' };
  const { level } = decide(signals);
  const dimensions = subject?.dimensions ?? null;
  const { probability } = signal;
  if (probability === undefined) {
    return { state: 'abstained', reason: signal.reason ?? signal.finding, level, dimensions };
  }
  return { state: 'judged', probability, passed: passedBy(signal, probability), level, dimensions };
}

/** Below every probability. */
const NONE = -1;

function passedBy({ evidence }: Signal, probability: number): readonly boolean[] {
  const { thresholds } = evidence as Partial<Estimate>;
  if (!thresholds) return [false, false];
  return [probability > thresholds.falsePositiveRate1, probability > thresholds.falsePositiveRate5];
}
