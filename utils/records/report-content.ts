import { CHECK_GROUPS, groupOf } from '../checks/check-groups';
import type { Signal } from '../checks/signal';
import { markText, type TextPart } from '../checks/text-span';
import { checkTitle } from '../checks/title';
import type { CheckRow, Job } from '../jobs/job';
import { type Phrase, phrase, type WordKey } from '../words/phrase';
import { type Language, say, sayDate, sayProbability } from '../words/say';
import { asSentence } from './answer';

/** What a report says, in its reader's language: the text and the page are two layouts of it. */
export interface Report {
  readonly title: string;
  readonly job: Job;
  readonly headline: string;
  readonly reasons: readonly string[];
  readonly notices: readonly string[];
  readonly groups: readonly { readonly title: string; readonly rows: readonly ReportRow[] }[];
  /** Of a text: what is kept of it, with what the checks marked. */
  readonly text: readonly TextPart[] | null;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
}

export interface ReportRow {
  readonly title: string;
  /** Empty for a check that has not run: `notRun` says so. */
  readonly signals: readonly {
    readonly signal: Signal;
    readonly summary: string;
    readonly note: string | null;
  }[];
  readonly notRun: string | null;
}

/** What is known of a job, in the words of its reader. A check that has not run has its row too. */
export function reportOf(job: Job, language: Language): Report {
  const words = (key: WordKey) => say(phrase(key), language);
  return {
    title: say(phrase('report.title', { name: nameOf(job) }), language),
    job,
    ...answerOf(job, language),
    notices: job.notices.map((notice) => say(notice, language)),
    groups: CHECK_GROUPS.map((group) => ({
      title: words(group.title),
      rows: job.rows.filter((row) => groupOf(row.check) === group).map((row) => rowOf(row, language)),
    })).filter(({ rows }) => rows.length > 0),
    text: job.subject?.text
      ? markText(
          job.subject.text.content,
          job.rows.flatMap(({ signals }) => signals),
        )
      : null,
    facts: factsOf(job, language),
  };
}

function answerOf(job: Job, language: Language): Pick<Report, 'headline' | 'reasons'> {
  const told = (said: Phrase) => say(said, language);
  if (job.verdict) {
    const { sentence, why, also } = job.verdict;
    const others = also.map((other) => told(phrase('report.also', { sentence: other.sentence })));
    return { headline: told(sentence), reasons: [told(why), ...others].map(asSentence) };
  }
  if (job.error) return { headline: told(phrase('report.notChecked')), reasons: [told(job.error.said)] };
  return { headline: told(phrase('report.unfinished')), reasons: [] };
}

function rowOf(row: CheckRow, language: Language): ReportRow {
  return {
    title: titleOf(row.check, language),
    signals: row.signals.map((signal) => ({
      signal,
      summary: say(signal.summary, language),
      note: estimateNote(signal, language),
    })),
    notRun: row.signals.length === 0 ? say(phrase('report.notRun'), language) : null,
  };
}

/** A stored job may name a check that this version no longer has. */
function titleOf(check: string, language: Language): string {
  try {
    return say(checkTitle(check), language) || check;
  } catch {
    return check;
  }
}

function estimateNote({ probability, model }: Signal, language: Language): string | null {
  if (probability === undefined) return null;
  const by = model ? ` · ${say(phrase('report.model', { ...model }), language)}` : '';
  return `${sayProbability(probability, language.locale)}${by}`;
}

function factsOf(job: Job, language: Language): Report['facts'] {
  const { subject, source, created } = job;
  const number = new Intl.NumberFormat(language.locale);
  const facts: readonly (readonly [WordKey, string | undefined])[] = [
    ['report.file.name', nameOf(job)],
    ['report.file.mediaType', subject?.mediaType],
    ['report.file.size', subject && say(phrase('report.file.bytes', { size: subject.size }), language)],
    [
      'report.file.dimensions',
      subject?.dimensions
        ? `${number.format(subject.dimensions.width)} × ${number.format(subject.dimensions.height)}`
        : undefined,
    ],
    [
      'report.file.coverage',
      subject?.coverage === 'pixels' ? say(phrase('report.file.pixelsOnly'), language) : undefined,
    ],
    ['report.file.sha256', subject?.sha256],
    ['report.file.readFrom', subject?.readFrom ?? addressOf(job)],
    ['report.file.page', source.kind === 'file' ? undefined : source.page?.url],
    ['report.file.checked', sayDate(created, language.locale)],
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name: say(phrase(name), language), value }] : []));
}

function addressOf({ source }: Job): string | undefined {
  return source.kind === 'web' ? source.candidates[source.chosen]?.url : undefined;
}

function nameOf(job: Job): string {
  if (job.subject) return job.subject.name;
  return job.source.kind === 'web' ? (addressOf(job) ?? job.source.page.title) : job.source.name;
}
