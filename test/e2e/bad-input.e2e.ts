import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../utils/checks/registry';
import { answerTo } from '../browsers/panel';
import { NOTHING_KNOWN, startTouchstone, words } from './touchstone';

/** Each has its row, whatever the picture is. */
const OF_PICTURES = CHECKS.filter(({ kinds }) => kinds.includes('image'));
const touchstone = startTouchstone();

describe('a file that cannot be read at all', () => {
  it.each([
    ['empty', 'bad/empty.jpg', words('subject.empty')],
    [
      'text by the name of a picture',
      'bad/text.jpg',
      words('subject.notSupported', { mediaType: 'text/plain' }),
    ],
  ])('is refused with its own reason: %s', async (_, name, reason) => {
    expect((await touchstone.here.drop(name)).text).toContain(reason);
  });

  it('is refused before it is read when it has 200 MB', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-large-'));
    const path = join(folder, 'large.jpg');
    const file = await open(path, 'w');
    await file.truncate(200 * 1024 * 1024);
    await file.close();
    const { panel } = touchstone.here;
    const { text } = await answerTo(panel, () => panel.chooseFile(path));
    await rm(folder, { recursive: true });
    expect(text).toContain(words('subject.tooLarge', { size: 200, limit: 64 }));
  });
});

describe('a file with something wrong in it', () => {
  it.each([
    ['a cut JPEG', 'bad/truncated.jpg', null],
    ['a cut PNG', 'bad/truncated.png', words('checks.provenance.damagedFile')],
    [
      'a header that says 60,000 × 60,000',
      'bad/huge-header.png',
      words('subject.tooManyPixels', { width: 60_000, height: 60_000, limit: 100 }),
    ],
    ['a broken credential', 'c2pa/garbled-manifest.jpg', words('checks.provenance.damagedCredential')],
    [
      'a name of another format',
      'bad/png-named.jpg',
      words('subject.disguisedName', { name: '.jpg', mediaType: 'image/png' }),
    ],
    ['scripts and references to elsewhere', 'bad/hostile.svg', words(NOTHING_KNOWN)],
    ['a compressed text that grows without end', 'bad/zip-bomb.png', words(NOTHING_KNOWN)],
    ['20,000 text chunks', 'bad/many-chunks.png', words(NOTHING_KNOWN)],
    ['EXIF that leads in a circle', 'bad/looping-exif.jpg', 'Canon'],
    ['more than one frame (GIF)', 'bad/animated.gif', words(NOTHING_KNOWN)],
    ['more than one frame (WebP)', 'bad/animated.webp', words(NOTHING_KNOWN)],
  ])('is answered for, and so are the other checks: %s', async (_, name, expected) => {
    const { panel } = touchstone.here;
    const { rows } = await touchstone.here.drop(name);
    expect(await panel.text()).toContain(expected ?? '');
    expect(rows).toHaveLength(OF_PICTURES.length);
    const failed = rows.filter(
      (row) => row.includes(words('check.crashed')) || row.includes(words('ui.row.notRun')),
    );
    expect(failed).toEqual([]);
  });
});
