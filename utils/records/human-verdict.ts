import type { Signal } from '../checks/signal';
import type { PooledFeatures } from '../inference/pooled-features';
import type { Job, JobSource, SubjectSummary } from '../jobs/job';
import type { Verdict } from '../verdict/verdict';

/** What a person says a picture is, whose answer they call wrong. */
export const PICTURE_LABELS = [
  'ai-made',
  /** A part of it, or a face. */
  'ai-edited',
  /** By camera or by hand. */
  'not-ai',
  /** The answer is wrong all the same. */
  'unknown',
] as const;

export type PictureLabel = (typeof PICTURE_LABELS)[number];

/**
 * What a person says of an answer, and everything of the answer that a later training needs. There is one a content. The
 * README beside this file documents the fields as they are exported.
 */
export interface HumanVerdict {
  /** Of the content, lower-case hex. */
  readonly sha256: string;
  readonly kind: SubjectSummary['kind'];
  readonly mediaType: string;
  readonly dimensions: SubjectSummary['dimensions'];
  readonly coverage: SubjectSummary['coverage'];
  /** When it was checked, and when the person said so. ISO 8601, UTC. */
  readonly checked: string;
  readonly judged: string;
  readonly label: PictureLabel;
  readonly note: string;
  /** Absent unless the history keeps the same. */
  readonly origin?: Origin;
  readonly verdict: Pick<Verdict, 'level' | 'strength' | 'probability'>;
  readonly signals: readonly JudgedSignal[];
  /** Or why there are none: the `reason` of the check that would have had them made, or `not-kept`. */
  readonly features: PooledFeatures | { readonly missing: string };
  /** Only where the person said so. */
  readonly picture?: KeptPicture;
}

export interface Origin {
  /** File name, or the last part of the address. */
  readonly name: string;
  /** Where it was read from, for pictures of the web. */
  readonly address?: string;
  readonly page?: string;
}

/** Without its evidence and its words: evidence can hold what the picture or its metadata say about people. */
export type JudgedSignal = Pick<Signal, 'check' | 'finding' | 'basis' | 'probability' | 'model' | 'reason'>;

export interface KeptPicture {
  readonly bytes: Blob;
  /** Of the bytes. */
  readonly size: number;
  /** A small copy as a data: URL. */
  readonly thumbnail?: string;
}

/** A job that has an answer for a person to judge. */
export type AnsweredJob = Job & Required<Pick<Job, 'subject' | 'verdict'>>;

/** Whether a person can call the answer wrong: it is there, and about a picture. */
export function canBeJudged(job: Job): job is AnsweredJob {
  return job.status === 'done' && job.verdict !== undefined && job.subject?.kind === 'image';
}

/** What a person fills in. */
export interface Judgement {
  readonly label: PictureLabel;
  readonly note: string;
}

/** The most characters of a note. */
export const LONGEST_NOTE = 1000;

/** Makes the record of what a person says of a finished job. `keepOrigin`: the history keeps where it came from. */
export function humanVerdictOf(
  job: AnsweredJob,
  { label, note }: Judgement,
  { keepOrigin, picture }: { readonly keepOrigin: boolean; readonly picture?: KeptPicture | undefined },
): HumanVerdict {
  const { kind, sha256, mediaType, dimensions, coverage } = job.subject;
  const { level, strength, probability } = job.verdict;
  return {
    ...{ sha256, kind, mediaType, dimensions, coverage },
    checked: job.created,
    judged: new Date().toISOString(),
    label,
    note: note.trim().slice(0, LONGEST_NOTE),
    ...(keepOrigin && { origin: originOf(job.source, job.subject) }),
    verdict: {
      level,
      ...(strength !== undefined && { strength }),
      ...(probability !== undefined && { probability }),
    },
    signals: job.rows.flatMap(({ signals }) => signals.map(judgedSignal)),
    features: job.features ?? { missing: whyWithoutFeatures(job) },
    ...(picture && { picture }),
  };
}

/** Whether the check had anything to say for the answer: those that found nothing at all are in every record. */
export function tookPart({ signals }: Pick<HumanVerdict, 'signals'>, check: string): boolean {
  return signals.some(
    (signal) => signal.check === check && (signal.probability !== undefined || !SILENT.has(signal.finding)),
  );
}

const SILENT: ReadonlySet<Signal['finding']> = new Set(['none', 'not-applicable', 'check-failed']);

function originOf(source: JobSource, { name, readFrom }: SubjectSummary): Origin {
  if (source.kind !== 'web') return { name };
  const address = readFrom ?? source.candidates[source.chosen]?.url ?? '';
  return {
    name,
    // A data: address is the picture itself.
    ...(/^https?:/i.test(address) && { address }),
    page: source.page.url,
  };
}

function judgedSignal({ check, finding, basis, probability, model, reason }: Signal): JudgedSignal {
  return {
    ...{ check, finding, basis },
    ...(probability !== undefined && { probability }),
    ...(model && { model }),
    ...(reason !== undefined && { reason }),
  };
}

/** The check whose model makes the encoder look at the whole picture. */
const ENCODING_CHECK = 'ai-image';

function whyWithoutFeatures({ rows }: Job): string {
  const signals = rows.find(({ check }) => check === ENCODING_CHECK)?.signals ?? [];
  return signals.find(({ reason }) => reason !== undefined)?.reason ?? 'not-kept';
}
