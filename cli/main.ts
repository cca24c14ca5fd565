import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../package.json';
import { type CheckOptions, check, type ExitCode, type Shell, scan } from './check-command';
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
      'Tells where a picture comes from and whether to trust it. Everything stays on this machine.',
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
  return touchstone;
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
  if (kind !== 'image') throw new UsageError(`--kind ${kind}: text checks are not part of this version.`);
  return {
    ...{ json: json ?? false, verbose: verbose ?? false, quick: quick ?? false },
    ...{ jobs, trust: trust ?? [], library, report },
  };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text))
    throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
  return Number(text);
}
