// What `npm start` and `npm test` need before they can start: runs on a bare clone, so it imports no package.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** Checks Node and brings node_modules to what package-lock.json says. */
export function installPackages() {
  refuseOldNode();
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json.');
  // Its installer would fetch a gigabyte of CUDA files that nothing here uses.
  const withoutCuda = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  run('npm', ['ci', '--no-audit', '--no-fund'], withoutCuda);
}

/** Runs a program in the project's folder and shows what it prints. Throws when it fails. */
export function run(program, options, environment = {}) {
  const status = statusOf(program, options, environment);
  if (status !== 0) throw new Error(`${program} ${options.join(' ')} failed (${status}).`);
}

/** The exit status of a program that runs in the project's folder and shows what it prints. */
export function statusOf(program, options, environment = {}) {
  const { status, error } = spawnSync(program, options, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
    // npm and npx are scripts on Windows.
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  return status ?? 1;
}

/** Runs a main() that answers the exit code; an error is told in one line, without its stack. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}

/** Imports a TypeScript file by way of Vite, once the packages are installed. */
export async function loadTypeScript(path) {
  const { runnerImport } = await import('vite');
  return (await runnerImport(`${ROOT}${path}`, { root: ROOT, configFile: false, logLevel: 'warn' })).module;
}

function refuseOldNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const isOlder = process.versions.node.localeCompare(wanted, 'en', { numeric: true }) < 0;
  if (isOlder) throw new Error(`Node ${wanted} or newer is needed; this is ${process.versions.node}.`);
}

/** npm keeps a copy of the lock file of what it installed; packages for other systems are missing there. */
function isInstalled() {
  if (!existsSync(`${ROOT}node_modules/.package-lock.json`)) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function readJson(path) {
  return JSON.parse(readFileSync(`${ROOT}${path}`, 'utf8'));
}
