import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MADE } from '../../../test/fixtures/make';
import { NO_LIBRARY } from '../../../test/fixtures/no-library';
import { scene, seededRandom } from '../../../test/fixtures/pictures';
import type { Subject } from '../../subject/subject';
import { SubjectError } from '../../subject/subject-error';
import { englishLanguage } from '../../words/english';
import { say } from '../../words/say';
import type { CheckContext, TrustList } from '../check';
import type { Found } from '../signal';
import type { AiEvidence, CredentialEvidence, Ingredient } from './evidence';
import { provenance } from './index';

let trusted: TrustList;

beforeAll(async () => {
  trusted = { id: 'test-list', name: 'Test list', pem: (await made('trust-anchor.pem')).toString() };
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a signer on a trust list, an intact file', () => {
  test('is trusted, and the evidence names signer, issuer, time, software and list', async () => {
    const { finding, evidence, summary } = await credentialOf('camera.jpg');
    expect(finding).toBe('signed-trusted');
    expect(evidence).toMatchObject({
      title: 'capture',
      signer: {
        name: 'Example Camera Works',
        commonName: 'Test Camera 7',
        organization: 'Example Camera Works',
      },
      issuer: { name: 'Touchstone Tests', commonName: 'Test Issuing' },
      certificate: { validFrom: '2024-01-01T00:00:00.000Z' },
      algorithm: 'es256',
      signedAt: '2026-03-12T10:00:00.000Z',
      timeStamp: { time: '2026-03-12T10:00:00.000Z', authority: 'Touchstone Tests', trusted: true },
      trustList: { id: 'test-list', name: 'Test list' },
      claimGenerator: { name: 'Test Camera', version: '1.0' },
      problems: [],
    });
    expect(sayInEnglish(summary)).toBe(
      'signed by Example Camera Works on {date}, intact'.replace('{date}', dateInWords(evidence.signedAt)),
    );
  });

  test('shows the actions with time, software, source type and its meaning', async () => {
    const { evidence } = await credentialOf('camera.jpg');
    const [created] = evidence.actions;
    expect(created).toMatchObject({
      action: 'c2pa.created',
      when: '2026-03-12T09:59:58.000Z',
      softwareAgent: 'Camera Firmware 7.1',
      digitalSourceType: { id: 'digitalCapture', ai: 'none' },
    });
    expect(created?.meaning && sayInEnglish(created.meaning)).toBe('Created');
    expect(created?.digitalSourceType?.meaning && sayInEnglish(created.digitalSourceType.meaning)).toBe(
      'Captured from life with a digital camera or recorder',
    );
  });

  test('carries its small picture', async () => {
    const { evidence } = await credentialOf('camera.jpg');
    expect(evidence.thumbnail).toMatch(/^data:image\/jpeg;base64,\/9j\//);
  });

  test.each([
    'camera.png',
    'camera.webp',
    'camera.avif',
    'camera.tiff',
    'camera.gif',
    'camera.svg',
    'sound.wav',
    'sound.mp3',
    'video.mp4',
  ])('is read in %s', async (name) => {
    const { finding, evidence, summary } = await credentialOf(name);
    expect(finding).toBe('signed-trusted');
    expect(evidence.signedAt).toBeNull();
    expect(sayInEnglish(summary)).toBe('signed by Example Camera Works, intact');
  });

  test('finds no AI in a camera picture', async () => {
    expect(await signalsOf('camera.jpg')).toHaveLength(1);
  });

  test('stays trusted after its certificate ran out, where a trusted stamp shows that it was valid', async () => {
    const { finding, evidence } = await credentialOf('expired-stamped.jpg');
    expect(finding).toBe('signed-trusted');
    expect(evidence.signedAt).toBe('2025-07-01T12:00:00.000Z');
  });

  test('takes no signing time from a stamp that nobody vouches for', async () => {
    const { finding, evidence } = await credentialOf('strangely-stamped.jpg');
    expect(finding).toBe('signed-trusted');
    expect(evidence.signedAt).toBeNull();
    expect(evidence.timeStamp).toMatchObject({ authority: 'Nobody Known', trusted: false });
    expect(codes(evidence.notes)).toContain('timeStamp.untrusted');
  });
});

describe('an intact file without a trusted signer', () => {
  test('by somebody on no list', async () => {
    const { finding, evidence, summary } = await credentialOf('unknown-signer.jpg');
    expect(finding).toBe('signed-unknown');
    expect(evidence.trustList).toBeNull();
    expect(codes(evidence.problems)).toEqual(['signingCredential.untrusted']);
    expect(sayInEnglish(summary)).toBe(
      'signed in the name of Example Stranger, intact. No trust list vouches for the signer.',
    );
  });

  test('with no list at all', async () => {
    const { finding } = await credentialOf('camera.jpg', []);
    expect(finding).toBe('signed-unknown');
  });

  test.each(['expired.jpg', 'expired-strangely-stamped.jpg'])(
    'with a certificate that ran out: %s',
    async (name) => {
      const { finding, evidence, summary } = await credentialOf(name);
      expect(finding).toBe('signed-unknown');
      expect(codes(evidence.problems)).toContain('signingCredential.expired');
      expect(sayInEnglish(summary)).toContain('The certificate was no longer or not yet valid');
    },
  );

  test('whose trusted signer broke the rules for credentials', async () => {
    const { finding, summary } = await credentialOf('rule-breaking.jpg');
    expect(finding).toBe('signed-unknown');
    expect(sayInEnglish(summary)).toContain('The list of what was done breaks the rules');
  });
});

describe('a file that contradicts its credential', () => {
  test.each([
    ['altered-pixels.jpg', 'assertion.dataHash.mismatch', 'The content was changed after it was signed.'],
    ['altered-claim.jpg', 'claimSignature.mismatch', 'its signature does not fit.'],
    ['altered-assertion.jpg', 'assertion.hashedURI.mismatch', 'A part of the credential was changed'],
  ])('%s is altered, for its own reason', async (name, code, words) => {
    const { finding, evidence, summary } = await credentialOf(name);
    expect(finding).toBe('altered');
    expect(codes(evidence.problems)).toContain(code);
    expect(sayInEnglish(summary)).toContain(words);
  });

  test('is altered even where nobody vouches for the signer', async () => {
    const { finding } = await credentialOf('altered-pixels.jpg', []);
    expect(finding).toBe('altered');
  });

  test('still says what it claims of AI, and that it no longer fits', async () => {
    const ai = await aiOf('altered-assertion.jpg');
    expect(ai.finding).toBe('ai-generated');
    expect(ai.evidence.intact).toBe(false);
    expect(sayInEnglish(ai.summary)).toContain('no longer matches the file');
  });

  test('is not meant where only an ingredient had been changed before it was taken in', async () => {
    const { finding, evidence } = await credentialOf('altered-ingredient.jpg');
    expect(finding).toBe('signed-trusted');
    expect(evidence.ingredients[0]).toMatchObject({ title: 'a changed picture', status: 'altered' });
    expect(codes(evidence.ingredients[0]?.problems ?? [])).toContain('assertion.dataHash.mismatch');
  });
});

describe('no credential', () => {
  test('in a plain file', async () => {
    const [signal, ...others] = await signalsOf('unsigned.jpg');
    expect(others).toEqual([]);
    expect(signal).toMatchObject({ finding: 'none', evidence: { remoteManifest: null } });
  });

  test('in the file, but an address for it, which is told and not asked', async () => {
    const fetched = vi.fn();
    vi.stubGlobal('fetch', fetched);
    const [signal] = await signalsOf('remote-only.jpg');
    expect(signal).toMatchObject({
      finding: 'none',
      evidence: { remoteManifest: 'https://manifests.example/1.c2pa' },
    });
    expect(signal && sayInEnglish(signal.summary)).toContain('https://manifests.example/1.c2pa');
    expect(fetched).not.toHaveBeenCalled();
  });

  test('can be in a type that the library does not read', async () => {
    const subject = { ...(await subjectOf('unsigned.jpg')), mediaType: 'image/bmp' };
    const [signal] = await provenance.run(subject, context());
    expect(signal).toMatchObject({ finding: 'not-applicable', reason: 'format' });
  });
});

describe('damage', () => {
  test.each([
    ['garbled-manifest.jpg', 'checks.provenance.damagedCredential'],
    ['cut-manifest.jpg', 'checks.provenance.damagedCredential'],
    ['truncated.jpg', 'checks.provenance.damagedFile'],
  ])('%s is said to be unreadable', async (name, key) => {
    const error = await signalsOf(name).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SubjectError);
    expect(error).toMatchObject({ code: 'unreadable', said: { key } });
  });

  test('of any sort gives an answer or an error of ours, never more than it signed', async () => {
    const whole = await made('ai-ingredient.jpg');
    const random = seededRandom(20);
    const outcomes = new Set<string>();
    for (let round = 0; round < FUZZ_ROUNDS; round++) {
      const bytes = damage(whole, random);
      const subject = { ...(await subjectOf('ai-ingredient.jpg')), bytes };
      try {
        const [signal] = await provenance.run(subject, context());
        outcomes.add(signal?.finding ?? 'nothing');
      } catch (error) {
        expect(error).toBeInstanceOf(SubjectError);
        outcomes.add('unreadable');
      }
    }
    expect(outcomes).toContain('altered');
    expect(outcomes).toContain('unreadable');
    // The file still reads as before: no damaged one has left anything behind.
    expect((await credentialOf('ai-ingredient.jpg')).finding).toBe('signed-trusted');
  });
});

describe('generative AI', () => {
  test('that made the file', async () => {
    const ai = await aiOf('ai-generated.jpg');
    expect(ai.finding).toBe('ai-generated');
    expect(ai.evidence).toMatchObject({
      intact: true,
      places: [
        {
          path: [],
          signer: { name: 'Example AI Lab' },
          action: 'c2pa.created',
          softwareAgent: 'Image Model 3',
          digitalSourceType: 'trainedAlgorithmicMedia',
          share: 'generated',
        },
      ],
    });
    expect(sayInEnglish(ai.summary)).toBe('“Made by generative AI”, says the credential of Example AI Lab');
  });

  test('that edited it', async () => {
    const ai = await aiOf('ai-edited.jpg');
    expect(ai.finding).toBe('ai-edited');
    expect(ai.evidence.places).toMatchObject([{ action: 'c2pa.edited', share: 'edited' }]);
  });

  test('that made an ingredient only', async () => {
    const ai = await aiOf('ai-ingredient.jpg');
    expect(ai.finding).toBe('ai-edited');
    expect(ai.evidence.places).toMatchObject([{ path: ['sky.jpg'], share: 'edited' }]);
    expect(sayInEnglish(ai.summary)).toContain('about “sky.jpg”');
    expect((await credentialOf('ai-ingredient.jpg')).finding).toBe('signed-trusted');
  });

  test('that made the file three versions ago', async () => {
    const ai = await aiOf('four-generations.jpg');
    expect(ai.finding).toBe('ai-generated');
    expect(ai.evidence.places).toMatchObject([
      { path: ['third version', 'second version', 'first version'], share: 'generated' },
    ]);
  });
});

describe('ingredients', () => {
  test('are a tree with titles, relationships, signers, pictures and states', async () => {
    const { evidence } = await credentialOf('ai-ingredient.jpg');
    const [sky, hills] = evidence.ingredients;
    expect(sky).toMatchObject({
      title: 'sky.jpg',
      format: 'image/jpeg',
      relationship: 'componentOf',
      status: 'trusted',
      signer: { name: 'Example AI Lab' },
      claimGenerator: { name: 'Test Image Model' },
      actions: [{ action: 'c2pa.created', description: 'a landscape with a sun' }],
    });
    expect(sky?.thumbnail).toMatch(/^data:image\/jpeg;base64,/);
    expect(hills).toMatchObject({ title: 'hills.jpg', status: 'unsigned', signer: null, ingredients: [] });
  });

  test('are judged by the lists of now, not by those of their taker', async () => {
    const { evidence } = await credentialOf('ai-ingredient.jpg', []);
    expect(evidence.ingredients[0]?.status).toBe('unknown-signer');
  });

  test('go down four generations', async () => {
    const { evidence } = await credentialOf('four-generations.jpg');
    const titles: (string | null)[] = [];
    for (let level: readonly Ingredient[] = evidence.ingredients; level[0]; level = level[0].ingredients) {
      titles.push(level[0].title);
    }
    expect(titles).toEqual(['third version', 'second version', 'first version']);
    expect(evidence.leftOut).toEqual({ ingredients: 0, thumbnails: 0, actions: 0 });
  });
});

describe('the check', () => {
  test('gives evidence that is JSON and nothing else', async () => {
    for (const name of ['camera.jpg', 'ai-ingredient.jpg', 'altered-claim.jpg']) {
      for (const { evidence, summary } of await signalsOf(name)) {
        expect(JSON.parse(JSON.stringify({ evidence, summary }))).toEqual({ evidence, summary });
      }
    }
  });

  test('does not start when it was cancelled', async () => {
    const subject = await subjectOf('camera.jpg');
    await expect(provenance.run(subject, context([trusted], AbortSignal.abort()))).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  test('ends when it is cancelled while it loads', async () => {
    const cancel = new AbortController();
    const running = provenance.run(await subjectOf('camera.jpg'), context([trusted], cancel.signal));
    cancel.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('reads several files at once', async () => {
    const names = ['camera.jpg', 'altered-pixels.jpg', 'unknown-signer.jpg', 'camera.png'];
    const found = await Promise.all(names.map((name) => credentialOf(name)));
    expect(found.map(({ finding }) => finding)).toEqual([
      'signed-trusted',
      'altered',
      'signed-unknown',
      'signed-trusted',
    ]);
  });

  test('finds nothing in a picture made just now', async () => {
    const bytes = Uint8Array.from(await scene(3, 64, 48).webp().toBuffer());
    const [signal] = await provenance.run({ ...(await subjectOf('camera.webp')), bytes }, context());
    expect(signal?.finding).toBe('none');
  });
});

/** Enough to meet every stage of parsing, few enough for some seconds on a busy machine. */
const FUZZ_ROUNDS = 150;

/** Cuts the file, overwrites some bytes, or moves a piece of it: mostly within the credential. */
function damage(whole: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(whole);
  const somewhere = () => Math.floor(random() * bytes.length * 0.9);
  const kind = random();
  if (kind < 0.25) return bytes.slice(0, somewhere());
  if (kind < 0.5) bytes.copyWithin(somewhere(), somewhere(), somewhere());
  else for (let count = random() * 8; count >= 0; count--) bytes[somewhere()] = Math.floor(random() * 256);
  return bytes;
}

async function credentialOf(name: string, lists = [trusted]): Promise<Found<CredentialEvidence>> {
  const [signal] = await signalsOf(name, lists);
  if (!signal || !('label' in signal.evidence)) throw new Error(`${name} has no credential`);
  return signal as Found<CredentialEvidence>;
}

async function aiOf(name: string): Promise<Found<AiEvidence>> {
  const [, signal] = await signalsOf(name);
  if (!signal) throw new Error(`${name} states no AI`);
  return signal as Found<AiEvidence>;
}

async function signalsOf(name: string, lists = [trusted]): Promise<readonly Found[]> {
  return provenance.run(await subjectOf(name), context(lists));
}

async function subjectOf(name: string): Promise<Subject> {
  const mediaType = MEDIA_TYPES.get(name.replace(/.*\./, ''));
  if (mediaType === undefined) throw new Error(`What is ${name}?`);
  const bytes = Uint8Array.from(await made(name));
  return { kind: 'image', bytes, mediaType, sha256: '', dimensions: null, coverage: 'file' };
}

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['jpg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['tiff', 'image/tiff'],
  ['gif', 'image/gif'],
  ['svg', 'image/svg+xml'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
  ['mp4', 'video/mp4'],
]);

function made(name: string): Promise<Buffer> {
  return readFile(join(MADE, 'c2pa', name));
}

function context(
  anchors: readonly TrustList[] = [trusted],
  signal = new AbortController().signal,
): CheckContext {
  const unused = () => Promise.reject(new Error('The check needs no such tool.'));
  return {
    signal,
    quick: false,
    tools: {
      ...{ decode: unused, trust: { anchors }, library: NO_LIBRARY },
      ...{ models: { run: unused }, loadWasm },
    },
  };
}

let wasm: Promise<WebAssembly.Module> | undefined;

async function loadWasm(file: string): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve(`@contentauth/c2pa-wasm/assets/${file}`);
  wasm ??= readFile(path).then((bytes) => WebAssembly.compile(bytes));
  return wasm;
}

function codes(problems: readonly { readonly code: string }[]): readonly string[] {
  return problems.map(({ code }) => code);
}

function sayInEnglish(phrase: Parameters<typeof say>[0]): string {
  return say(phrase, englishLanguage);
}

function dateInWords(iso: string | null): string {
  return sayInEnglish({
    key: 'checks.provenance.trustedDated',
    values: { signer: '', date: { date: iso ?? '' } },
  })
    .replace('signed by  on ', '')
    .replace(', intact', '');
}
