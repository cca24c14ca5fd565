import { describe, expect, it, vi } from 'vitest';
import { phrase } from '../words/phrase';
import { climbLadder, type Fetched, type Rungs } from './ladder';
import { SubjectError } from './subject-error';

const URL_ASKED = 'https://pictures.example/cat.jpg';
const fetched: Fetched = { bytes: new Uint8Array([1]), declaredType: 'image/jpeg', readFrom: URL_ASKED };
const fails = (code: SubjectError['code']) => () =>
  Promise.reject(new SubjectError(code, phrase('subject.unreadable')));

function rungs(changes: Partial<Rungs>): Rungs {
  return {
    isGranted: async () => false,
    fetchDirectly: fails('blocked'),
    fetchInPage: fails('blocked'),
    cropScreen: fails('page-gone'),
    ...changes,
  };
}

describe('the permission ladder', () => {
  it('reads the file itself where the host was granted', async () => {
    const fetchInPage = vi.fn();
    const acquired = await climbLadder(
      URL_ASKED,
      rungs({ isGranted: async () => true, fetchDirectly: async () => fetched, fetchInPage }),
    );
    expect(acquired).toMatchObject({ coverage: 'file', readFrom: URL_ASKED, notices: [] });
    expect(fetchInPage).not.toHaveBeenCalled();
  });

  it('never fetches by itself from a host that was not granted', async () => {
    const fetchDirectly = vi.fn();
    await climbLadder(URL_ASKED, rungs({ fetchDirectly, fetchInPage: async () => fetched }));
    expect(fetchDirectly).not.toHaveBeenCalled();
  });

  it('asks the page when the granted fetch fails', async () => {
    const acquired = await climbLadder(
      URL_ASKED,
      rungs({ isGranted: async () => true, fetchInPage: async () => fetched }),
    );
    expect(acquired.coverage).toBe('file');
  });

  it('crops the screen at last, says why, and offers the host to be granted', async () => {
    const acquired = await climbLadder(URL_ASKED, rungs({ cropScreen: async () => fetched }));
    expect(acquired).toMatchObject({
      coverage: 'pixels',
      grant: URL_ASKED,
      notices: [{ key: 'subject.unreadable' }],
    });
  });

  it('offers no grant for a host that has one', async () => {
    const acquired = await climbLadder(
      URL_ASKED,
      rungs({ isGranted: async () => true, cropScreen: async () => fetched }),
    );
    expect(acquired.grant).toBeUndefined();
  });

  it('does not take the picture of a broken picture for the picture', async () => {
    const cropScreen = vi.fn(async () => fetched);
    await expect(
      climbLadder(URL_ASKED, rungs({ fetchInPage: fails('not-found'), cropScreen })),
    ).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(cropScreen).not.toHaveBeenCalled();
  });

  it('gives the first reason, and what to grant, when no rung holds', async () => {
    await expect(climbLadder(URL_ASKED, rungs({}))).rejects.toMatchObject({
      code: 'blocked',
      grant: URL_ASKED,
    });
  });

  it('says when the bytes came from another host', async () => {
    const acquired = await climbLadder(
      URL_ASKED,
      rungs({ fetchInPage: async () => ({ ...fetched, readFrom: 'https://cdn.example/cat.jpg' }) }),
    );
    expect(acquired.notices).toEqual([phrase('subject.movedTo', { host: 'cdn.example' })]);
  });

  it('reads data: addresses without asking anybody, and blob: addresses only in the page', async () => {
    const dataUrl = 'data:image/png;base64,AA==';
    expect(
      (await climbLadder(dataUrl, rungs({ fetchDirectly: async () => ({ ...fetched, readFrom: dataUrl }) })))
        .coverage,
    ).toBe('file');
    const isGranted = vi.fn(async () => true);
    await climbLadder('blob:https://a.example/1', rungs({ isGranted, fetchInPage: async () => fetched }));
    expect(isGranted).not.toHaveBeenCalled();
  });
});
