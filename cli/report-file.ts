import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Job } from '../utils/jobs/job';
import { reportHtml } from '../utils/records/report';
import { decide } from '../utils/verdict/decide';
import { englishLanguage } from '../utils/words/english';
import { printable } from './lines';
import type { Outcome } from './outcome';
import { UsageError } from './usage-error';

/** Writes the HTML report of one subject, such as `0003 tiger.jpg.html`. Throws UsageError where that is not possible. */
export async function writeReport(folder: string, number: number, outcome: Outcome): Promise<void> {
  const name = `${String(number).padStart(4, '0')} ${fileNameFrom(outcome.path)}.html`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), reportHtml(jobOf(outcome), englishLanguage));
  } catch (error) {
    throw new UsageError(`--report ${printable(folder)}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The report is made of the extension's record of a check. */
function jobOf({ path, subject, signals, notices, failure }: Outcome): Job {
  const checks = [...new Set(signals.map(({ check }) => check))];
  return {
    id: crypto.randomUUID(),
    created: new Date().toISOString(),
    source: { kind: 'file', name: basename(path), declaredType: '' },
    status: failure ? 'failed' : 'done',
    ...(subject && { subject, verdict: decide(signals) }),
    ...(failure && { error: failure }),
    rows: checks.map((check) => ({
      check,
      state: 'done',
      signals: signals.filter((signal) => signal.check === check),
    })),
    notices,
  };
}

/** Names that every file system takes. */
function fileNameFrom(path: string): string {
  return basename(path)
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .slice(0, 120);
}
