import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { changeWords, GARDEN, PARCEL, SIGNATURE } from '../../test/fixtures/texts';
import type { LibraryLookUp } from '../checks/check';
import { fingerprintText } from '../checks/fingerprint/text/fingerprint-text';
import type { Job } from '../jobs/job';
import { phrase } from '../words/phrase';
import { Records } from './database';
import { createHistory } from './history';
import { createLibrary } from './library';
import { parseLibraryFile } from './library-file';
import { createLibraryLookUp } from './library-look-up';
import { StorageError } from './storage-error';
import { createUnfinished } from './unfinished';

let records: Records;

beforeEach(async () => {
  records = new Records(`test-${crypto.randomUUID()}`);
});

const hash = (start: string) => start.padEnd(64, '0');
const entry = (name: string, start: string, label: 'own' | 'fraud' = 'own') => ({
  kind: 'image' as const,
  hash: hash(start),
  name,
  label,
  note: `note of ${name}`,
  origin: 'https://a.example/x.png',
  sha256: '0'.repeat(64),
});

/** A text as it is added. */
async function textEntry(name: string, text: string) {
  const words = {
    kind: 'text',
    name,
    label: 'generated',
    note: '',
    origin: '',
    sha256: '0'.repeat(64),
  } as const;
  return { ...words, ...(await fingerprintText(text)) };
}

async function namesNear(lookUp: LibraryLookUp, text: string): Promise<readonly string[]> {
  const { hash, fingerprints } = await fingerprintText(text);
  return (await lookUp.findTexts(hash, fingerprints)).map(({ name }) => name);
}

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

describe('texts in the library', () => {
  it('are listed, changed and found by what they share, most first', async () => {
    const library = createLibrary(records);
    const lookUp = createLibraryLookUp(records);
    await library.add(entry('a picture', 'ff'));
    const parcel = await library.add(await textEntry('parcel', PARCEL));
    await library.add(await textEntry('garden', GARDEN));
    await library.add(await textEntry('parcel, edited', changeWords(PARCEL, 7)));
    expect([await lookUp.size(), await lookUp.sizeOfTexts(), await library.count()]).toEqual([1, 3, 4]);
    expect(await namesNear(lookUp, PARCEL)).toEqual(['parcel', 'parcel, edited']);
    expect((await lookUp.find(hash('ff'), 0)).map(({ name }) => name)).toEqual(['a picture']);
    expect(await library.search('garden')).toMatchObject([{ kind: 'text', words: 100 }]);
    expect((await library.search('garden'))[0]).not.toHaveProperty('fingerprints');
    await library.change(parcel.id, { name: 'renamed' });
    expect(await namesNear(lookUp, PARCEL)).toContain('renamed');
    await library.remove(parcel.id);
    expect(await namesNear(lookUp, PARCEL)).toEqual(['parcel, edited']);
    expect(await records.textFingerprints.count()).toBe(2);
  });

  it('come back from their export, and are found there', async () => {
    const library = createLibrary(records);
    await library.add(await textEntry('parcel', PARCEL));
    await library.add(entry('a picture', 'ff'));
    const text = await library.exportAll();
    const others = new Records(`test-${crypto.randomUUID()}`);
    const other = createLibrary(others);
    expect(await other.importFrom(text)).toEqual({ added: 2, alreadyThere: 0, refused: 0 });
    expect(await other.importFrom(text)).toEqual({ added: 0, alreadyThere: 2, refused: 0 });
    expect(parseLibraryFile(await other.exportAll())).toEqual(parseLibraryFile(text));
    expect(await namesNear(createLibraryLookUp(others), changeWords(PARCEL, 9))).toEqual(['parcel']);
  });

  it('are found among hundreds that share what everybody writes', async () => {
    const library = createLibrary(records);
    for (let number = 0; number < 150; number++) {
      await library.add(await textEntry(`mail ${number}`, `${SIGNATURE} Ticket ${number} is open.`));
    }
    await library.add(await textEntry('parcel', `${PARCEL} ${SIGNATURE}`));
    expect((await namesNear(createLibraryLookUp(records), `${SIGNATURE} ${PARCEL}`))[0]).toBe('parcel');
  });
});

describe('a database of version 3', () => {
  it('keeps every row, and its pictures are found', async () => {
    const name = `test-${crypto.randomUUID()}`;
    const old = new Dexie(name);
    old.version(3).stores({
      history: 'id, created, level',
      library: 'id, added, [hash+id]',
      revisions: 'store',
      humanVerdicts: 'sha256, judged, picture.size',
    });
    const { kind: _, ...kept } = entry('from before', 'ff');
    const picture = { ...kept, id: 'one', added: '2026-03-02T10:00:00.000Z', thumbnail: 'data:,' };
    await old.table('library').bulkAdd([picture, { ...picture, id: 'two', hash: hash('0') }]);
    await old.table('revisions').put({ store: 'library', revision: 7 });
    await old.table('history').put({ id: 'checked', created: '', level: null, searchText: '', job: {} });
    await old.table('humanVerdicts').put({ sha256: 'ab', judged: '' });
    old.close();

    const opened = new Records(name);
    const library = createLibrary(opened);
    expect(await library.search('')).toMatchObject([
      { ...picture, id: 'two', kind: 'image', hash: hash('0') },
      { ...picture, kind: 'image' },
    ]);
    const lookUp = createLibraryLookUp(opened);
    expect((await lookUp.find(hash('ff'), 0)).map(({ id }) => id)).toEqual(['one']);
    expect(await lookUp.sizeOfTexts()).toBe(0);
    expect([await opened.history.count(), await opened.humanVerdicts.count()]).toEqual([1, 1]);
    await library.add(await textEntry('parcel', PARCEL));
    expect(await namesNear(lookUp, PARCEL)).toEqual(['parcel']);
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
