import { describe, expect, it } from 'vitest';
import type { Signal } from '../checks/signal';
import type { Job } from '../jobs/job';
import { decide } from '../verdict/decide';
import { englishLanguage } from '../words/english';
import { phrase } from '../words/phrase';
import { reportHtml, reportJson, reportText } from './report';

const TINY_PNG = 'data:image/png;base64,iVBORw0KGgo=';
const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

const ai: Signal = {
  check: 'metadata',
  finding: 'ai-generated',
  basis: 'declared',
  summary: phrase('digitalSourceType.trainedAlgorithmicMedia'),
  ms: 3.4,
  evidence: {
    digitalSourceType: 'trainedAlgorithmicMedia',
    meaning: phrase('digitalSourceType.trainedAlgorithmicMedia'),
    prompt: HOSTILE,
    thumbnail: TINY_PNG,
    vector: 'data:image/svg+xml;base64,PHN2Zz4=',
    actions: [{ action: 'c2pa.created' }, { action: 'c2pa.edited' }],
  },
};
const estimate: Signal = {
  check: 'ai-image',
  finding: 'ai-generated',
  basis: 'estimated',
  probability: 0.9712,
  model: { id: 'ai-image', version: '1.2.0', backend: 'cpu' },
  summary: phrase('report.estimate'),
  ms: 40,
  evidence: {},
};
const timeout: Signal = {
  check: 'provenance',
  finding: 'check-failed',
  basis: 'declared',
  reason: 'timeout',
  summary: phrase('check.timeout', undefined, 15),
  detail: 'stack <b>trace</b>',
  ms: 15000,
  evidence: {},
};

function jobOf(signals: readonly Signal[], change: Partial<Job> = {}): Job {
  return {
    id: 'job-1',
    created: '2026-03-12T09:30:00.000Z',
    source: { kind: 'file', name: 'tiger.jpg', declaredType: 'image/jpeg' },
    status: 'done',
    subject: {
      kind: 'image',
      name: 'tiger.jpg',
      mediaType: 'image/jpeg',
      size: 204_800,
      sha256: 'ab'.repeat(32),
      dimensions: { width: 1024, height: 768 },
      coverage: 'file',
      thumbnail: TINY_PNG,
    },
    rows: signals.map((signal) => ({ check: signal.check, state: 'done', signals: [signal] })),
    verdict: decide(signals),
    notices: [],
    ...change,
  };
}

describe('the text report', () => {
  it('opens with the verdict, then says what each check found, in its group, and names the file', () => {
    const text = reportText(jobOf([timeout, ai, estimate]), englishLanguage);
    const lines = text.split('\n');
    expect(lines[0]).toBe('Made with AI, says the file itself');
    const at = (part: string) => lines.findIndex((line) => line.includes(part));
    expect(at('What the file says')).toBeLessThan(at('■ '));
    expect(at('! ')).toBeLessThan(at('■ '));
    expect(at('What models estimate')).toBeLessThan(at('□ AI-generated picture: '));
    expect(lines[at('□ AI-generated picture')]).toContain('0.97 · Model ai-image, version 1.2.0, on cpu');
    expect(text).toContain(`SHA-256: ${'ab'.repeat(32)}`);
    expect(text).toContain('1,024 × 768');
  });

  it('says of a check without an answer that it has not run', () => {
    const job = jobOf([ai], { rows: [{ check: 'fingerprint', state: 'waiting', signals: [] }] });
    expect(reportText(job, englishLanguage)).toMatch(/– .+: Has not run/);
  });

  it('says why a picture could not be checked at all', () => {
    const { subject: _, verdict: __, ...job } = jobOf([]);
    const failed: Job = { ...job, status: 'failed', error: { code: 'empty', said: phrase('subject.empty') } };
    const text = reportText(failed, englishLanguage);
    expect(text).toContain('This could not be checked\nThe file is empty');
    expect(text).toContain('Name: tiger.jpg');
  });

  it('names the page and the address that were read', () => {
    const job = jobOf([ai], {
      source: {
        kind: 'web',
        page: { url: 'https://example.org/story', title: 'A story', tabId: 1, frameId: 0 },
        candidates: [{ url: 'https://cdn.example.org/tiger.jpg', version: 'shown' }],
        chosen: 0,
      },
    });
    const text = reportText(job, englishLanguage);
    expect(text).toContain('Page: https://example.org/story');
    expect(text).toContain('Read from: https://cdn.example.org/tiger.jpg');
  });
});

describe('the HTML report', () => {
  const page = reportHtml(
    jobOf([ai, estimate, timeout], { source: { kind: 'file', name: HOSTILE, declaredType: '' } }),
    englishLanguage,
  );

  it('escapes everything that others wrote', () => {
    const hostileName = { ...jobOf([ai]).subject, name: HOSTILE };
    const named = reportHtml(
      { ...jobOf([ai]), subject: { ...hostileName } as Job['subject'] & object },
      englishLanguage,
    );
    for (const text of [page, named]) {
      expect(text).not.toMatch(/<script|<img src=x|<b>trace/);
      expect(text).toContain('&#60;script&#62;alert(2)');
    }
  });

  it('needs nothing but itself, and forbids itself to fetch and to run', () => {
    expect(page).toContain(`content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(
      /<link|<script|@import|url\(|(?:src|href)="(?!data:image\/(?:png|jpeg|webp);base64,)/,
    );
  });

  it('draws the heat map of an estimate on the picture, in a frame, and says where the signs are', () => {
    const values = [
      [0.9, 0.1],
      [0.1, 0.1],
    ];
    const seen = { left: 0.125, top: 0, width: 0.75, height: 1 };
    const job = jobOf([{ ...estimate, evidence: { heatMap: { values, seen } } }]);
    const thumbnail = { ...job.subject, thumbnail: TINY_PNG } as Job['subject'] & object;
    const drawn = reportHtml({ ...job, subject: thumbnail }, englishLanguage);
    expect(drawn).toContain('<div class="signal estimate">');
    expect(drawn).toContain('left:12.5%;top:0%;width:75%;height:100%');
    expect(drawn.match(/<rect [^>]*fill-opacity/g)).toHaveLength(4);
    expect(drawn).toContain('Signs are strongest at the top left.');
  });

  it('colours the sentences of a text, and says without colour which show signs', () => {
    const spans = [
      { start: 0, end: 6, type: 'strong-signs', probability: 0.98 },
      { start: 7, end: 20, type: 'no-signs', probability: 0.1 },
    ];
    const subject = {
      ...jobOf([estimate]).subject,
      text: { content: 'First. <b>\u202eSecond</b>', characters: 22 },
    } as Job['subject'] & object;
    const evidence = { spans, windows: spans };
    const drawn = reportHtml(jobOf([{ ...estimate, evidence }], { subject }), englishLanguage);
    expect(drawn).toMatch(
      /<mark class="strong-signs" title="strong signs" style="[^"]*0\.44[^"]*">First\.<\/mark>/,
    );
    expect(drawn).toContain('&#60;b&#62;\ufffdSecond');
    expect(drawn).not.toContain('>spans<');
    expect(drawn).toContain('The models look at parts of some 90 words');
  });

  it('shows a heat map of another form as what it is', () => {
    const heatMap = { values: 'none', seen: '"><script>' };
    expect(reportHtml(jobOf([{ ...estimate, evidence: { heatMap } }]), englishLanguage)).toContain(
      '&#60;script&#62;',
    );
  });

  it('draws the pictures that cannot run anything, and shows the others as text', () => {
    expect(page).toContain(`<img src="${TINY_PNG}"`);
    expect(page).toContain('<bdi>data:image/svg+xml;base64,PHN2Zz4=</bdi>');
    const svg = {
      ...jobOf([ai]).subject,
      thumbnail: 'data:image/svg+xml;base64,PHN2Zz4=',
    } as Job['subject'] & object;
    const evidenceFree = reportHtml(jobOf([timeout], { subject: svg }), englishLanguage);
    expect(evidenceFree).not.toContain('<img');
  });

  it('shows facts filled and estimates outlined, and says which is which to those who do not see it', () => {
    expect(page).toMatch(/class="filled" role="img" aria-label="Fact"/);
    expect(page).toMatch(/class="outlined" role="img" aria-label="Estimate"/);
    expect(page).toMatch(/class="outlined" role="img" aria-label="Could not run"/);
  });

  it('shows evidence of any shape, with the phrases in it said', () => {
    expect(page).toContain('digital source type');
    expect(page).toContain('<td>Made by generative AI</td>');
    expect(page).toContain('<bdi>c2pa.edited</bdi>');
  });

  it('cuts a text as long as a book, and says so', () => {
    const long = { ...ai, evidence: { workflow: 'x'.repeat(9000) } };
    expect(reportHtml(jobOf([long]), englishLanguage)).toContain('and 1000 more characters');
  });
});

describe('the JSON report', () => {
  it('has the shapes of the command line, and names what could not run', () => {
    const report = JSON.parse(reportJson(jobOf([ai, timeout])));
    expect(report).toMatchObject({
      format: 'touchstone-report',
      version: 1,
      subject: { name: 'tiger.jpg', sha256: 'ab'.repeat(32) },
      verdict: {
        level: 'declared-ai',
        sentence: 'Made with AI, says the file itself',
        missing: ['provenance'],
      },
      signals: [
        { check: 'metadata', finding: 'ai-generated', summary: 'Made by generative AI' },
        { check: 'provenance', finding: 'check-failed', reason: 'timeout' },
      ],
      errors: [{ check: 'provenance', code: 'timeout' }],
    });
    expect(report.signals[0].evidence.meaning).toBe('Made by generative AI');
  });
});
