// Finds the browsers of this machine, and installs them where that is a package manager's business.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { delimiter, join } from 'node:path';

/** Chrome itself no longer loads an unpacked extension from the command line, so Chromium and Edge come first. */
const BROWSERS = {
  chromium: {
    variable: 'CHROME_PATH',
    package: 'chromium',
    german: 'chromium-l10n',
    linux: ['chromium', 'chromium-browser', 'microsoft-edge', 'google-chrome-for-testing'],
    darwin: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ],
    win32: ['Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'],
    advice: 'Install Chromium (or Microsoft Edge)',
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    package: 'firefox-esr',
    german: 'firefox-esr-l10n-de',
    linux: ['firefox-esr', 'firefox'],
    darwin: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
    ],
    win32: ['Mozilla Firefox\\firefox.exe'],
    advice: 'Install Firefox 140 or newer',
  },
};

/** Path of the browser's program, or null. The environment variable CHROME_PATH or FIREFOX_PATH decides first. */
function findBrowser(name) {
  const { variable, ...places } = BROWSERS[name];
  const chosen = process.env[variable];
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`${variable} names ${chosen}, which does not exist.`);
    return chosen;
  }
  return candidates(places[platform()] ?? places.linux).find(isProgram) ?? null;
}

/** The browser's path; on Debian and its kin it is installed where it is missing. Throws with what to do instead. */
export function ensureBrowser(name) {
  const found = findBrowser(name);
  if (found) return found;
  if (platform() === 'linux' && isProgram('/usr/bin/apt-get')) {
    installPackage(BROWSERS[name].package);
    const installed = findBrowser(name);
    if (installed) return installed;
  }
  const { advice, variable } = BROWSERS[name];
  throw new Error(`No ${name} was found. ${advice}, or say where it is: ${variable}=/path/to/it`);
}

/**
 * Whether the browser speaks German. Debian keeps languages in packages of their own, which are installed where that
 * can be done; elsewhere Chromium and its kin bring all languages along, and Firefox only the one it was fetched in.
 */
export function ensureGerman(name) {
  const { package: browser, german } = BROWSERS[name];
  if (!isInstalled(browser)) return name === 'chromium';
  if (isInstalled(german)) return true;
  try {
    installPackage(german);
    return true;
  } catch (error) {
    console.warn(error.message);
    return false;
  }
}

function isInstalled(name) {
  return succeeds('dpkg-query', ['--show', name]);
}

function candidates(places) {
  if (platform() === 'darwin') return places.flatMap((place) => [place, join(homedir(), place)]);
  const folders =
    platform() === 'win32'
      ? ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].map((name) => process.env[name])
      : (process.env.PATH ?? '').split(delimiter);
  return folders.filter(Boolean).flatMap((folder) => places.map((place) => join(folder, place)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As root, or where sudo asks for no password: nobody is there to type one. */
function installPackage(name) {
  const root = process.getuid?.() === 0;
  if (!root && !succeeds('sudo', ['-n', 'true'])) {
    throw new Error(
      `${name} is missing, and installing it needs your password: sudo apt-get install ${name}`,
    );
  }
  console.log(`Installing ${name} with apt-get; this is done once and takes a few minutes.`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const command of [
    ['apt-get', 'update', '-q'],
    ['apt-get', 'install', '-y', '-q', '--no-install-recommends', name],
  ]) {
    const [program, ...options] = root ? command : ['sudo', '-n', '-E', ...command];
    execFileSync(program, options, { stdio: ['ignore', 'inherit', 'inherit'], env: environment });
  }
}

function succeeds(program, options) {
  try {
    execFileSync(program, options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
