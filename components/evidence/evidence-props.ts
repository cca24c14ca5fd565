import type { Signal } from '../../utils/checks/signal';
import type { Job } from '../../utils/jobs/job';

/** What every renderer of evidence gets. It knows its check, and so the type of `signal.evidence`. */
export interface EvidenceProps {
  readonly signal: Signal;
  readonly job: Job;
}
