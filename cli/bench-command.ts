import { cpus } from 'node:os';
import { BUDGET, measureChecks, type SpeedResult } from '../test/bench/check-speed';
import type { Shell } from './check-command';

/** What the numbers were measured on. */
interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
}

/**
 * Measures the checks in this process and writes a table, or JSON. The browsers' numbers will stand beside these:
 * `SpeedResult` is what every host measures.
 */
export async function bench({ json }: { readonly json: boolean }, { stdout, stderr }: Shell): Promise<0> {
  stderr.write('Making the picture and measuring; this takes about half a minute.\n');
  const result = await measureChecks();
  const machine = describeMachine();
  stdout.write(json ? `${JSON.stringify({ machine, node: result })}\n` : table(machine, result));
  return 0;
}

function describeMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

function table({ cpu, cores, platform, node }: Machine, { picture, rows, budget }: SpeedResult): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const megabytes = (picture.bytes / 1_000_000).toFixed(1);
  const lines = rows.map(
    ({ name, role, median, p95 }) =>
      `${role === 'peer' ? 'peer  ' : '      '}${name.padEnd(width)}${column(median)}${column(p95)}`,
  );
  return `${[
    `${cpu}, ${cores} cores, ${platform}, node ${node}`,
    `a JPEG of ${picture.width} × ${picture.height}, ${megabytes} MB, signed; ${rows[0]?.runs} runs, warm, from bytes in hand`,
    '',
    `      ${'ms'.padEnd(width)}    median       p95`,
    ...lines,
    '',
    `Budget for ${BUDGET.checks.join(' + ')}: ${budget.p95} ms p95: ${budget.met ? 'met' : 'not met'}`,
  ].join('\n')}\n`;
}

function column(milliseconds: number): string {
  return milliseconds.toFixed(1).padStart(10);
}
