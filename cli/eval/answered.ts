import type { JudgedRow } from './judge-subjects';
import { THRESHOLD_NAMES } from './model-facts';
import type { Scored } from './statistics/scored';

/** A row that the check answered, be it with an abstention. */
export interface AnsweredRow extends JudgedRow {
  readonly judgement: Exclude<JudgedRow['judgement'], { state: 'failed' }>;
}

export function isAnswered(row: JudgedRow): row is AnsweredRow {
  return row.judgement.state !== 'failed';
}

/** As the statistics see it. */
export function scoredOf({ row: { positive, source }, judgement }: AnsweredRow): Scored {
  if (judgement.state === 'judged') {
    const { probability, passed } = judgement;
    return { positive, source, probability, passed };
  }
  return { positive, source, probability: null, passed: THRESHOLD_NAMES.map(() => false) };
}
