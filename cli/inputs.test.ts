import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../utils/subject/limits';
import type { AskedKind } from '../utils/subject/subject';
import type { Input } from './input';
import { listInputs } from './inputs';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('what paths stand for', () => {
  it('takes the pictures of a folder in the order of their names, whatever lies under it', async () => {
    await files('b.png', 'a.JPG', 'sub/c.webp', 'notes.txt', '.hidden/d.png', '.e.png');
    expect(await list('')).toEqual(['a.JPG', 'b.png', 'sub/c.webp']);
  });

  it('takes a file that is named itself, whatever its ending is', async () => {
    await files('download', 'notes.txt');
    expect(await list('notes.txt', 'download')).toEqual(['notes.txt', 'download']);
  });

  it('takes each folder once where links lead in a circle', async () => {
    await files('sub/a.png');
    await symlink(folder, join(folder, 'sub/up'));
    await symlink('nowhere', join(folder, 'sub/broken.png'));
    expect(await list('')).toEqual(['sub/a.png', 'sub/broken.png']);
  });

  it('matches patterns, and takes a file for a file where its name looks like one', async () => {
    await files('a.png', 'b.png', 'c.jpg', 'photo[1].jpg');
    expect(await list('*.png', 'photo[1].jpg')).toEqual(['a.png', 'b.png', 'photo[1].jpg']);
  });

  it('says what is wrong with a path and goes on', async () => {
    await files('a.png', 'empty/notes.txt');
    await symlink('circle', join(folder, 'circle'));
    expect(await list('gone.png', '*.webp', 'empty', 'circle', 'a.png/b.png', 'a.png')).toEqual([
      'gone.png: not-found cli.notFound',
      '*.webp: not-found cli.noMatch',
      'empty: not-found cli.noPictures',
      'circle: unreadable cli.linksInACircle',
      'a.png/b.png: not-found cli.notFound',
      'a.png',
    ]);
  });

  it('fetches no address', async () => {
    const [input] = await listInputs(['https://example.org/a.png'], shell());
    expect(input).toMatchObject({ failure: { said: { key: 'cli.addressGiven' } } });
  });
});

describe('a list of subjects', () => {
  it('gives one input a line, in order, also for lines that are none', async () => {
    const lines = [
      '{"path": "sub/a.png", "label": "x"}',
      '',
      'not JSON',
      '{"text": "hello"}',
      '{"text": "hello", "sender": {"name": "Bank"}}',
      '{"path": ""}',
      `{"path": "${join(folder, 'b.png')}"}`,
    ];
    await writeFile(join(folder, 'list.jsonl'), `\uFEFF${lines.join('\r\n')}\n`);
    expect(await list('list.jsonl')).toEqual([
      'sub/a.png',
      'list.jsonl:3: bad-line cli.badLine',
      'list.jsonl:4',
      'list.jsonl:5: not-supported cli.messageNotYet (message)',
      'list.jsonl:6: bad-line cli.badLine',
      'b.png',
    ]);
  });

  it('is recognised on the standard input, and a picture there too', async () => {
    expect(await listInputs(['-'], shell('{"path":"a.png"}\n{"path":"b.png"}\n'))).toMatchObject([
      { name: 'a.png', source: { path: 'a.png' } },
      { name: 'b.png', source: { path: 'b.png' } },
    ]);
    expect(await listInputs(['-'], shell('<svg/>'))).toMatchObject([{ name: '-', source: { bytes: {} } }]);
  });

  it('takes files and the standard input for texts where that is asked for', async () => {
    await files('a.txt', 'b.md', 'c.png');
    const inputs = await listInputs([folder, '-'], shell('some words', 'text'));
    expect(inputs.map(({ name, asked }) => `${name.replace(`${folder}/`, '')} ${asked}`)).toEqual([
      'a.txt text',
      'b.md text',
      '- text',
    ]);
  });

  it('stops reading a standard input that is too large', async () => {
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(400);
      })(),
    );
    const inputs = await listInputs(['-'], {
      stdin: endless,
      limits: { maxBytes: 1000, maxPixels: 1, maxCharacters: 1 },
      asked: 'image',
    });
    expect(inputs).toMatchObject([{ name: '-', failure: { code: 'too-large' } }]);
  });
});

async function files(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), '');
  }
}

/** Lists paths of the folder, one line an input, the folder's own name left out. */
async function list(...paths: string[]): Promise<string[]> {
  const inputs = await listInputs(
    paths.map((path) => join(folder, path)),
    shell(),
  );
  return inputs.map((input) => lineOf(input).replaceAll(`${folder}/`, ''));
}

function lineOf(input: Input): string {
  if ('source' in input) return input.name;
  const asked = input.asked === 'image' ? '' : ` (${input.asked})`;
  return `${input.name}: ${input.failure.code} ${input.failure.said.key}${asked}`;
}

function shell(stdin = '', asked: AskedKind = 'image') {
  return { stdin: Readable.from([Buffer.from(stdin)]), limits: DEFAULT_LIMITS, asked };
}
