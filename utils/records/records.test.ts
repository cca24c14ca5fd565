import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../jobs/job';
import { phrase } from '../words/phrase';
import { Records } from './database';
import { createHistory } from './history';
import { createLibrary } from './library';
import { createLibraryLookUp } from './library-look-up';
import { StorageError } from './storage-error';
import { createUnfinished } from './unfinished';

let records: Records;

beforeEach(async () => {
  records = new Records(`test-${crypto.randomUUID()}`);
});

const hash = (start: string) => start.padEnd(64, '0');
const entry = (name: string, start: string, label: 'own' | 'fraud' = 'own') => ({
  hash: hash(start),
  name,
  label,
  note: `note of ${name}`,
  origin: 'https://a.example/x.png',
  sha256: '0'.repeat(64),
});

function job(id: string, minute: number, name: string): Job {
  return {
    id,
    created: `2026-11-25T10:${String(minute).padStart(2, '0')}:00.000Z`,
    source: { kind: 'file', name, declaredType: '' },
    status: 'done',
    rows: [],
    notices: [],
    verdict: {
      level: minute % 2 ? 'declared-ai' : 'no-evidence',
      sentence: phrase('verdict.nothingFound'),
      why: phrase('verdict.nothingFound'),
      also: [],
      missing: [],
    },
  };
}

describe('the library', () => {
  it('finds entries by words and label, newest first', async () => {
    const library = createLibrary(records);
    await library.add(entry('Invoice template', 'a'));
    await library.add(entry('Stolen portrait', 'b', 'fraud'));
    expect((await library.search('invoice TEMPLATE')).map(({ name }) => name)).toEqual(['Invoice template']);
    expect((await library.search('', 'fraud')).map(({ name }) => name)).toEqual(['Stolen portrait']);
    expect(await library.search('nothing like it')).toEqual([]);
  });

  it('finds near fingerprints, nearest first, also right after a change', async () => {
    const library = createLibrary(records);
    const lookUp = createLibraryLookUp(records);
    expect(await lookUp.size()).toBe(0);
    await library.add(entry('exact', 'ff'));
    await library.add(entry('two bits away', 'fc'));
    const far = await library.add(entry('far', '0'));
    expect((await lookUp.find(hash('ff'), 4)).map(({ name, distance }) => [name, distance])).toEqual([
      ['exact', 0],
      ['two bits away', 2],
    ]);
    await library.change(far.id, { name: 'renamed' });
    expect((await lookUp.find(hash('0'), 0)).map(({ name }) => name)).toEqual(['renamed']);
    await library.remove(far.id);
    expect(await lookUp.find(hash('0'), 0)).toEqual([]);
    expect(await lookUp.size()).toBe(2);
  });

  it('comes back from its export, entry by entry, and takes none twice', async () => {
    const library = createLibrary(records);
    await library.add(entry('one', 'a'));
    await library.add(entry('two', 'b', 'fraud'));
    const text = await library.exportAll();
    const other = createLibrary(new Records(`test-${crypto.randomUUID()}`));
    expect(await other.importFrom(text)).toEqual({ added: 2, alreadyThere: 0, refused: 0 });
    expect(await other.importFrom(text)).toEqual({ added: 0, alreadyThere: 2, refused: 0 });
    expect(await other.search('')).toEqual(await library.search(''));
  });

  it('refuses a file that is none, in words, and keeps what it has', async () => {
    const library = createLibrary(records);
    await library.add(entry('one', 'a'));
    await expect(library.importFrom('{"format":"something else"}')).rejects.toHaveProperty('said');
    expect(await library.count()).toBe(1);
  });

  it('tells whoever watches', async () => {
    const library = createLibrary(records);
    const listener = vi.fn();
    const stop = library.watch(listener);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled());
    const before = listener.mock.calls.length;
    await library.add(entry('one', 'a'));
    await vi.waitFor(() => expect(listener.mock.calls.length).toBeGreaterThan(before));
    stop();
  });
});

describe('the history', () => {
  it('lists newest first, by word, level and page', async () => {
    const history = createHistory(records);
    for (const minute of [1, 2, 3, 4])
      await history.keep(job(`job ${minute}`, minute, `Picture ${minute}.png`), 100);
    expect((await history.list({})).map(({ id }) => id)).toEqual(['job 4', 'job 3', 'job 2', 'job 1']);
    expect((await history.list({ level: 'declared-ai' })).map(({ id }) => id)).toEqual(['job 3', 'job 1']);
    expect((await history.list({ query: 'picture 2' })).map(({ id }) => id)).toEqual(['job 2']);
    expect(
      (await history.list({ before: '2026-11-25T10:03:00.000Z', limit: 1 })).map(({ id }) => id),
    ).toEqual(['job 2']);
  });

  it('lets the oldest go above its size', async () => {
    const history = createHistory(records);
    for (const minute of [1, 2, 3, 4]) await history.keep(job(`job ${minute}`, minute, 'x'), 2);
    expect((await history.list({})).map(({ id }) => id)).toEqual(['job 4', 'job 3']);
  });

  it('says that the disk is full, and keeps what it has', async () => {
    const history = createHistory(records);
    await history.keep(job('kept', 1, 'x'), 100);
    const full = vi.spyOn(records.history, 'put').mockImplementation(() => {
      throw new Dexie.QuotaExceededError('the disk is full');
    });
    const refused = history.keep(job('refused', 2, 'x'), 100);
    await expect(refused).rejects.toThrow(StorageError);
    await expect(refused).rejects.toMatchObject({ said: { key: 'records.diskFull' } });
    full.mockRestore();
    expect((await history.list({})).map(({ id }) => id)).toEqual(['kept']);
  });
});

describe('unfinished jobs', () => {
  it('are there with their bytes until they end', async () => {
    const unfinished = createUnfinished(records);
    await unfinished.put(job('a', 1, 'x'));
    await unfinished.put(job('a', 1, 'x'), new Blob(['bytes']));
    expect(await unfinished.list()).toMatchObject([{ id: 'a', blob: expect.anything() }]);
    await unfinished.remove('a');
    expect(await unfinished.list()).toEqual([]);
  });
});
