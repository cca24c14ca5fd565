import { cpus } from 'node:os';
import {
  BUDGET,
  DEFAULT_RUNS,
  measureChecks,
  type SpeedResult,
  TEXT_BUDGET,
} from '../test/bench/check-speed';
import type { LeftOut } from '../test/bench/model-browser-speed';
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
  stderr.write('Making the picture and measuring; this takes one to two minutes for each host.\n');
  const results: Record<string, SpeedResult> = { node: await measureChecks(runs) };
  const models = [...(await measureModels(MODELS, MODEL_PROCESS, runs))];
  const leftOut: LeftOut[] = [];
  for (const browser of browsers) {
    // The drivers of browsers are loaded only for those who measure one.
    const { measureInBrowser } = await import('../test/bench/browser-speed');
    results[browser] = await measureInBrowser(browser, runs);
    const { measureModelsInBrowser } = await import('../test/bench/model-browser-speed');
    const inBrowser = await measureModelsInBrowser(browser, runs);
    models.push(...inBrowser.rows);
    leftOut.push(...inBrowser.leftOut);
  }
  const machine = describeMachine();
  stdout.write(
    json
      ? `${JSON.stringify({ machine, ...results, models, leftOut })}\n`
      : `${tables(machine, results)}\n${modelTable(models, leftOut)}`,
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

function table(host: string, { picture, rows, budget, textBudget }: SpeedResult): string {
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
    `Budget for ${BUDGET.checks.join(' + ')}: ${budget.p95} ms p95: ${said(budget)}`,
    ...(textBudget
      ? [`Budget for ${TEXT_BUDGET.checks.join(' + ')}: ${textBudget.p95} ms p95: ${said(textBudget)}`]
      : []),
  ].join('\n')}\n`;
}

function said({ met }: { readonly met: boolean }): string {
  return met ? 'met' : 'not met';
}

function column(milliseconds: number | null): string {
  return (milliseconds === null ? '-' : milliseconds.toFixed(1)).padStart(10);
}

function modelTable(rows: readonly ModelSpeedRow[], leftOut: readonly LeftOut[]): string {
  const names = rows.map(({ model, backend, runtime }) => `${model}, ${backend}: ${runtime}`);
  const width = Math.max(...names.map((name) => name.length));
  const lines = rows.map(({ role, cold, warm, memory }, index) => {
    const times = [cold.load, cold.compile, cold.first, cold.total, warm.median, warm.p95]
      .map(column)
      .join('');
    const counts = [cold.starts, warm.runs, memory ?? '-'].map((count) => String(count).padStart(7)).join('');
    return `${role === 'peer' ? 'peer  ' : '      '}${names[index]?.padEnd(width)}${times}${counts}`;
  });
  return `${[
    MODEL_NOTES,
    '',
    `      ${'ms'.padEnd(width)}      load   compile first run      cold    median       p95 starts   runs     MB`,
    ...lines,
    ...modelBudget(rows),
    ...leftOut.map(({ model, backend, why }) => `      ${model}, ${backend}: left out: ${why}`),
  ].join('\n')}\n`;
}

/** The design's budget for 128 word pieces in one thread of WebAssembly, which is what a browser runs. */
const TEXT_MODEL = { id: 'ai-text', median: 150 } as const;

function modelBudget(rows: readonly ModelSpeedRow[]): readonly string[] {
  return rows
    .filter(
      ({ model, backend, role }) => model === TEXT_MODEL.id && backend.startsWith('wasm') && role !== 'peer',
    )
    .map(({ model, backend, warm }) => {
      const met = warm.median <= TEXT_MODEL.median;
      return `      Budget for ${model}, ${backend}: ${TEXT_MODEL.median} ms: ${said({ met })}`;
    });
}

const MODEL_NOTES = `models: one picture a run. Cold is a fresh process, worker or page until its first answer, the median of its starts:
load the file and prove its hash, compile runtime and session (a peer does not tell it from load), run. Warm: all
later runs. MB: what a process holds more, in browsers the WebAssembly memory. The peer has the same file, in
browsers in a plain page of this machine, not cross-origin isolated and so with one thread, its WebAssembly from this
machine too, and keeps its cache between starts.`;
