import { createRequire } from 'node:module';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { decoderFor } from '../../cli/decode';
import { wasmLoader } from '../../cli/load-wasm';
import type { Check, CheckTools } from '../../utils/checks/check';
import { CHECKS } from '../../utils/checks/registry';
import { runCheck } from '../../utils/checks/run';
import { DEFAULT_LIMITS } from '../../utils/subject/limits';
import { loadSubject } from '../../utils/subject/load';
import type { Subject } from '../../utils/subject/subject';
import { loadText } from '../../utils/subject/text/load-text';
import { NO_LIBRARY } from '../fixtures/no-library';
import { NO_MODELS } from '../fixtures/no-models';
import { prose } from '../fixtures/text/prose';
import { type BenchPicture, makeBenchPicture } from './bench-picture';
import { measure, type Timing } from './measure';

/** The design's budget for these three checks on one picture, bytes in hand, on two cores without a GPU. */
export const BUDGET = { checks: ['provenance', 'metadata', 'fingerprint'], p95: 150 } as const;

/** The design's budget for what rules find in a text. */
export const TEXT_BUDGET = { checks: ['hidden-text'], characters: 4000, p95: 30 } as const;

export interface SpeedRow extends Timing {
  /** What it is: one of our checks, all of them, or another program's work on the same bytes. */
  readonly role: 'step' | 'total' | 'peer';
}

export interface SpeedResult {
  readonly picture: { readonly bytes: number; readonly width: number; readonly height: number };
  readonly rows: readonly SpeedRow[];
  readonly budget: { readonly p95: number; readonly met: boolean };
  /** Of the rules for texts; measured in this process alone. */
  readonly textBudget?: { readonly p95: number; readonly met: boolean };
}

/** Enough for a p95 that is not the slowest run. */
export const DEFAULT_RUNS = 40;
const WARM_UPS = 5;

/** Measures the checks of the budget in this process, each and together, and known programs beside them in the same turns. */
export async function measureChecks(runs: number): Promise<SpeedResult> {
  const picture = await makeBenchPicture();
  const subject = await loadSubject(picture.bytes);
  const checks = CHECKS.filter(({ id }) => BUDGET.checks.some((wanted) => wanted === id));
  const things = [
    { name: LOAD, role: 'step', run: () => loadSubject(picture.bytes) },
    ...checks.map((check) => ({
      name: check.id,
      role: 'step',
      run: runner([check], picture, async () => subject),
    })),
    { name: TOTAL, role: 'total', run: runner(checks, picture, () => loadSubject(picture.bytes)) },
    { name: RULES, role: 'step', run: await textRunner(picture) },
    ...peers(picture.bytes).map((peer) => ({ ...peer, role: 'peer' })),
  ] as const;
  const timings = await measure(things, { runs, warmUps: WARM_UPS });
  const rows = timings.map((timing, index) => ({ ...timing, role: things[index]?.role as SpeedRow['role'] }));
  const total = rows.find(({ role }) => role === 'total');
  const rules = rows.find(({ name }) => name === RULES);
  return {
    picture: { bytes: picture.bytes.length, width: picture.width, height: picture.height },
    rows,
    budget: { p95: BUDGET.p95, met: total !== undefined && total.p95 <= BUDGET.p95 },
    textBudget: { p95: TEXT_BUDGET.p95, met: rules !== undefined && rules.p95 <= TEXT_BUDGET.p95 },
  };
}

const LOAD = 'load: type, size, SHA-256';
const TOTAL = `load + ${BUDGET.checks.join(' + ')}`;

const RULES = `${TEXT_BUDGET.checks.join(' + ')}, a text of ${TEXT_BUDGET.characters} characters`;

/** A text with markup, a look-alike letter and unseen characters in it, so that there is something to find. */
async function textRunner(picture: BenchPicture) {
  const checks = CHECKS.filter(({ id }) => TEXT_BUDGET.checks.some((wanted) => wanted === id));
  const hiding = 'Your p\u0430rcel is\u200b\u200b **ready**. ';
  const text = `${hiding}${prose(TEXT_BUDGET.characters / 4)}`.slice(0, TEXT_BUDGET.characters);
  const { subject } = await loadText(new TextEncoder().encode(text), DEFAULT_LIMITS);
  return runner(checks, picture, async () => subject);
}

/** A check that fails is fast and says nothing about speed, so it ends the measurement. */
function runner(checks: readonly Check[], picture: BenchPicture, load: () => Promise<Subject>) {
  const loadWasm = wasmLoader();
  const options = { timeoutMs: 15_000, limits: DEFAULT_LIMITS, signal: new AbortController().signal };
  return async () => {
    const subject = await load();
    const tools: CheckTools = {
      decode: decoderFor(subject, DEFAULT_LIMITS),
      trust: { anchors: [{ id: 'bench', name: 'bench', pem: picture.trusted }] },
      library: NO_LIBRARY,
      models: NO_MODELS,
      loadWasm,
    };
    for (const check of checks) {
      const failed = (await runCheck(check, subject, tools, options)).find(
        ({ finding }) => finding === 'check-failed',
      );
      if (failed) throw new Error(`${check.id} could not run: ${failed.reason} ${failed.detail ?? ''}`);
    }
  };
}

/** What others do with the same bytes. No check of ours does exactly the same: the names say what is timed. */
function peers(bytes: Uint8Array<ArrayBuffer>) {
  return [
    {
      name: `ExifReader ${versionOf('exifreader')}: all tags`,
      run: async () => ExifReader.load(bytes.buffer, { expanded: true }),
    },
    {
      name: `sharp ${sharp.versions.sharp}: decode and 16 × 16 difference hash`,
      run: () => differenceHash(bytes),
    },
  ];
}

/** dHash as it is commonly written on sharp: 17 × 16 grey pixels, each compared with its right neighbour. */
async function differenceHash(bytes: Uint8Array): Promise<Uint8Array> {
  const grey = await sharp(bytes).greyscale().resize(17, 16, { fit: 'fill' }).raw().toBuffer();
  return Uint8Array.from({ length: 256 }, (_, bit) => {
    const left = Math.floor(bit / 16) * 17 + (bit % 16);
    return (grey[left] ?? 0) < (grey[left + 1] ?? 0) ? 1 : 0;
  });
}

function versionOf(name: string): string {
  const require = createRequire(import.meta.url);
  const { version } = require(`${name}/package.json`) as { version: string };
  return version;
}
