import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LibraryLabel } from '../utils/checks/check';
import { fingerprintText } from '../utils/checks/fingerprint/text/fingerprint-text';
import { inEnglish } from '../utils/records/answer';
import { likenessOf, type NewEntry, type WholeEntry } from '../utils/records/library-entry';
import { formatLibraryFile } from '../utils/records/library-file';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import type { AskedKind } from '../utils/subject/subject';
import { SubjectError } from '../utils/subject/subject-error';
import { loadText } from '../utils/subject/text/load-text';
import { openingOf } from '../utils/subject/text/opening';
import { phrase } from '../utils/words/phrase';
import type { ExitCode, Shell } from './check-command';
import type { CheckPool } from './check-pool';
import { openModels, openPool } from './engine';
import { describeFailure } from './failure';
import type { Input } from './input';
import { listInputs } from './inputs';
import { readLibraryFile } from './library-file';
import { formatError, printable } from './lines';
import type { Outcome } from './outcome';
import { readFileWithin } from './read-file';
import { UsageError } from './usage-error';

export interface AddOptions {
  /** The library's file; it is made where there is none. */
  readonly library: string;
  /** What files and the standard input are read as. */
  readonly kind: AskedKind;
  readonly label: LibraryLabel;
  readonly note: string;
  /** For one subject; undefined: each has its own. */
  readonly name: string | undefined;
}

/**
 * Adds what the paths stand for to a library file, one line a subject. What cannot be read is named, and the rest is
 * added. Throws UsageError where the file is no library, or could not be written whole again.
 */
export async function addToLibrary(
  paths: readonly string[],
  options: AddOptions,
  shell: Shell,
): Promise<ExitCode> {
  const kept = await readOrBegin(options.library);
  const inputs = await listInputs(paths, { stdin: shell.stdin, limits: DEFAULT_LIMITS, asked: options.kind });
  if (options.name !== undefined && inputs.length !== 1) {
    throw new UsageError(`--name is for one subject; there are ${inputs.length}.`);
  }
  const maker = new EntryMaker(options, shell);
  const added: WholeEntry[] = [];
  const known = new Set(kept.map(likenessOf));
  let errors = 0;
  try {
    for (const input of inputs) {
      try {
        const entry: WholeEntry = {
          ...(await maker.make(input)),
          ...{ id: crypto.randomUUID(), added: new Date().toISOString() },
        };
        const isNew = !known.has(likenessOf(entry));
        known.add(likenessOf(entry));
        if (isNew) added.push(entry);
        shell.stdout.write(
          `${printable(input.name)}  ${isNew ? 'added' : 'already there'}  ${said(entry)}\n`,
        );
      } catch (error) {
        errors += 1;
        const { code, said } = describeFailure(error);
        shell.stderr.write(formatError({ path: input.name, code, message: inEnglish(said) }, input.name));
      }
    }
  } finally {
    await maker.end();
  }
  if (added.length > 0) await replaceFile(options.library, formatLibraryFile([...kept, ...added]));
  const there = inputs.length - errors - added.length;
  shell.stdout.write(
    `${added.length} added, ${there} already there, ${errors} ${errors === 1 ? 'error' : 'errors'}\n`,
  );
  return errors > 0 ? 1 : 0;
}

function said(entry: WholeEntry): string {
  const size = entry.kind === 'text' ? `, ${entry.words} words` : '';
  return `“${printable(entry.name)}” (${entry.kind}${size})`;
}

async function readOrBegin(path: string): Promise<readonly WholeEntry[]> {
  const { entries, refused } = await readLibraryFile(path, '--library', { entries: [], refused: 0 });
  if (refused === 0) return entries;
  throw new UsageError(
    `--library ${printable(path)}: ${refused} of its entries are damaged, and would be lost. Nothing was added.`,
  );
}

/** Whoever reads the file meanwhile reads the old one or the new one, and never a half. */
async function replaceFile(path: string, text: string): Promise<void> {
  try {
    await writeFile(`${path}.${process.pid}`, text);
    await rename(`${path}.${process.pid}`, path);
  } catch (error) {
    throw new UsageError(`--library ${printable(path)}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Makes entries; the workers that see pictures start with the first of those. */
class EntryMaker {
  #pool: CheckPool | undefined;
  readonly #models;

  constructor(
    private readonly options: AddOptions,
    { env }: Shell,
  ) {
    this.#models = openModels(env);
  }

  /** Throws SubjectError, or what the system says of a file that cannot be read. */
  async make(input: Input): Promise<NewEntry> {
    if ('failure' in input) throw new SubjectError('unreadable', input.failure.said);
    return input.asked === 'text' ? this.#ofText(input) : this.#ofPicture(input);
  }

  async end(): Promise<void> {
    await Promise.all([this.#pool?.stop(), this.#models.stop()]);
  }

  async #ofText({ name, source }: Extract<Input, { source: object }>): Promise<NewEntry> {
    const isFile = 'path' in source;
    const bytes = isFile ? await readFileWithin(source.path, DEFAULT_LIMITS) : source.bytes;
    const { subject, text } = await loadText(bytes, DEFAULT_LIMITS);
    const ownName = isFile ? basename(name) : openingOf(text, LONGEST_NAME);
    return {
      ...this.#words(ownName, name),
      kind: 'text',
      sha256: subject.sha256,
      ...(await fingerprintText(text)),
    };
  }

  async #ofPicture(input: Extract<Input, { source: object }>): Promise<NewEntry> {
    this.#pool ??= openPool(this.#models, { jobs: 1, quick: false, only: ['fingerprint'], thumbnails: true });
    const { subject, signals, failure } = await this.#pool.check(input);
    if (failure) throw new SubjectError('unreadable', failure.said, failure.detail);
    const hash = hashIn(signals);
    if (!subject || hash === undefined) {
      const reason = signals[0]?.summary;
      throw new SubjectError(
        'not-supported',
        reason ? phrase('ui.library.cannotAddBecause', { reason }) : phrase('ui.library.cannotAdd'),
      );
    }
    const { sha256, thumbnail } = subject;
    return {
      ...this.#words(basename(input.name), input.name),
      ...{ kind: 'image', hash, sha256 },
      ...(thumbnail !== undefined && { thumbnail }),
    };
  }

  #words(ownName: string, origin: string) {
    const { label, note, name = ownName } = this.options;
    return { name, label, note, origin };
  }
}

/** In UTF-16 units, as in the panel. */
const LONGEST_NAME = 60;

function hashIn(signals: Outcome['signals']): string | undefined {
  const { hash } = (signals[0]?.evidence ?? {}) as { hash?: string };
  return hash;
}
