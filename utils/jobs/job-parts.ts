import type { Lane as LaneName, TrustSettings } from '../checks/check';
import type { PooledFeatures } from '../inference/pooled-features';
import type { Acquired } from '../subject/ladder';
import type { Limits } from '../subject/limits';
import type { SubjectKind } from '../subject/subject';
import type { Job, JobSource } from './job';
import type { Content, Lane, SubjectFacts } from './lane';

/** What a job knows of a check: enough to plan it, nothing of how it works. */
export interface PlannedCheck {
  readonly id: string;
  readonly kinds: readonly SubjectKind[];
  readonly lane: LaneName;
  readonly slow?: true;
}

export interface JobSettings {
  readonly limits: Limits;
  readonly checkTimeoutMs: number;
  readonly checksOff: readonly string[];
  readonly trust: TrustSettings;
}

/** A job's surroundings. Everything that touches a browser or a disk is handed in. */
export interface JobParts {
  readonly checks: readonly PlannedCheck[];
  readonly lanes: Readonly<Record<LaneName, Lane>>;
  readonly settings: () => Promise<JobSettings>;
  /** Gets the bytes of something on a page. Rejects with SubjectError. */
  readonly acquire: (
    source: Extract<JobSource, { kind: 'web' }>,
    limits: Limits,
    signal: AbortSignal,
  ) => Promise<Acquired>;
  /** Draws what a worker cannot decode (SVG); undefined for all other types. Rejects with SubjectError. */
  readonly rasterise: (content: Content, facts: SubjectFacts) => Promise<Blob | undefined>;
  /** What the image encoder made of the picture, if a check asked for it. */
  readonly features: (sha256: string) => Promise<PooledFeatures | undefined>;
  readonly keepUnfinished: (job: Job, blob?: Blob) => Promise<void>;
  readonly forgetUnfinished: (id: string) => Promise<void>;
  readonly keepHistory: (job: Job) => Promise<void>;
  /** Tells whoever looks that a job has changed. */
  readonly publish: (job: Job) => void;
}
