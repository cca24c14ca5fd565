import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judge } from '../../utils/checks/estimate';
import type { Signal } from '../../utils/checks/signal';
import type { HumanVerdict, PictureLabel } from '../../utils/records/human-verdict';
import { exportFolder } from '../../utils/records/human-verdict-export';
import { phrase } from '../../utils/words/phrase';
import type { Shell } from '../check-command';
import type { CheckTask } from '../check-pool';
import type { Outcome } from '../outcome';
import { UsageError } from '../usage-error';
import { type EvalOptions, evaluate } from './evaluate';
import type { EvalReport } from './report';

const OPTIONS: EvalOptions = {
  ...{
    split: undefined,
    check: undefined,
    html: undefined,
    limit: undefined,
    jobs: undefined,
    save: undefined,
  },
  ...{ json: true, quick: false, draws: 200, scores: [], perturb: [], perturbLimit: 300 },
};

const MODEL = {
  ...{ id: 'ai-image', version: '1.2.3', sha256: 'a'.repeat(64), fingerprint: 'f'.repeat(64), encoder: null },
  thresholds: [
    { name: '1 % threshold', probability: 0.9 },
    { name: '5 % threshold', probability: 0.7 },
  ],
};

const HOSTILE = '<img src=x onerror="alert(1)">`\u202e';

let folder: string;
let checked: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-eval-'));
  checked = [];
});

afterEach(() => rm(folder, { recursive: true }));

/** Says of a picture how red it is; black ones are too flat for it, and green ones are too much for it. */
async function howRed({ name, source }: CheckTask): Promise<Outcome> {
  checked.push(name);
  const bytes = 'bytes' in source ? source.bytes : new Uint8Array();
  const base = { path: name, asked: 'image', notices: [], sha256: null } as const;
  const stats = await sharp(bytes)
    .stats()
    .catch(() => null);
  if (!stats) {
    const failure = { code: 'not-supported', said: phrase('subject.damaged') };
    return { ...base, subject: null, signals: [], failure };
  }
  const [red = 0, green = 0] = stats.channels.map(({ mean }) => mean);
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  const subject: Outcome['subject'] = {
    ...({ kind: 'image', coverage: 'file' } as const),
    ...{ name, mediaType: 'image/png', size: 1, sha256: '' },
    dimensions: { width, height },
  };
  return { ...base, subject, signals: [signalFor(red / 255, green / 255)], failure: null };
}

function signalFor(red: number, green: number): Signal {
  const common = { check: 'ai-image', ms: 1, summary: phrase('checks.aiImage.none') };
  if (green > 0.5) {
    return { ...common, finding: 'check-failed', basis: 'declared', reason: 'timeout', evidence: {} };
  }
  if (red < 0.01) {
    return { ...common, finding: 'not-applicable', basis: 'declared', reason: 'too-flat', evidence: {} };
  }
  const estimate = judge(red, { falsePositiveRate1: 0.9, falsePositiveRate5: 0.7 });
  const finding = red > 0.9 ? 'ai-generated' : red > 0.7 ? 'uncertain' : 'none';
  return { ...common, finding, basis: 'estimated', probability: red, evidence: estimate };
}

interface Line {
  readonly path: string;
  readonly label: string;
  readonly red?: number;
  readonly [more: string]: unknown;
}

async function write(lines: readonly Line[]): Promise<void> {
  for (const { path, red } of lines) {
    if (red === undefined) continue;
    const background = { r: Math.round(red * 255), g: 0, b: 0 };
    await mkdir(join(folder, path, '..'), { recursive: true });
    await sharp({ create: { width: 160, height: 140, channels: 3, background } })
      .png()
      .toFile(join(folder, path));
  }
  const index = lines.map(({ red: _, ...line }) => JSON.stringify(line)).join('\n');
  await writeFile(join(folder, 'index.jsonl'), index);
}

/** Two sources of each label, well told apart but for one picture each. */
const ORDINARY: readonly Line[] = [0.95, 0.92, 0.75, 0.2].flatMap((red, index) => [
  { path: `ai-${index}.png`, label: 'ai', red, source: `g${index % 2}`, generator: 'G', kind: 'photo' },
  { path: `real-${index}.png`, label: 'real', red: 1.1 - red * 1.1, source: `r${index % 2}` },
]);

async function run(options: Partial<EvalOptions> = {}, path = folder) {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const shell = { stdin: process.stdin, stdout, stderr, env: {} } as unknown as Shell;
  const code = await evaluate('image', path, { ...OPTIONS, ...options }, shell, async () => ({
    ...{ check: howRed, model: MODEL },
    stop: async () => undefined,
  }));
  return { code, text: stdout.text, stderr: stderr.text };
}

async function reportOf(options: Partial<EvalOptions> = {}): Promise<EvalReport> {
  return JSON.parse((await run({ ...options, json: true })).text);
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe('a report', () => {
  it('has the figures that can be counted by hand', async () => {
    await write(ORDINARY);
    const { code, text, stderr } = await run();
    const { all, answers, calibration, generators, genuineSources, kinds, sizes, worst }: EvalReport =
      JSON.parse(text);
    expect([code, stderr]).toEqual([0, '']);
    expect(all).toMatchObject({ positives: 4, negatives: 4, positiveSources: 2, negativeSources: 2 });
    // Of 16 pairs, the positive at 0.2 loses to 0.275 and 0.88, and 0.75 to 0.88.
    expect(all.auc.value).toBeCloseTo(13 / 16, 12);
    expect(all.thresholds.map(({ found, flagged }) => [found.count, flagged.count])).toEqual([
      [2, 0],
      [3, 1],
    ]);
    expect(answers.map(({ level, positives }) => [level, positives.count])).toEqual([
      ['likely-ai', 2],
      ['inconclusive', 1],
      ['no-evidence', 1],
    ]);
    expect(calibration.subjects).toBe(8);
    expect(generators).toMatchObject([{ name: 'G', subjects: 4, sources: 2 }]);
    expect(genuineSources.map(({ name, subjects }) => [name, subjects])).toEqual([
      ['r0', 2],
      ['r1', 2],
    ]);
    expect(kinds.map(({ name }) => name)).toEqual(['any stated kind', 'no kind stated', 'photo']);
    expect(kinds[2]?.figures.auc.note).toBe('there are no genuine subjects');
    expect(sizes.map(({ name }) => name)).toEqual(['128 to 255 px']);
    expect([worst.falsePositives[0]?.path, worst.falseNegatives[0]?.path]).toEqual([
      'real-3.png',
      'ai-3.png',
    ]);
  });

  it('has the form that README.md promises', async () => {
    await write(ORDINARY);
    const report = await reportOf({ perturb: ['jpeg'] });
    const readme = await readFile(new URL('./README.md', import.meta.url), 'utf8');
    for (const field of Object.keys(report)) expect(readme).toContain(`\`${field}\``);
  });

  it('is told to people in words, numbers and aligned columns', async () => {
    await write(ORDINARY);
    const { text } = await run({ json: false });
    expect(text).toMatch(/^ai-image 1\.2\.3 finds 50\.0 % \(.*\) of AI pictures and flags 0\.0 %/);
    expect(text).toContain('8 pictures: 4 AI from 2 sources, 4 genuine from 2 sources');
    expect(text).toMatch(/\n {2}found above the 1 % threshold {12}2 of 4, 50\.0 % /);
  });

  it('counts abstentions as found and flagged by nobody, and leaves failures out by name', async () => {
    await write([...ORDINARY, { path: 'flat.png', label: 'ai', red: 0, source: 'g0' }]);
    const green = { width: 20, height: 20, channels: 3, background: '#0f0' } as const;
    await sharp({ create: green }).png().toFile(join(folder, 'green.png'));
    const index = await readFile(join(folder, 'index.jsonl'), 'utf8');
    const more = ['{"path":"green.png","label":"real"}', '{"path":"gone.png","label":"real"}', 'what?'];
    await writeFile(join(folder, 'index.jsonl'), [index, ...more].join('\n'));
    const { code, text, stderr } = await run();
    const { all, abstentions, leftOut, judged, calibration }: EvalReport = JSON.parse(text);
    expect(code).toBe(1);
    expect([all.positives, judged.positives, calibration.subjects]).toEqual([5, 4, 8]);
    expect(all.thresholds[0]?.found).toMatchObject({ count: 2, of: 5 });
    expect(abstentions).toEqual([{ reason: 'too-flat', positives: 1, negatives: 0 }]);
    expect(leftOut.failed.map(({ path, code }) => [path, code])).toEqual([
      ['green.png', 'timeout'],
      ['gone.png', 'not-found'],
    ]);
    expect(stderr).toContain('touchstone: index.jsonl, line 12: ');
    expect(stderr).toContain('touchstone: gone.png: There is no such file');
  });

  it.each([
    ['one label', ORDINARY.filter(({ label }) => label === 'ai'), /was given no genuine one/],
    [
      'one source of each',
      ORDINARY.map((line) => ({ ...line, source: 's' })),
      /note {2,}no interval: the positive and/,
    ],
    ['one picture', ORDINARY.slice(0, 1), /1 picture: 1 AI from 1 source, 0 genuine/],
  ])('says in words what %s cannot give', async (_, lines, told) => {
    await write(lines);
    const { code, text } = await run({ json: false, html: join(folder, 'page.html') });
    expect(text).toMatch(told);
    expect(text + (await readFile(join(folder, 'page.html'), 'utf8'))).not.toMatch(/NaN|undefined|Infinity/);
    expect(code).toBe(0);
  });

  it('says that there was nothing to measure', async () => {
    await write([{ path: 'gone.png', label: 'ai' }]);
    const { code, text } = await run({ json: false, html: join(folder, 'page.html') });
    expect(text).toMatch(/^Nothing could be measured: no picture was answered\./);
    expect(await readFile(join(folder, 'page.html'), 'utf8')).not.toContain('NaN');
    expect(code).toBe(1);
  });

  it('does not follow a link out of the folder', async () => {
    await write(ORDINARY);
    await symlink('/etc/hostname', join(folder, 'link.png'));
    await writeFile(
      join(folder, 'index.jsonl'),
      `${await readFile(join(folder, 'index.jsonl'), 'utf8')}\n{"path":"link.png","label":"real"}`,
    );
    expect((await reportOf()).leftOut.failed).toMatchObject([{ path: 'link.png', code: 'outside' }]);
    expect(checked).not.toContain('link.png');
  });
});

describe('which rows are taken', () => {
  const SPLIT = ORDINARY.map((line, index) => ({ ...line, split: index < 5 ? 'dev' : 'train' }));

  it('are those of dev, of the split that is named, or all', async () => {
    await write(SPLIT);
    const sizeOf = async (split?: string) => {
      const { all, split: taken } = await reportOf({ split });
      return [taken, all.positives + all.negatives];
    };
    expect(await sizeOf()).toEqual(['dev', 5]);
    expect(await sizeOf('train')).toEqual(['train', 3]);
    expect(await sizeOf('all')).toEqual([null, 8]);
    await expect(run({ split: 'test' })).rejects.toThrow('--split test: the index has dev, train.');
  });

  it('are the first of the fair order where there is a limit', async () => {
    await write(ORDINARY);
    const { all, available } = await reportOf({ limit: 3 });
    expect([all.positives + all.negatives, available]).toEqual([3, 8]);
  });

  it('need a folder with an index', async () => {
    await expect(run()).rejects.toThrow('index.jsonl cannot be read');
  });
});

describe('a zip of corrections', () => {
  const correction = async (
    start: string,
    label: PictureLabel,
    red: number,
    kept = true,
  ): Promise<HumanVerdict> => {
    const background = { r: Math.round(red * 255), g: 0, b: 0 };
    const made = sharp({ create: { width: 160, height: 140, channels: 3, background } });
    const bytes = new Blob([Uint8Array.from(await made.png().toBuffer())]);
    return {
      ...{ sha256: start.repeat(32), kind: 'image', mediaType: 'image/png', coverage: 'file', note: '' },
      ...{ dimensions: { width: 160, height: 140 }, checked: '', judged: '', label },
      ...{ verdict: { level: 'no-evidence' }, signals: [], features: { missing: 'not-kept' } },
      ...(kept && { picture: { bytes, size: bytes.size } }),
    };
  };
  const zipOf = async (...corrections: readonly Promise<HumanVerdict>[]) => {
    const file = join(folder, 'touchstone-corrections.zip');
    const zip = await exportFolder(await Promise.all(corrections));
    await writeFile(file, Buffer.from(await zip.arrayBuffer()));
    return file;
  };

  it('is measured on the pictures that were kept and whose label is known', async () => {
    const zip = await zipOf(
      correction('a1', 'ai-made', 0.95),
      correction('b2', 'ai-made', 0.2, false),
      correction('c3', 'not-ai', 0.75),
      correction('d4', 'unknown', 0.9),
    );
    const html = join(folder, 'page.html');
    const { code, text, stderr } = await run({ html }, zip);
    const { all, folder: measured, worst }: EvalReport = JSON.parse(text);
    expect([code, stderr, measured]).toEqual([0, '', zip]);
    expect([all.positives, all.negatives, all.auc.value]).toEqual([1, 1, 1]);
    expect(all.thresholds.map(({ found, flagged }) => [found.count, flagged.count])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect(worst.falsePositives[0]?.path).toMatch(/^pictures\/c3.*\.png$/);
    expect(await readFile(html, 'utf8')).toContain('data:image/');
  });

  it('without such a picture is refused, and so is what is none', async () => {
    const zip = await zipOf(correction('a1', 'ai-made', 0.95, false));
    await expect(run({}, zip)).rejects.toThrow('holds no picture whose label is known');
    const text = join(folder, 'corrections.txt');
    await writeFile(text, '{}');
    await expect(run({}, text)).rejects.toThrow('neither a folder nor a zip of exported corrections.');
    const other = join(folder, 'other.zip');
    await writeFile(other, zipSync({ 'a.txt': new Uint8Array(1) }));
    await expect(run({}, other)).rejects.toThrow('it holds no index.jsonl');
  });

  it('unpacks nothing out of its folder, and names what it cannot use', async () => {
    const path = 'pictures/../../away.png';
    const zip = join(folder, 'hostile.zip');
    const lines = [
      { path, label: 'ai' },
      { path: 'pictures/gone.png', label: 'ai' },
    ];
    const index = new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n'));
    await writeFile(zip, zipSync({ 'index.jsonl': index, [path]: new Uint8Array(9) }));
    const { code, stderr } = await run({}, zip);
    expect(code).toBe(1);
    expect(stderr).toContain(`its path "${path}" leaves the folder`);
    expect(stderr).toContain('pictures/gone.png: There is no such file');
  });
});

describe('peers', () => {
  it('stand beside on the rows that both have, with paired differences', async () => {
    await write(ORDINARY);
    const lines = ORDINARY.slice(1).map(({ path, label }) => ({
      path,
      probability: label === 'ai' ? 0.4 : 0.6,
    }));
    const head = { name: 'contrary', version: '3', thresholds: { alarm: 0.5 } };
    await mkdir(join(folder, 'peers'));
    await writeFile(
      join(folder, 'peers/contrary.jsonl'),
      [head, ...lines].map((line) => JSON.stringify(line)).join('\n'),
    );
    const { peers } = await reportOf({ scores: [join(folder, 'peers')] });
    const [peer] = peers;
    expect(peer).toMatchObject({ name: 'contrary', version: '3', missing: 1 });
    expect([peer?.theirs.auc.value, peer?.theirs.thresholds[0]?.flagged.value]).toEqual([0, 1]);
    expect(peer?.difference.auc.value).toBe(peer?.ours.auc.value);
    expect(peer?.difference.thresholds).toHaveLength(1);
    const { text } = await run({ json: false, scores: [join(folder, 'peers')] });
    expect(text).toContain(
      'Beside contrary 3\n  On the 7 pictures that both have answered. It has no score for 1 picture.',
    );
  });

  it('that share no row are named so, and broken lines too', async () => {
    await write(ORDINARY);
    await writeFile(join(folder, 'odd.jsonl'), '{"path":"elsewhere.png","probability":0.5}\nbroken');
    const { code, text, stderr } = await run({ json: false, scores: [join(folder, 'odd.jsonl')] });
    expect(text).toContain('Beside odd\n  On the 0 pictures that both have answered.');
    expect(stderr).toContain('scores of odd: line 2 could not be used');
    expect(code).toBe(1);
    await expect(run({ scores: [join(folder, 'none')] })).rejects.toThrow('--scores');
  });
});

describe('perturbations', () => {
  it('are measured beside the same pictures as they are', async () => {
    await write(ORDINARY);
    const { perturbations } = await reportOf({ perturb: ['webp', 'overlay'], perturbLimit: 6 });
    expect(
      perturbations.map(({ name, before, after }) => [name, before.positives + after.negatives]),
    ).toEqual([
      ['webp', 6],
      ['overlay', 6],
    ]);
    expect(perturbations).toEqual(
      (await reportOf({ perturb: ['webp', 'overlay'], perturbLimit: 6 })).perturbations,
    );
  });
});

describe('kept scores', () => {
  it('are not asked for again, unless the picture is another one', async () => {
    await write(ORDINARY);
    const save = join(folder, 'kept');
    const first = await reportOf({ save, perturb: ['jpeg'] });
    expect(checked).toHaveLength(16);
    await write([...ORDINARY.slice(0, 7), { path: 'real-3.png', label: 'real', red: 0.3, source: 'r1' }]);
    checked = [];
    const second = await reportOf({ save, perturb: ['jpeg'] });
    expect(checked).toEqual(['real-3.png', 'real-3.png']);
    expect(second.all.auc.value).toBeGreaterThan(first.all.auc.value ?? 1);
    expect((await readdir(save)).sort()).toEqual([
      'ai-image-1.2.3-ffffffff-jpeg.jsonl',
      'ai-image-1.2.3-ffffffff.jsonl',
    ]);
  });

  it('survive a line that was cut off', async () => {
    await write(ORDINARY);
    const save = join(folder, 'kept');
    const whole = await reportOf({ save });
    const file = join(save, 'ai-image-1.2.3-ffffffff.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, -30));
    checked = [];
    expect(await reportOf({ save })).toEqual(whole);
    expect(checked).toHaveLength(1);
    expect(await reportOf({ save })).toEqual(whole);
    expect(checked).toHaveLength(1);
  });

  it('are scores that another run can be compared with', async () => {
    await write(ORDINARY);
    const save = join(folder, 'kept');
    await reportOf({ save, perturb: ['jpeg'] });
    const { peers } = await reportOf({ scores: [save] });
    expect(peers).toMatchObject([
      { name: 'ai-image', version: '1.2.3', missing: 0, refusedLines: [], difference: { auc: { value: 0 } } },
    ]);
  });
});

describe('the page', () => {
  it('needs nothing else, and takes no text of others for its own', async () => {
    await write(
      ORDINARY.map((line, index) =>
        index > 1 ? line : { ...line, source: HOSTILE, generator: HOSTILE, kind: HOSTILE },
      ),
    );
    const head = { name: HOSTILE, version: HOSTILE, thresholds: { [HOSTILE]: 0.5 } };
    const lines = [head, ...ORDINARY.map(({ path, red }) => ({ path, probability: 1 - (red ?? 0) / 2 }))];
    await writeFile(join(folder, 'peer.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
    await run({ html: join(folder, 'page.html'), scores: [join(folder, 'peer.jsonl')], perturb: ['crop'] });
    const page = await readFile(join(folder, 'page.html'), 'utf8');
    expect(page).not.toContain('<img src=x');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)|javascript:/);
    expect(page).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62;');
    expect(page.match(/<figure class="chart">/g)).toHaveLength(4);
    expect(page).toMatch(/<img src="data:image\/webp;base64,/);
    expect(page).toContain('aria-label="ROC curves. ai-image: AUC 0.8');
    const { text, stderr } = await run({ json: false, scores: [join(folder, 'peer.jsonl')] });
    expect(text + stderr).not.toContain('\u202e');
  });
});

describe('texts', () => {
  /** Says of a text how many of its words are "delve"; those without a word are too short for it. */
  const howOften = async ({ name, source, asked }: CheckTask): Promise<Outcome> => {
    expect(asked).toBe('text');
    const text = 'bytes' in source ? new TextDecoder().decode(source.bytes) : '';
    const words = text.split(' ');
    const share = words.filter((word) => word === 'delve').length / words.length;
    const signal = { ...signalFor(text === '' ? 0 : Math.max(0.02, share), 0), check: 'ai-text' };
    return {
      path: name,
      asked: 'text',
      notices: [],
      sha256: null,
      subject: null,
      signals: [signal],
      failure: null,
    };
  };

  const sentence = (delves: number, others: number) =>
    [...Array(delves).fill('delve'), ...Array(others).fill('dig')].join(' ');

  const LINES = [
    { text: sentence(95, 5), label: 'ai', source: 'one', domain: 'news', generator: 'G', part: 'new' },
    { text: sentence(50, 50), label: 'ai', source: 'one', domain: 'mail', generator: 'G', part: 'new' },
    {
      text: sentence(10, 20),
      label: 'human',
      source: 'two',
      domain: 'mail',
      generator: 'human',
      part: 'old',
    },
    {
      text: sentence(290, 10),
      label: 'human',
      source: 'two',
      domain: 'news',
      generator: 'human',
      part: 'old',
    },
    { label: 'human', source: 'two' },
  ];

  async function runOn(path: string, options: Partial<EvalOptions> = {}) {
    const [stdout, stderr] = [new Collector(), new Collector()];
    const shell = { stdin: process.stdin, stdout, stderr, env: {} } as unknown as Shell;
    const code = await evaluate(
      'text',
      path,
      { ...OPTIONS, check: 'ai-text', ...options },
      shell,
      async () => ({
        ...{ check: howOften, model: MODEL },
        stop: async () => undefined,
      }),
    );
    return { code, text: stdout.text, stderr: stderr.text };
  }

  it.each([
    ['a list', 'texts.jsonl', (text: string) => text],
    ['a compressed list', 'texts.jsonl.gz', (text: string) => gzipSync(text)],
  ])('of %s are measured by domain and length', async (_, name, written) => {
    const path = join(folder, name);
    await writeFile(path, written(LINES.map((line) => JSON.stringify(line)).join('\n')));
    const { code, text, stderr } = await runOn(path);
    const report: EvalReport = JSON.parse(text);
    expect([code, report.kind, report.index]).toEqual([1, 'text', name]);
    expect(report.all).toMatchObject({ positives: 2, negatives: 2 });
    expect(report.kinds.map(({ name }) => name)).toEqual(['any stated kind', 'mail', 'news']);
    expect(report.sizes.map(({ name }) => name)).toEqual([
      'under 60 words',
      '60 to 119 words',
      '240 words and more',
    ]);
    expect(report.genuineKinds.map(({ name, passed }) => [name, passed[0]?.count])).toEqual([
      ['mail', 0],
      ['news', 1],
    ]);
    expect(report.worst.falsePositives[0]).toMatchObject({
      path: 'line 4',
      excerpt: expect.stringMatching(/^delve/),
    });
    expect(stderr).toContain(`touchstone: ${name}, line 5: it has no "path" and no "text"`);
    expect(JSON.parse((await runOn(path, { split: 'old' })).text).all).toMatchObject({
      negatives: 2,
      positives: 0,
    });
  });

  it('are told to people as texts', async () => {
    const path = join(folder, 'texts.jsonl');
    await writeFile(path, LINES.map((line) => JSON.stringify(line)).join('\n'));
    const html = join(folder, 'page.html');
    const { text } = await runOn(path, { json: false, html });
    expect(text).toContain('4 texts: 2 AI from 1 source, 2 human from 1 source');
    expect(text).toContain('By domain (human texts)');
    expect(text).not.toContain('picture');
    const page = await readFile(html, 'utf8');
    expect(page).toContain('Human texts with the highest probability');
    expect(page).toContain('class="excerpt"');
  });

  it('that are not there, or not compressed, are refused in words', async () => {
    await writeFile(join(folder, 'bad.jsonl.gz'), 'no gzip');
    await expect(runOn(join(folder, 'bad.jsonl.gz'))).rejects.toThrow('not compressed with gzip');
    await expect(runOn(join(folder, 'none.jsonl'))).rejects.toThrow(UsageError);
  });
});
