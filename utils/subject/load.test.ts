import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { MADE } from '../../test/fixtures/make';
import { scene } from '../../test/fixtures/pictures';
import { DEFAULT_LIMITS } from './limits';
import { disguiseNotice, loadSubject, refuseTooManyPixels } from './load';
import { contradicts } from './media-type';

const fixture = async (name: string) => new Uint8Array(await readFile(join(MADE, name)));
const text = (content: string) => new TextEncoder().encode(content);

describe('loadSubject', () => {
  it.each([
    ['image/jpeg', () => scene(1, 64, 48).jpeg().toBuffer()],
    ['image/png', () => scene(1, 64, 48).png().toBuffer()],
    ['image/webp', () => scene(1, 64, 48).webp().toBuffer()],
    ['image/avif', () => scene(1, 64, 48).avif({ effort: 0 }).toBuffer()],
    ['image/tiff', () => scene(1, 64, 48).tiff().toBuffer()],
    ['image/gif', () => scene(1, 64, 48).gif().toBuffer()],
  ])('reads type, size and hash of %s from the bytes alone', async (mediaType, make) => {
    const subject = await loadSubject(new Uint8Array(await make()));
    expect(subject).toMatchObject({
      kind: 'image',
      mediaType,
      dimensions: { width: 64, height: 48 },
      coverage: 'file',
    });
    expect(subject.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('knows a TIFF whose directory lies at its end', async () => {
    expect(await loadSubject(await fixture('c2pa/camera.tiff'))).toMatchObject({ mediaType: 'image/tiff' });
  });

  it.each([
    ['plain', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"/>'],
    [
      'with prolog, comment and doctype',
      '\uFEFF<?xml version="1.0"?>\n<!-- a --><!DOCTYPE svg [<!ENTITY a "b">]><svg width="10" height="20"></svg>',
    ],
    ['with a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg" width="10" height="20"/>'],
  ])('knows an SVG, %s', async (_, content) => {
    expect(await loadSubject(text(content))).toMatchObject({ kind: 'image', mediaType: 'image/svg+xml' });
  });

  it('knows video, audio and PDF as media', async () => {
    const mp4 = new Uint8Array([0, 0, 0, 24, ...text('ftypisom'), 0, 0, 0, 0, ...text('isomiso2')]);
    expect(await loadSubject(mp4)).toMatchObject({ kind: 'media', mediaType: 'video/mp4', dimensions: null });
    expect(await loadSubject(text('%PDF-1.7\n%'))).toMatchObject({
      kind: 'media',
      mediaType: 'application/pdf',
    });
  });

  it('names what is no picture', async () => {
    await expect(loadSubject(text('just words'))).rejects.toMatchObject({
      code: 'not-supported',
      said: { key: 'subject.notSupported', values: { mediaType: 'text/plain' } },
    });
    await expect(loadSubject(text('<!DOCTYPE html><html><body>404</body></html>'))).rejects.toMatchObject({
      said: { values: { mediaType: 'text/html' } },
    });
  });

  it('refuses the empty and the too large before looking inside', async () => {
    await expect(loadSubject(new Uint8Array())).rejects.toMatchObject({ code: 'empty' });
    const limits = { ...DEFAULT_LIMITS, maxBytes: 10 };
    await expect(
      loadSubject(text('more than ten bytes'), { coverage: 'file', limits }),
    ).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('still loads a damaged picture, so that the other checks answer', async () => {
    expect(await loadSubject(await fixture('bad/truncated.jpg'))).toMatchObject({ mediaType: 'image/jpeg' });
  });
});

describe('the pixel limit', () => {
  it('is read from the header', async () => {
    const subject = await loadSubject(await fixture('bad/huge-header.png'));
    expect(() => refuseTooManyPixels(subject.dimensions, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'too-many-pixels' }),
    );
  });
});

describe('a file that pretends to be another type', () => {
  it('is named by its ending or by what the transport said', async () => {
    const subject = await loadSubject(
      new Uint8Array(
        await sharp(await scene(1, 8, 8).png().toBuffer())
          .png()
          .toBuffer(),
      ),
    );
    expect(disguiseNotice('holiday.JPG', '', subject)?.key).toBe('subject.disguisedName');
    expect(disguiseNotice('holiday', 'image/webp; charset=x', subject)?.key).toBe('subject.disguisedType');
    expect(disguiseNotice('holiday.png', 'image/png', subject)).toBeNull();
    expect(disguiseNotice('holiday.v2', 'application/octet-stream', subject)).toBeNull();
  });

  it('takes the spellings of one type for the same', () => {
    expect(contradicts('jpe', 'image/jpeg')).toBe(false);
    expect(contradicts('image/jpg', 'image/jpeg')).toBe(false);
    expect(contradicts('jpg', 'image/png')).toBe(true);
  });
});
