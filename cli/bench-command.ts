import { cpus } from 'node:os';
import { BUDGET, DEFAULT_RUNS, measureChecks, type SpeedResult } from '../test/bench/check-speed';
import { type ModelSpeedRow, measureModels } from '../test/bench/model-speed';
import type { BrowserName } from '../test/browsers/driver';
import type { Shell } from './check-command';

/** What the numbers were measured on. */
interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
}

export interface BenchOptions {
  readonly json: boolean;
  /** How often each thing is run. */
  readonly runs: number | undefined;
  /** Browsers to measure the built extension in, beside this process. */
  readonly browsers: readonly BrowserName[];
}

/** Measures the checks in this process, and in the browsers asked for, and writes tables or JSON. */
export async function bench(
  { json, runs = DEFAULT_RUNS, browsers }: BenchOptions,
  { stdout, stderr }: Shell,
): Promise<0> {
  stderr.write('Making the picture and measuring; this takes about half a minute for each host.\n');
  const results: Record<string, SpeedResult> = { node: await measureChecks(runs) };
  const models = [...(await measureModels(MODELS, MODEL_PROCESS, runs))];
  for (const browser of browsers) {
    // The drivers of browsers are loaded only for those who measure one.
    const { measureInBrowser } = await import('../test/bench/browser-speed');
    results[browser] = await measureInBrowser(browser, runs);
    const { measureModelsInBrowser } = await import('../test/bench/model-browser-speed');
    models.push(...(await measureModelsInBrowser(browser, MODELS, runs)));
  }
  const machine = describeMachine();
  stdout.write(
    json
      ? `${JSON.stringify({ machine, ...results, models })}\n`
      : `${tables(machine, results)}\n${modelTable(models)}`,
  );
  return 0;
}

/** As seen from the built file. */
const MODELS = new URL('../../models/', import.meta.url);
const MODEL_PROCESS = new URL('./bench-model.js', import.meta.url);

function describeMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}

function tables(
  { cpu, cores, platform, node }: Machine,
  results: Readonly<Record<string, SpeedResult>>,
): string {
  const parts = Object.entries(results).map(([host, result]) => table(host, result));
  return `${cpu}, ${cores} cores, ${platform}, node ${node}\n\n${parts.join('\n')}`;
}

function table(host: string, { picture, rows, budget }: SpeedResult): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const megabytes = (picture.bytes / 1_000_000).toFixed(1);
  const lines = rows.map(
    ({ name, role, median, p95 }) =>
      `${role === 'peer' ? 'peer  ' : '      '}${name.padEnd(width)}${column(median)}${column(p95)}`,
  );
  return `${[
    `${host}: a JPEG of ${picture.width} × ${picture.height}, ${megabytes} MB, signed; ${rows[0]?.runs} runs, warm, from bytes in hand`,
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

function modelTable(rows: readonly ModelSpeedRow[]): string {
  const names = rows.map(({ model, backend, runtime }) => `${model}, ${backend}: ${runtime}`);
  const width = Math.max(...names.map((name) => name.length));
  const lines = rows.map(({ role, cold, warm, memory }, index) => {
    const numbers = [cold.load, cold.first, warm.median, warm.p95].map(column).join('');
    const held = (memory === null ? '-' : String(memory)).padStart(6);
    return `${role === 'peer' ? 'peer  ' : '      '}${names[index]?.padEnd(width)}${numbers}${held}`;
  });
  return `${[
    `models: one picture a run; cold: the median of ${rows[0]?.cold.starts} starts; MB: what the runtime holds`,
    '',
    `      ${'ms'.padEnd(width)}      load first run    median       p95    MB`,
    ...lines,
  ].join('\n')}\n`;
}
