import { CHECK_GROUPS, groupOf } from '../checks/check-groups';
import type { Signal } from '../checks/signal';
import { checkTitle } from '../checks/title';
import type { CheckRow, Job } from '../jobs/job';
import { type Phrase, phrase, type WordKey } from '../words/phrase';
import { type Language, say, sayDate } from '../words/say';
import { answerSignal, answerVerdict, asSentence, inEnglish } from './answer';
import { htmlPage } from './report-page';

/** The report as plain text, to be pasted into a message: the answer, a line for what each check found, the file. */
export function reportText(job: Job, language: Language): string {
  const { headline, reasons, groups, notices, facts } = reportOf(job, language);
  const blocks = [
    [headline, ...reasons],
    notices,
    ...groups.map(({ title, rows }) => [title, ...rows.flatMap(rowLines)]),
    [say(phrase('report.file.title'), language), ...facts.map(({ name, value }) => `  ${name}: ${value}`)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The report as one HTML file that needs nothing else: no script, no address, light and dark. */
export function reportHtml(job: Job, language: Language): string {
  return htmlPage(reportOf(job, language), language);
}

/** The report for programs, in the shapes of the command line's `--json`. The words in it are English. */
export function reportJson(job: Job): string {
  const { thumbnail: _, ...subject } = job.subject ?? {};
  const signals = job.rows.flatMap((row) => row.signals);
  const report = {
    format: 'touchstone-report',
    version: 1,
    id: job.id,
    created: job.created,
    status: job.status,
    source: sourceOf(job),
    subject: job.subject ? subject : null,
    verdict: job.verdict ? answerVerdict(job.verdict) : null,
    signals: signals.map(answerSignal),
    notRun: job.rows.filter((row) => row.signals.length === 0).map((row) => row.check),
    notices: job.notices.map(inEnglish),
    errors: [
      ...(job.error ? [{ code: job.error.code, message: inEnglish(job.error.said) }] : []),
      ...signals
        .filter(({ finding }) => finding === 'check-failed')
        .map(({ check, reason, summary }) => ({
          check,
          code: reason ?? 'crashed',
          message: inEnglish(summary),
        })),
    ],
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** What a report says, in its reader's language: the text and the page are two layouts of it. */
export interface Report {
  readonly title: string;
  readonly job: Job;
  readonly headline: string;
  readonly reasons: readonly string[];
  readonly notices: readonly string[];
  readonly groups: readonly { readonly title: string; readonly rows: readonly ReportRow[] }[];
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

function reportOf(job: Job, language: Language): Report {
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
  const number = new Intl.NumberFormat(language.locale, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const by = model ? ` · ${say(phrase('report.model', { ...model }), language)}` : '';
  return `${number.format(probability)}${by}`;
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
    ['report.file.page', source.kind === 'web' ? source.page.url : undefined],
    ['report.file.checked', sayDate(created, language.locale)],
  ];
  return facts.flatMap(([name, value]) => (value ? [{ name: say(phrase(name), language), value }] : []));
}

function rowLines({ title, signals, notRun }: ReportRow): string[] {
  if (notRun !== null) return [`  – ${title}: ${notRun}`];
  return signals.map(({ signal, summary, note }) => {
    const estimate = note === null ? '' : ` (${note})`;
    return `  ${glyphOf(signal)} ${title}: ${summary}${estimate}`;
  });
}

/** The shell's and the text report's signs: facts are filled, estimates are outlined. */
export function glyphOf({ finding, basis }: Pick<Signal, 'finding' | 'basis'>): string {
  if (finding === 'check-failed') return '!';
  if (finding === 'none' || finding === 'not-applicable') return '–';
  return basis === 'declared' ? '■' : '□';
}

function sourceOf({ source }: Job): object {
  if (source.kind === 'file') return source;
  const { page, candidates, chosen } = source;
  return { kind: 'web', page: { url: page.url, title: page.title }, chosen: candidates[chosen] ?? null };
}

function addressOf({ source }: Job): string | undefined {
  return source.kind === 'web' ? source.candidates[source.chosen]?.url : undefined;
}

function nameOf(job: Job): string {
  if (job.subject) return job.subject.name;
  return job.source.kind === 'file' ? job.source.name : (addressOf(job) ?? job.source.page.title);
}
