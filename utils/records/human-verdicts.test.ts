import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from '../checks/signal';
import { readZip } from '../inference/zip-reader';
import type { Job } from '../jobs/job';
import { phrase } from '../words/phrase';
import { Records } from './database';
import { createHistory } from './history';
import { type AnsweredJob, type HumanVerdict, humanVerdictOf, LONGEST_NOTE } from './human-verdict';
import { createHumanVerdicts, type HumanVerdicts } from './human-verdicts';
import { StorageError } from './storage-error';

let records: Records;
let verdicts: HumanVerdicts;

beforeEach(() => {
  records = new Records(`test-${crypto.randomUUID()}`);
  verdicts = createHumanVerdicts(records);
});

const FEATURES = {
  encoder: { id: 'image-encoder', version: '1.0.0', sha256: 'ee'.repeat(32) },
  classToken: 'ADw=',
  meanPatchToken: 'AEA=',
};

const summary = phrase('check.crashed');
const ESTIMATE: Signal = {
  ...{ check: 'ai-image', finding: 'ai-generated', basis: 'estimated', probability: 0.93, ms: 900, summary },
  model: { id: 'ai-image', version: '1.0.0', backend: 'wasm' },
  evidence: { heatMap: 'large' },
};
const METADATA: Signal = {
  ...{ check: 'metadata', finding: 'none', basis: 'declared', ms: 2, summary },
  evidence: { artist: 'Ada Example' },
};

const JOB: AnsweredJob = {
  id: 'job',
  created: '2026-11-25T10:00:00.000Z',
  source: {
    kind: 'web',
    page: { url: 'https://news.example/article?id=7', title: 'News', tabId: 3, frameId: 0 },
    candidates: [{ url: 'https://cdn.example/cat.jpg', version: 'shown' }],
    chosen: 0,
  },
  status: 'done',
  rows: [
    { check: 'metadata', state: 'done', signals: [METADATA] },
    { check: 'ai-image', state: 'done', signals: [ESTIMATE] },
  ],
  notices: [],
  subject: {
    ...{ kind: 'image', name: 'cat.jpg', mediaType: 'image/jpeg', size: 3, sha256: 'a1'.repeat(32) },
    ...{ dimensions: { width: 640, height: 480 }, coverage: 'file' },
    readFrom: 'https://cdn.example/cat.jpg',
  },
  verdict: {
    ...{ level: 'likely-ai', strength: 'strong', probability: 0.93 },
    ...{ sentence: summary, why: summary, also: [], missing: [] },
  },
  features: FEATURES,
};

const withHash = (start: string): AnsweredJob => ({
  ...JOB,
  subject: { ...JOB.subject, sha256: start.repeat(32) },
});
const pictureOf = (text: string) => ({ bytes: new Blob([text]), size: text.length });

function said(job = JOB, changes: Partial<HumanVerdict> = {}, keepOrigin = true): HumanVerdict {
  return { ...humanVerdictOf(job, { label: 'not-ai', note: '' }, { keepOrigin }), ...changes };
}

const linesOf = async (blob: Blob) =>
  (await blob.text())
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));

describe('the record of what a person says', () => {
  it('holds the answer, every signal without its evidence, and the features', () => {
    expect(said()).toEqual({
      sha256: 'a1'.repeat(32),
      kind: 'image',
      mediaType: 'image/jpeg',
      dimensions: { width: 640, height: 480 },
      coverage: 'file',
      checked: JOB.created,
      judged: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      label: 'not-ai',
      note: '',
      origin: {
        name: 'cat.jpg',
        address: 'https://cdn.example/cat.jpg',
        page: 'https://news.example/article?id=7',
      },
      verdict: { level: 'likely-ai', strength: 'strong', probability: 0.93 },
      signals: [
        { check: 'metadata', finding: 'none', basis: 'declared' },
        {
          ...{ check: 'ai-image', finding: 'ai-generated', basis: 'estimated', probability: 0.93 },
          model: { id: 'ai-image', version: '1.0.0', backend: 'wasm' },
        },
      ],
      features: FEATURES,
    });
  });

  it('says nothing of where it came from while the history does not', () => {
    expect(JSON.stringify(said(JOB, {}, false))).not.toMatch(/example|cat\.jpg/);
  });

  it('never holds a picture in its address', () => {
    const { readFrom: _, ...subject } = JOB.subject;
    const candidates = [{ url: 'data:image/png;base64,AAAA', version: 'shown' }] as const;
    const source = { ...JOB.source, candidates } as Job['source'];
    expect(said({ ...JOB, source, subject }).origin).toEqual({
      name: 'cat.jpg',
      page: 'https://news.example/article?id=7',
    });
  });

  it('cuts a note that is no note any more', () => {
    const { note } = humanVerdictOf(
      JOB,
      { label: 'unknown', note: `  ${'x'.repeat(5000)}` },
      { keepOrigin: true },
    );
    expect(note).toBe('x'.repeat(LONGEST_NOTE));
  });

  it.each([
    ['the check was off', 'switched-off', 'switched-off'],
    ['the model was suspended', 'model-suspended', 'model-suspended'],
    ['the check answered, and nothing was kept of it', undefined, 'not-kept'],
  ])('says that there are no features, and that %s', (_, reason, missing) => {
    const { features: __, ...job } = JOB;
    const { probability: ___, ...silent } = ESTIMATE;
    const signal = reason === undefined ? ESTIMATE : { ...silent, finding: 'check-failed' as const, reason };
    const rows = [{ check: 'ai-image', state: 'done' as const, signals: [signal] }];
    expect(said({ ...job, rows }).features).toEqual({ missing });
  });
});

describe('what people said', () => {
  it('is kept once a content, newest first, and found by label and by check', async () => {
    await verdicts.keep(said(withHash('a1'), { judged: '2026-11-25T10:00:00.000Z' }));
    const other = said(withHash('b2'), {
      ...{ judged: '2026-11-25T11:00:00.000Z', label: 'ai-made' },
      signals: [{ check: 'ai-image', finding: 'check-failed', basis: 'declared', reason: 'timeout' }],
    });
    await verdicts.keep(other);
    await verdicts.keep(
      said(withHash('a1'), { judged: '2026-11-25T12:00:00.000Z', note: 'second thoughts' }),
    );
    const { newest, count } = await verdicts.list({});
    expect([count, newest.map(({ note }) => note)]).toEqual([2, ['second thoughts', '']]);
    expect((await verdicts.list({ label: 'ai-made' })).newest).toEqual([other]);
    expect((await verdicts.list({ check: 'ai-image' })).newest.map(({ sha256 }) => sha256)).toEqual([
      'a1'.repeat(32),
    ]);
    expect((await verdicts.list({ check: 'metadata' })).count).toBe(0);
    expect(await verdicts.list({ limit: 1 })).toMatchObject({ count: 2, newest: [{ label: 'not-ai' }] });
  });

  it('loses no features to a later check without them', async () => {
    await verdicts.keep(said());
    await verdicts.keep(said(JOB, { features: { missing: 'switched-off' }, label: 'ai-edited' }));
    expect(await verdicts.get(JOB.subject.sha256)).toMatchObject({ label: 'ai-edited', features: FEATURES });
  });

  it('stays when the history is cleared, and goes when it is deleted', async () => {
    await verdicts.keep(said(withHash('a1')));
    await verdicts.keep(said(withHash('b2'), { picture: pictureOf('two') }));
    const history = createHistory(records);
    await history.keep(JOB, 10);
    await history.clear();
    expect(await verdicts.count()).toEqual({ all: 2, pictures: 1 });
    await verdicts.remove('b2'.repeat(32));
    expect(await verdicts.count()).toEqual({ all: 1, pictures: 0 });
    await verdicts.clear();
    expect(await verdicts.count()).toEqual({ all: 0, pictures: 0 });
  });

  it('says that the disk is full, and keeps what was there', async () => {
    await verdicts.keep(said(JOB, { note: 'kept' }));
    const full = vi.spyOn(records.humanVerdicts, 'put').mockImplementation(() => {
      throw new Dexie.QuotaExceededError('the disk is full');
    });
    const refused = verdicts.keep(said(JOB, { note: 'refused' }));
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toMatchObject({ said: { key: 'records.diskFull' } });
    full.mockRestore();
    expect((await verdicts.get(JOB.subject.sha256))?.note).toBe('kept');
  });

  it('has its bounds: in number, and in bytes of pictures, of which a changed one counts once', async () => {
    const gigabyte = { bytes: new Blob(['x']), size: 1024 ** 3 };
    for (const start of ['a1', 'b2']) await verdicts.keep(said(withHash(start), { picture: gigabyte }));
    await verdicts.keep(said(withHash('b2'), { picture: gigabyte, note: 'again' }));
    await expect(verdicts.keep(said(withHash('c3'), { picture: pictureOf('x') }))).rejects.toMatchObject({
      said: { key: 'records.tooManyPictures', values: { most: 2 } },
    });
    await verdicts.keep(said(withHash('c3')));
    vi.spyOn(records.humanVerdicts, 'count').mockReturnValue(Dexie.Promise.resolve(10_000));
    await expect(verdicts.keep(said(withHash('d4')))).rejects.toMatchObject({
      said: { key: 'records.tooManyVerdicts', values: { most: 10_000 } },
    });
    await verdicts.keep(said(withHash('c3'), { note: 'changed' }));
    expect((await verdicts.get('c3'.repeat(32)))?.note).toBe('changed');
  });

  it('tells whoever watches, also when it is changed', async () => {
    await verdicts.keep(said());
    const listener = vi.fn();
    const stop = verdicts.watch(listener);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    const before = listener.mock.calls.length;
    await verdicts.keep(said(JOB, { note: 'changed' }));
    await vi.waitFor(() => expect(listener.mock.calls.length).toBeGreaterThan(before));
    stop();
  });
});

describe('an export', () => {
  it('has one record a line, oldest first, without the pictures', async () => {
    const picture = pictureOf('the picture');
    await verdicts.keep(said(withHash('b2'), { judged: '2026-11-25T11:00:00.000Z', picture }));
    await verdicts.keep(said(withHash('a1'), { judged: '2026-11-25T10:00:00.000Z' }));
    const lines = await linesOf(await verdicts.exportRecords());
    expect(lines.map(({ sha256 }) => sha256)).toEqual(['a1'.repeat(32), 'b2'.repeat(32)]);
    expect(lines[1]).toMatchObject({ format: 1, label: 'not-ai', features: FEATURES });
    expect(lines[1]).not.toHaveProperty('picture');
  });

  it('with pictures is a folder as evaluation and training read it', async () => {
    const day = (hour: number) => ({ judged: `2026-11-25T${hour}:00:00.000Z` });
    const withPicture = (text: string) => ({ picture: pictureOf(text) });
    await verdicts.keep(said(withHash('a1'), { ...day(10), ...withPicture('one') }));
    await verdicts.keep(said(withHash('b2'), { ...day(11), ...withPicture('two'), label: 'unknown' }));
    await verdicts.keep(
      said(
        withHash('c3'),
        { ...day(12), ...withPicture('three'), label: 'ai-edited', mediaType: 'image/svg+xml' },
        false,
      ),
    );
    await verdicts.keep(said(withHash('d4'), { ...day(13), label: 'ai-made' }));
    const files = new Map<string, Blob>();
    for (const { name, open } of await readZip(await verdicts.exportFolder())) files.set(name, await open());
    const [one, two, three] = ['a1', 'b2', 'c3'].map((start) => `pictures/${start.repeat(32)}`);
    expect([...files.keys()]).toEqual([
      'corrections.jsonl',
      'index.jsonl',
      `${one}.jpg`,
      `${two}.jpg`,
      `${three}.svg`,
    ]);
    expect(await files.get(`${two}.jpg`)?.text()).toBe('two');
    expect(await linesOf(files.get('index.jsonl') ?? new Blob())).toEqual([
      { path: `${one}.jpg`, label: 'real', source: 'cdn.example', split: 'train' },
      { path: `${three}.svg`, label: 'manipulated', source: 'corrections', split: 'train' },
    ]);
    const lines = await linesOf(files.get('corrections.jsonl') ?? new Blob());
    expect(lines.map(({ picture }) => picture)).toEqual([
      `${one}.jpg`,
      `${two}.jpg`,
      `${three}.svg`,
      undefined,
    ]);
  });
});

it('has a place in a database of the version before, which keeps what it has', async () => {
  const name = `test-${crypto.randomUUID()}`;
  const before = new Dexie(name);
  before.version(1).stores({
    ...{ history: 'id, created, level', unfinished: 'id', library: 'id, added, [hash+id]' },
    ...{ trustLists: 'id, added', revisions: 'store' },
  });
  before.version(2).stores({
    ...{ modelStates: 'id', modelInputs: '++sequence, model, [model+key]', modelPacks: '[id+version]' },
    ...{ downloads: 'url', downloadParts: '[url+offset], url' },
  });
  await before.table('history').put({ id: 'old', created: JOB.created, searchText: '', job: JOB });
  await before.table('modelStates').put({ id: 'ai-image' });
  before.close();
  const now = new Records(name);
  expect(await createHistory(now).get('old')).toEqual(JOB);
  expect(await now.modelStates.count()).toBe(1);
  await createHumanVerdicts(now).keep(said());
  expect((await createHumanVerdicts(now).count()).all).toBe(1);
});
