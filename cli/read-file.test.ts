import { chmod, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import { describeFailure } from './failure';
import { readFileWithin, readStreamWithin } from './read-file';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('reading a file', () => {
  it('gives its bytes', async () => {
    await writeFile(join(folder, 'a'), 'abc');
    expect(await readFileWithin(join(folder, 'a'), DEFAULT_LIMITS)).toEqual(new Uint8Array([97, 98, 99]));
  });

  it('refuses by the size alone what is larger than the limits', async () => {
    const file = await open(join(folder, 'large'), 'w');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    await expect(readFileWithin(join(folder, 'large'), DEFAULT_LIMITS)).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it.each([
    ['is not there', 'gone', { code: 'not-found', said: { key: 'cli.notFound' } }],
    ['is a folder', '.', { code: 'unreadable', said: { key: 'cli.notAFile' } }],
    ['is locked', 'locked', { code: 'unreadable', said: { key: 'cli.notPermitted' } }],
  ])('says of what %s why it was not read', async (_, name, failure) => {
    await (await open(join(folder, 'locked'), 'w', 0o000)).close();
    const error = await asNobody(() =>
      readFileWithin(join(folder, name), DEFAULT_LIMITS).catch((reason: unknown) => reason),
    );
    expect(describeFailure(error)).toMatchObject(failure);
  });
});

describe('reading a stream', () => {
  it('puts its parts together, and stops at the limit', async () => {
    const stream = () => Readable.from([Buffer.from('ab'), Buffer.from('c')]);
    expect(await readStreamWithin(stream(), { maxBytes: 3, maxPixels: 1, maxCharacters: 1 })).toEqual(
      new Uint8Array([97, 98, 99]),
    );
    const tooLarge = readStreamWithin(stream(), { maxBytes: 2, maxPixels: 1, maxCharacters: 1 });
    await expect(tooLarge).rejects.toMatchObject({ code: 'too-large' });
  });
});

/** Root may read everything, so it steps down for a moment; everybody else is somebody. */
async function asNobody<Result>(run: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return run();
  await chmod(folder, 0o755);
  process.seteuid?.('nobody');
  try {
    return await run();
  } finally {
    process.seteuid?.('root');
  }
}
