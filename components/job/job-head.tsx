import { askedKindOf, type Job, type SubjectSummary, type TextSummary } from '../../utils/jobs/job';
import { canBeJudged } from '../../utils/records/human-verdict';
import { type Phrase, phrase } from '../../utils/words/phrase';
import { CorrectAnswer } from '../corrections/correct-answer';
import { Thumbnail } from '../kit/thumbnail';
import { Verbatim } from '../kit/verbatim';
import { type Format, type Text, useFormat, useSay, useText } from '../words/words';
import { chosenCandidate, hostOf, nameOf } from './job-facts';
import { VerdictBadge } from './verdict-badge';
import { VersionChooser } from './version-chooser';

export interface JobHeadProps {
  readonly job: Job;
  /** The id that the view's title gets. */
  readonly titleId: string;
}

/** The picture, the answer in one sentence, its reason in a second. */
export function JobHead({ job, titleId }: JobHeadProps) {
  const say = useSay();
  return (
    <header className="job-head">
      <div className="[grid-area:words]">
        <h2 id={titleId} className="text-title font-semibold text-balance">
          {say(sentenceOf(job))}
        </h2>
        {job.verdict && <Reasons job={job} />}
        {canBeJudged(job) && <CorrectAnswer key={job.subject.sha256} job={job} />}
      </div>
      <div className="relative self-start [grid-area:picture]">
        <Thumbnail
          source={job.subject?.thumbnail}
          alt=""
          kind={job.subject?.kind ?? askedKindOf(job.source)}
          className="size-18"
        />
        {job.verdict && (
          <VerdictBadge
            level={job.verdict.level}
            className="absolute -end-1.5 -bottom-1.5 size-8 rounded-md border border-line bg-surface p-1"
          />
        )}
      </div>
      <SubjectLine job={job} />
    </header>
  );
}

/** The same words everywhere: the panel, the live region, the lists. */
export function sentenceOf(job: Job): Phrase {
  if (job.verdict) return job.verdict.sentence;
  if (job.error) return phrase('ui.status.failed');
  return phrase(STATUS_SENTENCES[job.status]);
}

const STATUS_SENTENCES = {
  waiting: 'ui.status.waiting',
  loading: 'ui.status.loading',
  checking: 'ui.status.checking',
  done: 'ui.status.done',
  failed: 'ui.status.failed',
  cancelled: 'ui.status.cancelled',
} as const;

function Reasons({ job }: { readonly job: Job }) {
  const say = useSay();
  const words = useText();
  if (!job.verdict) return null;
  return (
    <div className="mt-1 flex flex-col gap-1">
      <p>{say(job.verdict.why)}</p>
      {job.verdict.also.map(({ level, sentence }) => (
        <p key={level} className="text-soft">
          {words('ui.head.also', { sentence })}
        </p>
      ))}
    </div>
  );
}

/** `image/svg+xml` as `SVG`: what people call it. */
function formatName(mediaType: string): string {
  return mediaType
    .replace(/^\w+\/(x-)?/, '')
    .replace(/\+.*$/, '')
    .toUpperCase();
}

/** Name, kind, size and place of what was read: small, beside the picture. */
function SubjectLine({ job }: { readonly job: Job }) {
  const words = useText();
  const format = useFormat();
  const { subject } = job;
  const host = hostOf(addressOf(job));
  const facts = subject && (subject.text ? textFacts(subject.text, words) : fileFacts(subject, format));
  return (
    <div className="min-w-0 text-small text-soft [grid-area:facts]">
      <p className="line-clamp-2 text-ink">
        <Verbatim>{nameOf(job)}</Verbatim>
      </p>
      {facts && <p>{facts.filter(Boolean).join(' · ')}</p>}
      {host && (
        <p>
          {words('ui.head.from')} <Verbatim>{host}</Verbatim>
        </p>
      )}
      <VersionChooser job={job} />
    </div>
  );
}

function addressOf({ source, subject }: Job): string {
  if (source.kind === 'text') return source.page?.url ?? '';
  return subject?.readFrom ?? chosenCandidate({ source })?.url ?? '';
}

function fileFacts({ mediaType, dimensions, size }: SubjectSummary, format: Format) {
  return [
    formatName(mediaType),
    dimensions && `${format.number(dimensions.width)} × ${format.number(dimensions.height)}`,
    format.bytes(size),
  ];
}

function textFacts({ characters }: TextSummary, words: Text) {
  return [words('ui.text.characters', { characters }, characters)];
}
