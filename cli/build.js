// Bundles the command line into .output/cli/, when it is missing or older than what it was made from.
// `node cli/build.js` does it regardless.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../', import.meta.url);
const OUTPUT = new URL('.output/cli/', ROOT);
/** When the last build began and which sources it read: written last, so it stands for a finished build. */
const RECORD = new URL('built.json', OUTPUT);

/** A worker is a file of its own; the bench needs the fixture makers, which a plain check must not load. */
const ENTRIES = {
  main: 'cli/main.ts',
  worker: 'cli/worker.ts',
  'model-thread': 'cli/model-thread.ts',
  bench: 'cli/bench-command.ts',
  'bench-model': 'test/bench/model-process.ts',
};

/** Packages that stay in node_modules: two are native, the others only measure. */
const EXTERNAL = ['sharp', 'onnxruntime-node', 'exifreader', 'playwright', '@huggingface/transformers'];

/** Where a built entry lies. */
export function builtEntry(name) {
  return new URL(`${name}.js`, OUTPUT);
}

/** Builds what is missing or stale. Several processes may do so at once: every file is put in place whole. */
export async function buildCli({ force = false } = {}) {
  if (!force && isFresh()) return;
  const began = Date.now();
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: fileURLToPath(ROOT),
    entryPoints: ENTRIES,
    outdir: fileURLToPath(OUTPUT),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: EXTERNAL,
    // Bundled CommonJS packages still call require() for Node's own modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    // tsconfig.json extends a file that only WXT makes; nothing in it matters to a bundle.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    // What only one command needs is loaded by that command.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  await mkdir(OUTPUT, { recursive: true });
  for (const file of result.outputFiles) await replaceFile(builtFile(file.path), file.contents);
  await removeAllBut(result.outputFiles.map((file) => basename(file.path)));
  const sources = Object.keys(result.metafile.inputs).filter((path) => !path.startsWith('node_modules/'));
  await replaceFile(
    RECORD,
    JSON.stringify({ began, sources: ['cli/build.js', 'package-lock.json', ...sources] }),
  );
}

function isFresh() {
  if (!existsSync(RECORD)) return false;
  const { began, sources } = JSON.parse(readFileSync(RECORD, 'utf8'));
  return sources.every(
    (path) => (statSync(new URL(path, ROOT), { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < began,
  );
}

async function replaceFile(url, contents) {
  const unfinished = new URL(`${url.href}.${process.pid}`);
  await writeFile(unfinished, contents);
  await rename(unfinished, url);
}

/** Chunks are named after their content, so every build leaves some of the one before behind. */
async function removeAllBut(names) {
  const old = (await readdir(OUTPUT)).filter((name) => /^chunk-\w+\.js$/.test(name) && !names.includes(name));
  for (const name of old) await rm(new URL(name, OUTPUT), { force: true });
}

function builtFile(path) {
  return new URL(basename(path), OUTPUT);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCli({ force: true });
