import { printable } from '../lines';
import type { EvalReport } from './report';
import { summaryOf, type Table, tablesOf } from './tables';

/** The report for people at a shell: the answer first, then every table, its columns aligned. */
export function reportText(report: EvalReport): string {
  return `${[summaryOf(report).map(printable).join('\n'), ...tablesOf(report).map(tableText)].join('\n\n')}\n`;
}

function tableText({ title, note, columns, rows }: Table): string {
  const lines = [columns, ...rows.map((cells) => cells.map(({ text }) => text))].map((cells) =>
    cells.map(printable),
  );
  const widths = columns.map((_, column) =>
    Math.min(WIDEST, Math.max(...lines.map((cells) => cells[column]?.length ?? 0))),
  );
  const aligned = lines.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const heading = [title, ...(note === undefined ? [] : wrap(note))].map(printable);
  return [...heading, ...aligned.map((line) => `  ${line}`.trimEnd())].join('\n');
}

/** A longer cell pushes its own line to the right and no other. */
const WIDEST = 48;

/** Notes are wrapped, tables are not. */
const LINE_LENGTH = 100;

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > LINE_LENGTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => `  ${one}`);
}
