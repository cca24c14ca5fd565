import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { startChromium } from '../browsers/chromium';
import type { BrowserName, Driver } from '../browsers/driver';
import { ensureBrowser } from '../browsers/find.mjs';
import { startFirefox } from '../browsers/firefox';
import { makeBenchPicture } from './bench-picture';
import { BUDGET, type SpeedResult, type SpeedRow } from './check-speed';
import { timing } from './measure';

/**
 * Measures the built extension in a browser: a file is given to the engine page as the panel gives it, and the
 * answers are timed where the panel hears of them, from the engine's having the bytes on, messages included.
 * Throws where the extension has not been built or a check could not run.
 */
export async function measureInBrowser(browser: BrowserName, runs: number): Promise<SpeedResult> {
  const picture = await makeBenchPicture();
  const driver = await start(browser);
  try {
    const panel = await driver.openOwnPage('sidepanel.html');
    const base64 = Buffer.from(picture.bytes).toString('base64');
    const answers: Answer[] = [];
    // In batches, since drivers end a script that takes long.
    while (answers.length < WARM_UPS + runs) {
      answers.push(
        ...(await panel.run(checkInTurns, base64, BUDGET.checks as readonly string[], BATCH, PAUSE_MS)),
      );
    }
    return resultOf(picture, answers.slice(WARM_UPS, WARM_UPS + runs));
  } finally {
    await driver.close();
  }
}

const WARM_UPS = 5;

/** Between two checks, as when a person makes them. */
const PAUSE_MS = 300;

/** Turns in one call of a driver. */
const BATCH = 5;

/** Milliseconds from having the bytes to the first check's answer, to each answer of the budget, to all of them. */
interface Answer {
  readonly first: number;
  readonly all: number;
  readonly each: Readonly<Record<string, number>>;
}

async function start(browser: BrowserName): Promise<Driver> {
  const folder = resolve('.output', browser === 'chromium' ? 'chrome-mv3' : 'firefox-mv2');
  if (!existsSync(`${folder}/manifest.json`)) throw new Error('The extension is not built: npm run build');
  const program = ensureBrowser(browser);
  if (browser === 'chromium') return startChromium(program, folder);
  const firefox = await startFirefox(program, folder);
  // The panel is measured in a tab. A second one would be drawn on the same thread, and nobody has two of them.
  await firefox.closeSidebar();
  return firefox;
}

function resultOf(
  picture: { bytes: Uint8Array; width: number; height: number },
  answers: readonly Answer[],
): SpeedResult {
  const step = (name: string, times: readonly number[]): SpeedRow => ({
    ...timing(name, times),
    role: 'step',
  });
  const total: SpeedRow = {
    ...timing(
      `all of ${BUDGET.checks.join(' + ')}`,
      answers.map(({ all }) => all),
    ),
    role: 'total',
  };
  return {
    picture: { bytes: picture.bytes.length, width: picture.width, height: picture.height },
    rows: [
      step(
        'first signal in the panel',
        answers.map(({ first }) => first),
      ),
      ...BUDGET.checks.map((check) =>
        step(
          `${check}, in its worker`,
          answers.map(({ each }) => each[check] ?? Number.NaN),
        ),
      ),
      total,
    ],
    budget: { p95: BUDGET.p95, met: total.p95 <= BUDGET.p95 },
  };
}

/** Runs in the panel: has the picture checked a number of times, one after the other, and times the answers. */
async function checkInTurns(
  base64: string,
  checks: readonly string[],
  turns: number,
  pauseMs: number,
): Promise<Answer[]> {
  interface Row {
    readonly check: string;
    readonly state: string;
    readonly signals: readonly { readonly finding: string; readonly ms: number }[];
  }
  interface Told {
    readonly name: string;
    readonly request: {
      readonly job: { readonly id: string; readonly status: string; readonly rows: readonly Row[] };
    };
  }
  const { runtime } = Reflect.get(globalThis, 'browser') ?? Reflect.get(globalThis, 'chrome');
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const blobUrl = URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }));
  const checkOnce = () =>
    new Promise<Answer>((resolve, reject) => {
      let begun: number | undefined;
      let first: number | undefined;
      let all: number | undefined;
      const listen = ({ name, request }: Told) => {
        if (name !== 'jobChanged') return;
        const { status, rows } = request.job;
        // The engine has the bytes when it begins to load them: the budget counts from there.
        begun ??= performance.now();
        const now = performance.now() - begun;
        const wanted = rows.filter(({ check }) => checks.includes(check));
        if (wanted.some(({ state }) => state === 'done')) first ??= now;
        if (wanted.every(({ state }) => state === 'done')) all ??= now;
        if (status !== 'done' && status !== 'failed') return;
        runtime.onMessage.removeListener(listen);
        const failed = wanted.find(({ signals }) => !signals[0] || signals[0].finding === 'check-failed');
        if (failed || first === undefined || all === undefined) {
          return reject(new Error(`${failed?.check} could not run`));
        }
        const each = wanted.map(({ check, signals }) => [check, signals[0]?.ms ?? 0]);
        resolve({ first, all, each: Object.fromEntries(each) });
      };
      runtime.onMessage.addListener(listen);
      const call = {
        name: 'submitFile',
        request: { name: 'bench.jpg', declaredType: 'image/jpeg', blobUrl },
      };
      runtime.sendMessage({ touchstone: 'background', name: 'callEngine', request: call });
    });
  const answers: Answer[] = [];
  for (let turn = 0; turn < turns; turn++) {
    answers.push(await checkOnce());
    // A person looks at the answer; the engine writes its history meanwhile.
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  URL.revokeObjectURL(blobUrl);
  return answers;
}
