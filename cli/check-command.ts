import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import type { TrustList } from '../utils/checks/check';
import { parseTrustList } from '../utils/checks/provenance/trust-list';
import type { WholeEntry } from '../utils/records/library-entry';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import type { AskedKind } from '../utils/subject/subject';
import { answerOf } from './answer';
import type { CheckPool } from './check-pool';
import { openModels, openPool } from './engine';
import { reasonOf } from './failure';
import { inOrder } from './in-order';
import type { Input } from './input';
import { listInputs } from './inputs';
import { readLibraryFile } from './library-file';
import { formatAnswer, formatError, formatSummary, layoutFor, printable, Tally, wantsColour } from './lines';
import type { ShellModels } from './onnx-node';
import type { Outcome } from './outcome';
import { ProgressBar } from './progress-bar';
import { writeReport } from './report-file';
import { UsageError } from './usage-error';

/** Where a command reads from and writes to. */
export interface Shell {
  readonly stdin: Readable;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

export interface CheckOptions {
  /** What files and the standard input are read as. */
  readonly kind: AskedKind;
  readonly json: boolean;
  readonly verbose: boolean;
  /** A first look by small models is enough. */
  readonly quick: boolean;
  /** Subjects at a time; undefined: as many as there are cores, four at most. */
  readonly jobs: number | undefined;
  readonly trust: readonly string[];
  readonly library: string | undefined;
  /** Folder that gets an HTML report of every subject. */
  readonly report: string | undefined;
}

/** 0: all checked. 1: something could not be read; it was named, and the rest was checked. */
export type ExitCode = 0 | 1;

/** Checks what the paths stand for and writes one answer a subject, in their order. Throws UsageError. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  shell: Shell,
): Promise<ExitCode> {
  const start = performance.now();
  const models = openModels(shell.env);
  const pool = await startPool(options, shell, models);
  const inputs = await listInputs(paths, {
    stdin: shell.stdin,
    limits: DEFAULT_LIMITS,
    asked: options.kind,
  });
  const progress = new ProgressBar(shell.stderr, inputs.length);
  progress.draw();
  const output = new Output(inputs, options, shell, progress);
  const outcomes = inOrder(inputs, async (input) => {
    const outcome = await checkInput(input, pool);
    progress.advance();
    return outcome;
  });
  try {
    let number = 0;
    for await (const outcome of outcomes) {
      number += 1;
      if (options.report !== undefined) await writeReport(options.report, number, outcome);
      await output.write(outcome);
      if (output.closed) return output.exitCode;
    }
    await output.end(performance.now() - start);
  } finally {
    await Promise.all([pool.stop(), models.stop()]);
  }
  return output.exitCode;
}

/** The same for one folder or one list of subjects. Throws UsageError where the path is neither. */
export async function scan(path: string, options: CheckOptions, shell: Shell): Promise<ExitCode> {
  const found = await stat(path).catch(() => null);
  if (found && !found.isDirectory() && !/\.(jsonl|ndjson)$/i.test(path)) {
    throw new UsageError(
      `scan wants a folder or a .jsonl list: "${printable(path)}" is a file. Try: touchstone check`,
    );
  }
  return check([path], options, shell);
}

async function checkInput(input: Input, pool: CheckPool): Promise<Outcome> {
  if ('source' in input) return pool.check(input);
  const { name, asked, failure } = input;
  return { path: name, asked, subject: null, sha256: null, signals: [], notices: [], failure };
}

async function startPool(options: CheckOptions, shell: Shell, models: ShellModels): Promise<CheckPool> {
  const [anchors, entries] = await Promise.all([
    Promise.all(options.trust.map(readTrustList)),
    options.library === undefined ? [] : readLibrary(options.library, shell),
  ]);
  const thumbnails = options.report !== undefined;
  return openPool(models, { jobs: options.jobs, quick: options.quick, anchors, entries, thumbnails });
}

async function readTrustList(path: string): Promise<TrustList> {
  try {
    return { id: path, name: path, pem: parseTrustList(await readFile(path, 'utf8')).pem };
  } catch (error) {
    throw new UsageError(`--trust ${printable(path)}: ${reasonOf(error)}`);
  }
}

async function readLibrary(path: string, { stderr }: Shell): Promise<readonly WholeEntry[]> {
  const { entries, refused } = await readLibraryFile(path, '--library');
  if (refused > 0) {
    const damaged = refused === 1 ? '1 entry is damaged and was' : `${refused} entries are damaged and were`;
    stderr.write(`touchstone: --library ${printable(path)}: ${damaged} left out\n`);
  }
  return entries;
}

/** Writes answers as they come, and knows whether anybody still reads them. */
class Output {
  readonly #tally = new Tally();
  readonly #layout;
  closed = false;

  constructor(
    inputs: readonly Input[],
    private readonly options: CheckOptions,
    private readonly shell: Shell,
    private readonly progress: ProgressBar,
  ) {
    const { stdout, env } = shell;
    this.#layout = layoutFor(
      inputs.map(({ name }) => name),
      { colour: wantsColour(stdout, env), verbose: options.verbose },
    );
    // A pipe that is closed (`| head`) is no failure: nobody wants to read on.
    stdout.on('error', () => {
      this.closed = true;
    });
  }

  get exitCode(): ExitCode {
    return this.#tally.errors > 0 ? 1 : 0;
  }

  async write(outcome: Outcome): Promise<void> {
    const answer = answerOf(outcome);
    this.#tally.add(answer);
    this.progress.clear();
    await this.#print(this.options.json ? `${JSON.stringify(answer)}\n` : formatAnswer(answer, this.#layout));
    // On one terminal the line above has said it already.
    if (this.options.json || !this.shell.stdout.isTTY) {
      for (const error of answer.errors) this.shell.stderr.write(formatError(error, answer.subject.path));
    }
    this.progress.draw();
  }

  async end(milliseconds: number): Promise<void> {
    this.progress.clear();
    if (!this.options.json) await this.#print(formatSummary(this.#tally, milliseconds));
  }

  /** Waits until the text is taken: a slow reader slows the checks down and fills no memory. */
  #print(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.shell.stdout.write(text, () => resolve());
    });
  }
}
