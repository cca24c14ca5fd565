import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { MADE } from '../test/fixtures/make';
import { scene } from '../test/fixtures/pictures';
import { changeWords, GARDEN, PARCEL, SIGNATURE } from '../test/fixtures/texts';
import type { AiImageEvidence } from '../utils/checks/ai-image/evidence';
import { FINDINGS } from '../utils/checks/signal';
import { formatLibraryFile } from '../utils/records/library-file';
import { VERDICT_LEVELS } from '../utils/verdict/verdict';

const LAUNCHER = fileURLToPath(new URL('./touchstone.js', import.meta.url));
const SIGNED = join(MADE, 'c2pa/camera.jpg');
const ANCHOR = join(MADE, 'c2pa/trust-anchor.pem');

/** The contract with whoever reads `--json`, written down a second time: nothing may be missing or renamed. */
const answerSchema = z.strictObject({
  subject: z.strictObject({
    path: z.string(),
    kind: z.enum(['image', 'media', 'text', 'message']),
    sha256: z.nullable(z.string().regex(/^[0-9a-f]{64}$/)),
    mediaType: z.nullable(z.string()),
    notices: z.array(z.string()),
  }),
  verdict: z.nullable(
    z.strictObject({
      level: z.enum(VERDICT_LEVELS),
      strength: z.enum(['weak', 'moderate', 'strong', 'very-strong']).optional(),
      probability: z.number().min(0).max(1).optional(),
      sentence: z.string().min(1),
      why: z.string().min(1),
      also: z.array(z.strictObject({ level: z.enum(VERDICT_LEVELS), sentence: z.string().min(1) })),
      missing: z.array(z.string()),
    }),
  ),
  signals: z.array(
    z.strictObject({
      check: z.string(),
      finding: z.enum(FINDINGS),
      basis: z.enum(['declared', 'estimated']),
      probability: z.number().min(0).max(1).optional(),
      model: z.strictObject({ id: z.string(), version: z.string(), backend: z.string() }).optional(),
      ms: z.number().min(0),
      summary: z.string().min(1),
      reason: z.string().optional(),
      evidence: z.record(z.string(), z.unknown()),
    }),
  ),
  errors: z.array(
    z.union([
      z.strictObject({ path: z.string(), code: z.string(), message: z.string().min(1) }),
      z.strictObject({ check: z.string(), code: z.string(), message: z.string().min(1) }),
    ]),
  ),
});

interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-'));
  await mkdir(join(folder, 'album'));
  await writeFile(join(folder, 'album/b-large.png'), await scene(1, 1600, 1200).png().toBuffer());
  await writeFile(join(folder, 'album/c-small.jpg'), await scene(2, 64, 48).jpeg().toBuffer());
  await writeFile(join(folder, 'album/a-text.jpg'), 'a shopping list');
  await copyFile(SIGNED, join(folder, 'signed.jpg'));
  // Built, and its models tested, once, so that no test waits for it.
  expect((await touchstone(['check', 'signed.jpg'])).code).toBe(0);
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

describe('touchstone check', () => {
  it('answers one JSON line a subject, in the order given, however many work at once', async () => {
    const { stdout, stderr, code } = await touchstone([
      'check',
      'album',
      'signed.jpg',
      '--json',
      '--jobs',
      '3',
    ]);
    const answers = answersIn(stdout);
    expect(answers.map(({ subject }) => subject.path)).toEqual([
      'album/a-text.jpg',
      'album/b-large.png',
      'album/c-small.jpg',
      'signed.jpg',
    ]);
    // What a model makes of the drawn landscape is its own affair; the other two are too small for it.
    expect(answers.map(({ verdict }) => verdict?.level ?? null)).toEqual([
      null,
      expect.stringMatching(/^(no-evidence|inconclusive|likely-ai)$/),
      'inconclusive',
      'inconclusive',
    ]);
    expect(answers[0]).toMatchObject({
      signals: [],
      errors: [{ path: 'album/a-text.jpg', code: 'not-supported' }],
    });
    expect(answers[0]?.subject.sha256).toHaveLength(64);
    expect(stderr).toMatch(/^touchstone: album\/a-text\.jpg: .*\n$/);
    expect(code).toBe(1);
  });

  it('trusts the signers it is told to trust', async () => {
    const { stdout, code } = await touchstone(['check', 'signed.jpg', '--json', '--trust', ANCHOR]);
    const [answer] = answersIn(stdout);
    expect(answer?.verdict).toMatchObject({ level: 'authentic-source' });
    expect(answer?.verdict?.why).toContain('Example Camera Works');
    expect(code).toBe(0);
  });

  it('writes aligned lines and a sum, without colours in a pipe', async () => {
    const { stdout, stderr, code } = await touchstone(['check', 'signed.jpg', 'album/c-small.jpg']);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^signed\.jpg {9}inconclusive {6}Cannot be told: /);
    expect(lines[1]).toMatch(/^album\/c-small\.jpg {2}inconclusive {6}Cannot be told: .* too small /);
    expect(lines[2]).toMatch(/^2 checked, 2 inconclusive, 0 errors in \d+\.\d s$/);
    expect(stdout).not.toContain('\u001b');
    expect([stderr, code]).toEqual(['', 0]);
  });

  it('names what every check found when asked to', async () => {
    const { stdout } = await touchstone(['check', 'signed.jpg', '--verbose', '--trust', ANCHOR]);
    expect(stdout).toMatch(/\n {4}■ provenance {2,}signed by Example Camera Works.*\(\d.* ms\)\n/);
  });

  it('reads a picture and a list of subjects from the standard input', async () => {
    const picture = await touchstone(['check', '-', '--json'], {
      stdin: await scene(3, 40, 40).png().toBuffer(),
    });
    expect(answersIn(picture.stdout)).toMatchObject([{ subject: { path: '-', mediaType: 'image/png' } }]);
    const list = Buffer.from(
      '{"path":"signed.jpg"}\n{"text":"hello"}\n{"path":"gone.jpg"}\n{"path":"album"}\n',
    );
    const { stdout, code } = await touchstone(['check', '-', '--json'], { stdin: list });
    expect(
      answersIn(stdout).map(({ subject, errors }) => [subject.path, subject.kind, errors[0]?.code]),
    ).toEqual([
      ['signed.jpg', 'image', undefined],
      ['-:2', 'text', undefined],
      ['gone.jpg', 'image', 'not-found'],
      ['album', 'image', 'unreadable'],
    ]);
    expect(code).toBe(1);
  });

  it('checks texts: files, lines of a list, and the standard input', async () => {
    await writeFile(join(folder, 'letter.txt'), 'Your mem\u200bber card');
    await writeFile(
      join(folder, 'texts.jsonl'),
      '{"text":"Gо\\u043egle"}\n{"text":" "}\n{"text":"\\ud800 ok"}\n',
    );
    const { stdout, code } = await touchstone(
      ['check', 'letter.txt', 'texts.jsonl', '-', '--kind', 'text', '--json'],
      { stdin: Buffer.from('an ordinary text') },
    );
    const answers = answersIn(stdout);
    expect(answers.map(({ subject, verdict }) => [subject.path, verdict?.level])).toEqual([
      ['letter.txt', 'risky'],
      ['texts.jsonl:1', 'risky'],
      ['texts.jsonl:2', undefined],
      ['texts.jsonl:3', 'inconclusive'],
      ['-', 'inconclusive'],
    ]);
    expect(answers[0]?.signals).toMatchObject([
      { check: 'hidden-text', evidence: { spans: [{ start: 8, end: 9, type: 'zero-width' }] } },
      { check: 'fingerprint' },
      { check: 'ai-text', finding: 'not-applicable', reason: 'too-short' },
    ]);
    expect(code).toBe(1);
  });

  it('refuses a file of 200 MB before reading it, and checks the rest', async () => {
    const file = await open(join(folder, 'large.jpg'), 'w');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    const { stdout, code } = await touchstone(['check', 'large.jpg', 'album/c-small.jpg', '--json']);
    const [large, small] = answersIn(stdout);
    expect(large).toMatchObject({
      subject: { sha256: null },
      verdict: null,
      errors: [{ code: 'too-large' }],
    });
    expect(large?.errors[0]?.message).toContain('200 MB');
    expect(small?.verdict?.level).toBe('inconclusive');
    expect(code).toBe(1);
  });

  it('names a check that could not run, and answers with the others', async () => {
    const { stdout, code } = await touchstone(['check', join(MADE, 'c2pa/garbled-manifest.jpg'), '--json']);
    const [answer] = answersIn(stdout);
    expect(answer?.verdict?.missing).toEqual(['provenance']);
    expect(answer?.errors).toMatchObject([{ check: 'provenance', code: 'unreadable' }]);
    expect(answer?.signals.length).toBeGreaterThan(1);
    expect(code).toBe(1);
  });

  it('says that a file is not what its name promises', async () => {
    const { stdout } = await touchstone(['check', join(MADE, 'bad/png-named.jpg'), '--json']);
    expect(answersIn(stdout)[0]?.subject.notices[0]).toContain('.jpg');
  });

  it('writes a report of every subject where it is asked to', async () => {
    const { code } = await touchstone(['check', 'album', '--report', 'reports']);
    expect((await readdir(join(folder, 'reports'))).sort()).toEqual([
      '0001 a-text.jpg.html',
      '0002 b-large.png.html',
      '0003 c-small.jpg.html',
    ]);
    const page = await readFile(join(folder, 'reports/0002 b-large.png.html'), 'utf8');
    expect(page).toContain('<div class="signal estimate">');
    expect(page).toMatch(/<img src="data:image\/webp;base64,/);
    expect(await readFile(join(folder, 'reports/0001 a-text.jpg.html'), 'utf8')).toContain('text/plain');
    expect(code).toBe(1);
    expect((await touchstone(['check', 'album', '--report', 'signed.jpg'])).code).toBe(2);
  });

  it('ends quietly when nobody reads on', async () => {
    const paths = Array.from({ length: 200 }, () => 'album/c-small.jpg');
    const { stderr, code } = await touchstone(['check', ...paths, '--json'], { readOneLine: true });
    expect([stderr, code]).toEqual(['', 0]);
  });
});

describe('what a model estimates', () => {
  const GROUND = fileURLToPath(new URL('../test/fixtures/faces/astronaut.jpg', import.meta.url));

  async function estimatesOf(pictures: Readonly<Record<string, Sharp>>, quick = false) {
    const paths = Object.keys(pictures);
    for (const [path, picture] of Object.entries(pictures)) await picture.toFile(join(folder, path));
    const list = paths.map((path) => `${JSON.stringify({ path })}\n`).join('');
    await writeFile(join(folder, 'estimates.jsonl'), list);
    const asked = quick ? ['scan', 'estimates.jsonl', '--quick'] : ['check', ...paths];
    const { stdout } = await touchstone([...asked, '--json']);
    return answersIn(stdout).map(({ signals, verdict }) => {
      const signal = signals.find(({ check }) => check === 'ai-image');
      return { signal, verdict, evidence: signal?.evidence as Partial<AiImageEvidence> };
    });
  }

  it('has a probability, also a low one, the model that gave it, and its false-positive rate', async () => {
    const [estimate] = await estimatesOf({ 'astronaut.jpg': sharp(GROUND) });
    const { signal, evidence } = estimate ?? {};
    expect(signal).toMatchObject({
      basis: 'estimated',
      model: { id: 'ai-image', version: expect.stringMatching(/^\d+\.\d+\.\d+$/), backend: 'cpu' },
    });
    expect(signal?.probability).toBe(evidence?.probability);
    expect(evidence?.thresholds?.falsePositiveRate1).toBeGreaterThan(
      evidence?.thresholds?.falsePositiveRate5 ?? 1,
    );
    const { level } = estimate?.verdict ?? {};
    if (signal?.finding !== 'ai-generated') expect(level).not.toBe('likely-ai');
  });

  it.each([
    ['the encoder', 'ai-image', false],
    ['a first look', 'ai-image-first-look', true],
  ])('of %s hardly depends on how the same picture was encoded', async (_, model, quick) => {
    const picture = () => sharp(GROUND);
    const estimates = await estimatesOf(
      {
        'same.png': picture().png(),
        'same.tif': picture().tiff({ compression: 'lzw' }),
        'same-lossless.webp': picture().webp({ lossless: true }),
        'same.webp': picture().webp({ quality: 92 }),
        'same.jpg': picture().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }),
        'same.avif': picture().avif({ quality: 85 }),
      },
      quick,
    );
    expect(new Set(estimates.map(({ signal }) => signal?.model?.id))).toEqual(new Set([model]));
    const probabilities = estimates.map(({ signal }) => signal?.probability ?? Number.NaN);
    // Of a small picture: AVIF at 85 takes it 0.15 further than PNG, every other pair stays within 0.1.
    expect(Math.max(...probabilities) - Math.min(...probabilities)).toBeLessThan(0.2);
    expect(new Set(estimates.map(({ signal }) => signal?.finding)).size).toBe(1);
  });

  it('is seen on the map where the picture is another, wherever that is', async () => {
    const ground = await sharp(GROUND).resize(448, 448, { fit: 'cover' }).png().toBuffer();
    const input = await scene(4, 160, 160).png().toBuffer();
    const pasted = (left: number, top: number) => sharp(ground).composite([{ input, left, top }]).png();
    const [without, first, last] = await estimatesOf({
      'without.png': sharp(ground).png(),
      'top-left.png': pasted(32, 32),
      'bottom-right.png': pasted(256, 256),
    });
    const changed = (at: number, estimate: typeof first) => {
      const cells = estimate?.evidence.heatMap?.values.slice(at, at + 5) ?? [];
      const before = without?.evidence.heatMap?.values.slice(at, at + 5) ?? [];
      const differences = cells.flatMap((row, y) =>
        row.slice(at, at + 5).map((value, x) => Math.abs(value - (before[y]?.[at + x] ?? 0))),
      );
      return differences.reduce((sum, one) => sum + one, 0) / differences.length;
    };
    expect(changed(1, first)).toBeGreaterThan(changed(8, first));
    expect(changed(8, last)).toBeGreaterThan(changed(1, last));
  });
});

describe('touchstone scan', () => {
  it('checks a folder', async () => {
    const { stdout, code } = await touchstone(['scan', 'album', '--json']);
    expect(answersIn(stdout)).toHaveLength(3);
    expect(code).toBe(1);
  });

  it('takes a first look alone where that is wanted, and says so of every answer', async () => {
    const { stdout } = await touchstone(['scan', 'album', '--json', '--quick']);
    const [, large, small] = answersIn(stdout).map(({ signals }) =>
      signals.find(({ check }) => check === 'ai-image'),
    );
    for (const signal of [large, small]) {
      expect(signal).toMatchObject({
        model: { id: 'ai-image-first-look', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
        evidence: { firstLook: expect.stringContaining('only the small model looked') },
      });
      expect(signal?.summary).toMatch(/^at a first look only: /);
    }
    expect(large?.probability).toBeGreaterThan(0);
    expect(small).toMatchObject({ finding: 'not-applicable', reason: 'too-small' });
  });

  it('checks a list of subjects, whose paths are relative to it', async () => {
    await writeFile(join(folder, 'album/list.jsonl'), '{"path":"c-small.jpg"}\n{"path":"../signed.jpg"}\n');
    const { stdout, code } = await touchstone(['scan', 'album/list.jsonl', '--json']);
    expect(answersIn(stdout).map(({ subject }) => subject.path)).toEqual(['album/c-small.jpg', 'signed.jpg']);
    expect(code).toBe(0);
  });
});

describe('touchstone eval image', () => {
  const INDEX = [1, 2, 3, 4]
    .map((seed) => ({
      path: `${seed}.png`,
      label: seed > 2 ? 'real' : 'ai',
      source: `s${seed}`,
      split: 'dev',
    }))
    .map((line) => JSON.stringify(line));

  async function folderWith(name: string, lines: readonly string[]): Promise<string> {
    await mkdir(join(folder, name));
    for (const seed of [1, 2, 3, 4])
      await scene(seed, 240, 240)
        .png()
        .toFile(join(folder, name, `${seed}.png`));
    await writeFile(join(folder, name, 'index.jsonl'), lines.join('\n'));
    return name;
  }

  it('measures the shipped model and writes the report as JSON and as a page', async () => {
    const set = await folderWith('set', INDEX);
    const { stdout, stderr, code } = await touchstone(['eval', 'image', set, '--json', '--html', 'set.html']);
    expect([stderr, code]).toEqual(['', 0]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ format: 'touchstone-eval', version: 1, kind: 'image', check: 'ai-image', split: 'dev' },
      model: { id: 'ai-image', encoder: { id: 'image-encoder' } },
      all: { positives: 2, negatives: 2, thresholds: [{ name: '1 % threshold' }, { name: '5 % threshold' }] },
    });
    expect(await readFile(join(folder, 'set.html'), 'utf8')).toContain('</html>');
  });

  it('names what it could not read, and measures the rest', async () => {
    const set = await folderWith('gaps', [...INDEX, '{"path":"gone.png","label":"real"}']);
    const { stdout, stderr, code } = await touchstone([
      'eval',
      'image',
      set,
      '--split',
      'all',
      '--draws',
      '50',
    ]);
    expect(stdout).toContain('4 pictures: 2 AI from 2 sources, 2 genuine from 2 sources.');
    expect(stderr).toBe('touchstone: gone.png: There is no such file or folder. (not-found)\n');
    expect(code).toBe(1);
  });
});

describe('wrong usage', () => {
  it.each([
    [[], /Usage: touchstone/],
    [['check'], /missing required argument 'path'/],
    [['eval', 'poem', '.'], /unknown command 'poem'/],
    [['eval', 'image', 'signed.jpg'], /signed\.jpg is neither a folder nor a zip of exported corrections\./],
    [['eval', 'image', 'album'], /index\.jsonl cannot be read/],
    [['eval', 'image', 'album', '--perturb', 'fax'], /Allowed choices are social, jpeg, /],
    [['eval', 'image', 'album', '--limit', '0'], /whole number/],
    [['check', 'a.jpg', '--colour'], /unknown option '--colour'/],
    [['check', 'a.jpg', '--quick'], /unknown option '--quick'/],
    [['check', 'a.jpg', '--jobs', '0'], /whole number/],
    [['check', 'a.jpg', '--kind', 'message'], /checks of messages are not part of this version/],
    [['check', 'a.jpg', '--kind', 'sound'], /Allowed choices are image, text, message/],
    [['check', 'a.jpg', '--trust', 'signed.jpg'], /--trust signed\.jpg: /],
    [['check', 'a.jpg', '--trust', 'gone.pem'], /--trust gone\.pem: There is no such file/],
    [['check', 'a.jpg', '--library', 'signed.jpg'], /--library signed\.jpg: This is not a library/],
    [['scan', 'signed.jpg'], /scan wants a folder/],
  ])('%j is told so, and nothing is checked', async (args, told) => {
    const { stdout, stderr, code } = await touchstone(args);
    expect(stderr).toMatch(told);
    expect([stdout, code]).toEqual(['', 2]);
  });

  it('is not to ask for help or the version', async () => {
    expect(await touchstone(['--help'])).toMatchObject({ code: 0, stderr: '' });
    expect(await touchstone(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
  });
});

describe('a library', () => {
  it('is where a smaller copy of one of its pictures is found', async () => {
    await scene(7, 600, 450).png().toFile(join(folder, 'kept.png'));
    await scene(7, 600, 450).resize(300).jpeg({ quality: 70 }).toFile(join(folder, 'copy.jpg'));
    const [kept] = answersIn((await touchstone(['check', 'kept.png', '--json'])).stdout);
    const hash = String(kept?.signals.find(({ check }) => check === 'fingerprint')?.evidence.hash);
    const entry = {
      id: '1',
      kind: 'image',
      hash,
      name: 'hills',
      label: 'own',
      note: '',
      origin: '',
      sha256: hash,
    } as const;
    const text = formatLibraryFile([{ ...entry, added: '2026-03-02T10:00:00.000Z' }]);
    await writeFile(join(folder, 'library.json'), text.replace('"entries":[', '"entries":[{},'));
    const { stdout, stderr } = await touchstone([
      'check',
      'copy.jpg',
      'signed.jpg',
      '--library',
      'library.json',
    ]);
    expect(stdout).toMatch(/^copy\.jpg {4}known {13}A copy of “hills” in your library\./);
    expect(stdout).toMatch(/\nsigned\.jpg {2}inconclusive/);
    expect(stderr).toContain('1 entry is damaged and was left out');
  });

  it('takes texts and pictures from the shell, and finds edited copies with their passages', async () => {
    await writeFile(join(folder, 'notice.txt'), PARCEL);
    await writeFile(join(folder, 'spread.txt'), `${SIGNATURE} ${changeWords(PARCEL, 10)}`);
    const notes = [GARDEN, 'too short'].map((text) => JSON.stringify({ text }));
    await writeFile(join(folder, 'notes.jsonl'), `${notes.join('\n')}\n{"path":"signed.jpg"}\n`);
    const first = await touchstone([
      'library',
      'add',
      'notice.txt',
      '--library',
      'mine.json',
      '--label',
      'fraud',
    ]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toBe(
      'notice.txt  added  “notice.txt” (text, 94 words)\n1 added, 0 already there, 0 errors\n',
    );
    const more = await touchstone(['library', 'add', 'notes.jsonl', '--library', 'mine.json']);
    expect(more.stderr).toMatch(
      /^touchstone: notes\.jsonl:2: too short for a fingerprint: 2 words, .* \(not-supported\)\n$/,
    );
    expect(more.stdout).toMatch(
      /“In the second week of April .*…” \(text, 100 words\)\n.*“signed\.jpg” \(image\)\n/,
    );
    expect(more).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('2 added, 0 already there, 1 error\n'),
    });

    const { stdout } = await touchstone([
      'check',
      'spread.txt',
      '--kind',
      'text',
      '--library',
      'mine.json',
      '--json',
    ]);
    const [answer] = answersIn(stdout);
    expect(answer?.verdict?.sentence).toBe('A copy of “notice.txt”, which your library marks as fraud');
    const evidence = answer?.signals.find(({ check }) => check === 'fingerprint')?.evidence;
    expect(evidence).toMatchObject({
      librarySize: 2,
      matches: [{ name: 'notice.txt', knownLength: 94 }],
      spans: [{ type: 'known-text', start: SIGNATURE.length + 1 }],
    });

    const again = await touchstone([
      'library',
      'add',
      'notice.txt',
      '--library',
      'mine.json',
      '--label',
      'fraud',
    ]);
    expect(again.stdout).toContain('0 added, 1 already there, 0 errors');
  });

  it('is left as it is where an entry of it would be lost, or where it is none', async () => {
    await writeFile(join(folder, 'notice.txt'), PARCEL);
    const damaged = formatLibraryFile([]).replace('"entries":[', '"entries":[{}');
    await writeFile(join(folder, 'damaged.json'), damaged);
    const { stderr, code } = await touchstone(['library', 'add', 'notice.txt', '--library', 'damaged.json']);
    expect(stderr).toContain('1 of its entries are damaged, and would be lost. Nothing was added.');
    expect(code).toBe(2);
    expect(await readFile(join(folder, 'damaged.json'), 'utf8')).toBe(damaged);
    expect((await touchstone(['library', 'add', 'notice.txt', '--library', 'signed.jpg'])).code).toBe(2);
  });
});

describe('touchstone bench', () => {
  it('measures every check of the budget on a signed picture of 12 megapixels, beside known programs', async () => {
    const { stdout, code } = await touchstone(['bench', '--json', '--runs', '2']);
    const { machine, node } = JSON.parse(stdout);
    expect(machine.node).toBe(process.version);
    expect(node.picture).toMatchObject({ width: 4000, height: 3000 });
    expect(node.picture.bytes).toBeGreaterThan(1_800_000);
    const measured = node.rows.map(({ name, runs, p95 }: Record<string, unknown>) => [
      name,
      runs,
      typeof p95,
    ]);
    for (const check of ['provenance', 'metadata', 'fingerprint']) {
      expect(measured).toContainEqual([check, 2, 'number']);
    }
    expect(node.rows.map(({ role }: { role: string }) => role)).toEqual(
      expect.arrayContaining(['step', 'total', 'peer']),
    );
    expect(node.budget.p95).toBe(150);
    expect(code).toBe(0);
  }, 60_000);
});

interface Surroundings {
  readonly stdin?: Buffer;
  /** Closes the pipe after the first line, as `head -1` does. */
  readonly readOneLine?: boolean;
}

function touchstone(args: readonly string[], { stdin, readOneLine }: Surroundings = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, XDG_CACHE_HOME: folder };
    const child = spawn(process.execPath, [LAUNCHER, ...args], { cwd: folder, env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (readOneLine && stdout.includes('\n')) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ stdout, stderr, code }));
    child.stdin.end(stdin);
  });
}

function answersIn(stdout: string): z.infer<typeof answerSchema>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => answerSchema.parse(JSON.parse(line)));
}
