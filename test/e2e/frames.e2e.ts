import { describe, expect, it } from 'vitest';
import type { Place } from '../browsers/driver';
import { answerTo } from '../browsers/panel';
import { BROWSER, startTouchstone, words } from './touchstone';

const touchstone = startTouchstone();

const FRAMED: Place = { frame: '#framed iframe', inside: 'img' };
const FRAMED_ELSEWHERE: Place = { frame: '#framed-elsewhere iframe', inside: 'img' };
const GENERATED = words('verdict.declaredGenerated');

describe('a picture in a frame of the same host', () => {
  it('is verified from a right-click', async () => {
    expect((await touchstone.here.verify(FRAMED)).sentence).toBe(GENERATED);
  });

  it('is verified by picking it', async () => {
    expect((await touchstone.here.pick(FRAMED)).sentence).toBe(GENERATED);
  });
});

describe('a picture in a frame of another host', () => {
  it('is verified from a right-click, once its host is allowed where that is needed', async () => {
    const { driver, demo, panel } = touchstone.here;
    let job = await touchstone.here.verify(FRAMED_ELSEWHERE);
    // Firefox lets the user's click count for all frames of the page, Chromium for those of the page's own host.
    if (BROWSER === 'chromium') {
      expect(job.text).toContain(words('subject.frameForbidden'));
      job = await answerTo(panel, () =>
        driver.answerPermission('allow', demo.otherHost, panel, () => panel.click(/^Allow reading from/)),
      );
    }
    expect(job.sentence).toBe(GENERATED);
  });

  it('is verified by picking it from then on', async () => {
    expect((await touchstone.here.pick(FRAMED_ELSEWHERE)).sentence).toBe(GENERATED);
  });
});
