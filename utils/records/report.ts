import type { Signal } from '../checks/signal';
import type { Job } from '../jobs/job';
import { phrase } from '../words/phrase';
import { type Language, say } from '../words/say';
import { answerSignal, answerVerdict, inEnglish } from './answer';
import { type ReportRow, reportOf } from './report-content';
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
  const page = source.page && { url: source.page.url, title: source.page.title };
  if (source.kind === 'text') return { kind: 'text', name: source.name, ...(page && { page }) };
  return { kind: 'web', page, chosen: source.candidates[source.chosen] ?? null };
}
