import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { libraryServices } from '../../cli/library';
import { fingerprintText } from '../../utils/checks/fingerprint/text/fingerprint-text';
import type { WholeTextEntry } from '../../utils/records/library-entry';
import type { BrowserName } from '../browsers/driver';
import { ensureBrowser } from '../browsers/find.mjs';
import { startBrowser } from '../browsers/start';
import { changeWords } from '../fixtures/texts';
import { readTexts, sentencesOf } from './texts';

/**
 * How long a text takes to be looked up in a large library of texts, in the shell and in the browsers.
 *
 *     npx vite-node test/bench/text-library-speed.ts -- ENTRIES FILE.jsonl[.gz]...
 *
 * The entries are made of six sentences each, drawn from the texts of the files. After `npm run build`.
 */
async function main(count: number, files: readonly string[]): Promise<void> {
  const sentences = (await readTexts(files)).flatMap(({ text }) => sentencesOf(text));
  const draw = seeded(sentences);
  const texts = Array.from({ length: count }, () => draw(6));
  const entries: WholeTextEntry[] = [];
  for (const [number, text] of texts.entries()) entries.push(await entryOf(text, number));
  const fingerprints = entries.reduce((sum, entry) => sum + entry.fingerprints.length, 0);
  console.log(`${count} texts, ${fingerprints} fingerprints`);
  const copied = changeWords(texts[Math.floor(count / 2)] ?? '', 10);
  const asked: readonly Asked[] = [
    { name: '1,000 words', text: ofWords(draw, copied, 1000), runs: 20 },
    { name: '1 MB', text: ofWords(draw, copied, 170_000).slice(0, 1_000_000), runs: 3 },
  ];
  await inShell(entries, asked);
  for (const browser of ['chromium', 'firefox'] as const) await inBrowser(browser, entries, asked);
}

interface Asked {
  readonly name: string;
  readonly text: string;
  readonly runs: number;
}

type Draw = (count: number) => string;

function seeded(sentences: readonly string[]): Draw {
  let state = 7;
  return (count) =>
    Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return sentences[Math.floor((state / 2 ** 32) * sentences.length)] ?? '';
    }).join(' ');
}

/** The copy, and sentences after it until there are so many words. */
function ofWords(draw: Draw, copied: string, count: number): string {
  const words = copied.split(' ');
  while (words.length < count) words.push(...draw(100).split(' '));
  return words.slice(0, count).join(' ');
}

async function entryOf(text: string, number: number): Promise<WholeTextEntry> {
  const kept = await fingerprintText(text);
  const words = { kind: 'text', label: 'other', note: '', origin: '', sha256: kept.hash } as const;
  return { ...words, ...kept, id: crypto.randomUUID(), name: `${number}`, added: '2026-03-02T10:00:00.000Z' };
}

async function inShell(entries: readonly WholeTextEntry[], asked: readonly Asked[]): Promise<void> {
  const start = performance.now();
  const { libraryFindTexts } = libraryServices(entries);
  await libraryFindTexts('', []);
  console.log(`shell: index ${Math.round(performance.now() - start)} ms`);
  for (const { name, text, runs } of asked) {
    const before = performance.now();
    const { hash, fingerprints } = await fingerprintText(text);
    const reading = performance.now() - before;
    const ms: number[] = [];
    for (let run = 0; run < runs; run++) {
      const begin = performance.now();
      await libraryFindTexts(hash, fingerprints);
      ms.push(performance.now() - begin);
    }
    console.log(
      `shell: ${name}: ${fingerprints.length} fingerprints in ${Math.round(reading)} ms,`,
      said(ms),
    );
  }
}

async function inBrowser(
  browser: BrowserName,
  entries: readonly WholeTextEntry[],
  asked: readonly Asked[],
): Promise<void> {
  const server = await servePage();
  const driver = await startBrowser(browser, ensureBrowser(browser));
  try {
    const page = await driver.openPage(server.url);
    const start = performance.now();
    for (let first = 0; first < entries.length; first += FILLED_AT_ONCE) {
      await page.run(
        (part) => Reflect.get(globalThis, 'fill')(part),
        JSON.parse(JSON.stringify(entries.slice(first, first + FILLED_AT_ONCE))),
      );
    }
    console.log(`${browser}: filled in ${Math.round((performance.now() - start) / 1000)} s`);
    for (const { name, text, runs } of asked) {
      const { ms, first } = (await page.run(
        (asked, runs) => Reflect.get(globalThis, 'lookUp')(asked, runs),
        text,
        runs,
      )) as { ms: number[]; first: string };
      console.log(`${browser}: ${name}: nearest is ${first},`, said(ms));
    }
  } finally {
    await driver.close();
    server.close();
  }
}

const FILLED_AT_ONCE = 1000;

function said(ms: readonly number[]): string {
  const sorted = ms.toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `first ${Math.round(ms[0] ?? 0)} ms, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms (${ms.length} runs)`;
}

async function servePage(): Promise<{ readonly url: string; readonly close: () => void }> {
  const { outputFiles } = await build({
    entryPoints: ['test/bench/text-library-page.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    tsconfigRaw: {},
  });
  const script = outputFiles[0]?.text ?? '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><script src="page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

const [count, ...files] = process.argv.slice(2).filter((argument) => argument !== '--');
if (files.length === 0) throw new Error('Usage: text-library-speed.ts ENTRIES FILE.jsonl[.gz]...');
await main(Number(count), files);
