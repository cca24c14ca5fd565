import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { LIBRARY_LABELS, type LibraryLabel } from '../utils/checks/check';
import { TEXT_NAME } from '../utils/jobs/job';
import type { AskedKind } from '../utils/subject/subject';
import { type CheckOptions, check, type ExitCode, type Shell, scan } from './check-command';
import type { EvalOptions } from './eval/evaluate';
import { DEFAULT_PERTURB_LIMIT, PERTURBATIONS, type Perturbation } from './eval/perturbations';
import { UsageError } from './usage-error';

/** Wrong usage: nothing was checked. */
const WRONG_USAGE = 2;

/** Runs one command line, without the program's own name. Answers the exit code. */
export async function main(args: readonly string[], shell: Shell = process): Promise<number> {
  let exitCode: ExitCode = 0;
  try {
    await program(shell, (code) => {
      exitCode = code;
    }).parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    if (!(error instanceof UsageError)) throw error;
    shell.stderr.write(`touchstone: ${error.message}\n`);
    return WRONG_USAGE;
  }
}

function program(shell: Shell, done: (code: ExitCode) => void): Command {
  const touchstone = new Command('touchstone')
    .description(
      'Tells where a picture or a text comes from and whether to trust it. Everything stays on this machine.',
    )
    .version(version)
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    })
    .exitOverride()
    .showHelpAfterError('(touchstone --help says what there is)');
  checking(touchstone.command('check'))
    .description('Check files, folders, patterns, .jsonl lists of subjects, or - for the standard input.')
    .argument('<path...>')
    .action(async (paths: string[], options: CheckFlags) =>
      done(await check(paths, fromFlags(options), shell)),
    );
  checking(touchstone.command('scan'))
    .description('Check everything in a folder, or in a .jsonl list of subjects.')
    .argument('<dir>')
    .option('--quick', 'a first look: only the small model judges pictures, and every answer of it says so')
    .action(async (path: string, options: CheckFlags) => done(await scan(path, fromFlags(options), shell)));
  touchstone
    .command('bench')
    .description('Measure the checks on this machine against their time budget.')
    .option('--json', 'answer as JSON')
    .addOption(
      new Option('--browser <name...>', 'measure the built extension in a browser as well').choices([
        'chromium',
        'firefox',
      ]),
    )
    .option('--runs <n>', 'how often each thing is run', wholeNumber)
    .action(async ({ json = false, runs, browser = [] }: BenchFlags) => {
      const { bench } = await import('./bench-command');
      done(await bench({ json, runs, browsers: browser }, shell));
    });
  keeping(touchstone, done, shell);
  evaluating(touchstone, done, shell);
  return touchstone;
}

function keeping(touchstone: Command, done: (code: ExitCode) => void, shell: Shell): void {
  touchstone
    .command('library')
    .description('Keep pictures and texts, so that copies of them are found (check --library FILE).')
    .command('add')
    .description('Add files, folders, patterns, .jsonl lists of subjects, or - to a library file.')
    .argument('<path...>')
    .requiredOption('--library <file>', 'the library: a file that the extension exported, or a new one')
    .addOption(
      new Option('--kind <kind>', 'what the subjects are (default: what their names say)').choices([
        'image',
        'text',
      ]),
    )
    .addOption(
      new Option('--label <label>', 'what a copy of them means').choices(LIBRARY_LABELS).default('other'),
    )
    .option('--note <text>', 'shown wherever a copy is found', '')
    .option('--name <text>', 'the name of a single subject (default: its file name, or its first words)')
    .action(async (paths: string[], { library, kind, label, note, name }: AddFlags) => {
      const { addToLibrary } = await import('./library-command');
      const asked = kind ?? (paths.every((path) => TEXT_NAME.test(path)) ? 'text' : 'image');
      done(await addToLibrary(paths, { library, kind: asked, label, note, name }, shell));
    });
}

interface AddFlags {
  readonly library: string;
  readonly kind?: AskedKind;
  readonly label: LibraryLabel;
  readonly note: string;
  readonly name?: string;
}

function evaluating(touchstone: Command, done: (code: ExitCode) => void, shell: Shell): void {
  const evaluation = touchstone
    .command('eval')
    .description('Measure a check on labelled subjects (index.jsonl, or another list of that form).');
  measuring(evaluation.command('image'), 'pictures')
    .description(
      'Measure a check of pictures: ranking, thresholds, calibration, and how others do on the same.',
    )
    .argument('<dir>', 'a folder with index.jsonl, or a zip of corrections as the extension exports it')
    .addOption(
      new Option('--perturb <name...>', 'measure again after what the web does to pictures').choices(
        PERTURBATIONS,
      ),
    )
    .option(
      '--perturb-limit <n>',
      `the most pictures to perturb (default: ${DEFAULT_PERTURB_LIMIT})`,
      countOf,
    )
    .option('--quick', 'measure the first look: only the small model judges')
    .action(async (path: string, flags: EvalFlags) => {
      const { evaluate } = await import('./eval/evaluate');
      done(await evaluate('image', path, evalOptions(flags), shell));
    });
  measuring(evaluation.command('text'), 'texts')
    .description(
      'Measure a check of texts: ranking, thresholds, calibration, by generator, domain and length.',
    )
    .argument('<path>', 'a folder with index.jsonl, or a .jsonl or .jsonl.gz of that form')
    .action(async (path: string, flags: EvalFlags) => {
      const { evaluate } = await import('./eval/evaluate');
      done(await evaluate('text', path, evalOptions(flags), shell));
    });
}

/** What is asked of every evaluation. */
function measuring(command: Command, subjects: string): Command {
  return command
    .option('--split <name>', 'the rows to take: a split, or all (default: dev where there is one, or all)')
    .option('--check <name>', 'the check, where the labels do not tell it')
    .option('--json', 'answer as JSON')
    .option('--html <file>', 'write the report as a page, with charts and the worst mistakes')
    .option('--scores <path...>', "others' scores to compare with: .jsonl files, or folders of them")
    .option(
      '--limit <n>',
      `the most ${subjects}, in an order of which every beginning is a fair sample`,
      countOf,
    )
    .option('--draws <n>', 'of the bootstrap that gives the intervals (default: 1000)', countOf)
    .option('--jobs <n>', `${subjects} at a time (default: as many as cores, 4 at most)`, wholeNumber)
    .option('--save <dir>', 'keep the scores in this folder; a run that was stopped goes on from it');
}

interface EvalFlags {
  readonly split?: string;
  readonly check?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly scores?: readonly string[];
  readonly perturb?: readonly Perturbation[];
  readonly perturbLimit?: number;
  readonly limit?: number;
  readonly draws?: number;
  readonly quick?: boolean;
  readonly jobs?: number;
  readonly save?: string;
}

function evalOptions({ split, check, html, limit, draws, jobs, save, ...flags }: EvalFlags): EvalOptions {
  const { json = false, quick = false, scores = [], perturb = [] } = flags;
  const { perturbLimit = DEFAULT_PERTURB_LIMIT } = flags;
  return {
    ...{ split, check, html, limit, draws, jobs, save, json, quick, scores, perturbLimit },
    perturb: [...new Set(perturb)],
  };
}

/** Flags as commander hands them over. */
interface CheckFlags {
  readonly kind: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly quick?: boolean;
  readonly jobs?: number;
  readonly trust?: readonly string[];
  readonly library?: string;
  readonly report?: string;
}

interface BenchFlags {
  readonly json?: boolean;
  readonly runs?: number;
  readonly browser?: readonly ('chromium' | 'firefox')[];
}

function checking(command: Command): Command {
  return command
    .addOption(
      new Option('--kind <kind>', 'what the subjects are')
        .choices(['image', 'text', 'message'])
        .default('image'),
    )
    .option('--json', 'one JSON line a subject, in the order given')
    .option('--jobs <n>', 'subjects at a time (default: as many as cores, 4 at most)', wholeNumber)
    .option('--verbose', 'show what every check found')
    .option('--trust <pem...>', 'files with the certificates of signers to trust')
    .option('--library <file>', 'an exported library, to find copies of what is in it')
    .option('--report <dir>', 'write an HTML report of every subject into this folder');
}

function fromFlags(flags: CheckFlags): CheckOptions {
  const { kind, json, verbose, quick, jobs, trust, library, report } = flags;
  if (kind !== 'image' && kind !== 'text') {
    throw new UsageError(`--kind ${kind}: checks of messages are not part of this version.`);
  }
  return {
    ...{ kind, json: json ?? false, verbose: verbose ?? false, quick: quick ?? false },
    ...{ jobs, trust: trust ?? [], library, report },
  };
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number, at least 1.');
  return Number(text);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
  return Number(text);
}
