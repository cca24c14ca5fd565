import type { AiImageEvidence } from '../../utils/checks/ai-image/evidence';
import type { LibraryMatch } from '../../utils/checks/check';
import { judge } from '../../utils/checks/estimate';
import type { TextFingerprintFound } from '../../utils/checks/fingerprint/text/evidence';
import type { MarkEvidence, OriginEvidence } from '../../utils/checks/metadata/evidence';
import type { AiEvidence, CredentialEvidence, Ingredient } from '../../utils/checks/provenance/evidence';
import type { Signal } from '../../utils/checks/signal';
import type { CheckRow, Job, SubjectSummary, WebSource } from '../../utils/jobs/job';
import { decide } from '../../utils/verdict/decide';
import { phrase } from '../../utils/words/phrase';

/*
 * Made-up jobs in every state and with every answer, as the engine would hand them out. Tests change them with a
 * spread where they need another case.
 */

/** A drawn landscape as a data: URL, another one for every hue. */
function drawnPicture(hue: number): string {
  return `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="hsl(${hue} 60% 80%)"/><circle cx="${1 + (hue % 3)}" cy="1" r=".5" fill="hsl(45 90% 75%)"/><path d="M0 2 1.5 1.2 2.6 2 4 1.5V3H0z" fill="hsl(${hue + 40} 40% 45%)"/></svg>`,
  )}`;
}

const HASH = '00ff3c7e81c3e7ff0f1e3c7800ff3c7e81c3e7ff0f1e3c7800ff3c7e81c3e7ff';
const SHA256 = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const subject: SubjectSummary = {
  kind: 'image',
  name: 'harbour-at-dawn.jpg',
  mediaType: 'image/jpeg',
  size: 2_148_310,
  sha256: SHA256,
  dimensions: { width: 4032, height: 3024 },
  coverage: 'file',
  thumbnail: drawnPicture(200),
  fingerprint: HASH,
};

const webSource: WebSource = {
  kind: 'web',
  page: { url: 'https://news.example/harbour?id=7', title: 'Harbour news', tabId: 1, frameId: 0 },
  candidates: [
    { url: 'https://cdn.example/harbour-1600.jpg', version: 'largest', width: 1600 },
    { url: 'https://cdn.example/harbour-640.jpg', version: 'shown', width: 640 },
    { url: 'https://news.example/originals/harbour.jpg', version: 'linked' },
  ],
  chosen: 0,
};

const nothing = {
  provenance: found('provenance', { finding: 'none', summary: phrase('checks.provenance.none') }),
  metadata: found('metadata', { finding: 'none', summary: phrase('checks.metadata.none') }),
  watermark: found('watermark', {
    finding: 'none',
    summary: phrase('checks.watermark.none'),
    evidence: {
      lookedFor: [
        { mark: 'stealth-png-info', looked: false, notLooked: 'lossy' },
        { mark: 'invisible-watermark', looked: true },
      ],
    },
  }),
  fingerprint: found('fingerprint', {
    finding: 'none',
    summary: phrase('checks.fingerprint.none', { size: 3204 }),
    evidence: { hash: HASH, librarySize: 3204, matches: [] },
  }),
};

const credential: CredentialEvidence = {
  label: 'urn:c2pa:0b1c',
  title: 'harbour-at-dawn.jpg',
  signer: { name: 'Leica Camera AG', commonName: 'Leica M11-P', organization: 'Leica Camera AG' },
  issuer: { name: 'D-Trust', commonName: 'D-Trust CA 5', organization: 'D-Trust' },
  certificate: {
    serialNumber: '4711',
    validFrom: '2025-01-01T00:00:00Z',
    validUntil: '2028-01-01T00:00:00Z',
  },
  algorithm: 'es256',
  signedAt: '2026-03-12T09:14:00Z',
  timeStamp: { time: '2026-03-12T09:14:00Z', authority: 'DigiCert Timestamp 2025', trusted: true },
  trustList: { id: 'official', name: 'C2PA Trust List' },
  claimGenerator: { name: 'Leica M11-P', version: '2.1.3' },
  actions: [
    {
      action: 'c2pa.created',
      meaning: phrase('checks.provenance.actions.created'),
      when: '2026-03-12T09:13:58Z',
      softwareAgent: 'Leica M11-P',
      digitalSourceType: {
        stated: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture',
        id: 'digitalCapture',
        meaning: phrase('digitalSourceType.digitalCapture'),
        ai: 'none',
      },
      description: null,
    },
    {
      action: 'c2pa.cropped',
      meaning: phrase('checks.provenance.actions.cropped'),
      when: null,
      softwareAgent: 'Adobe Lightroom 9.2',
      digitalSourceType: null,
      description: 'To 4:3, straightened by 1.2°',
    },
  ],
  thumbnail: drawnPicture(200),
  ingredients: [],
  problems: [],
  notes: [],
  leftOut: { ingredients: 0, thumbnails: 0, actions: 0 },
};

const ingredient: Ingredient = {
  title: 'street.jpg',
  format: 'image/jpeg',
  relationship: 'parentOf',
  relationshipMeaning: phrase('checks.provenance.relationship.parent'),
  status: 'trusted',
  statusMeaning: phrase('checks.provenance.status.trusted'),
  signer: { name: 'Nikon Corporation', commonName: null, organization: 'Nikon Corporation' },
  claimGenerator: { name: 'Nikon Z6III', version: '1.10' },
  problems: [],
  thumbnail: drawnPicture(30),
  actions: credential.actions.slice(0, 1),
  ingredients: [],
};

const signedTrusted = found('provenance', {
  finding: 'signed-trusted',
  summary: phrase('checks.provenance.trustedDated', {
    signer: 'Leica Camera AG',
    date: { date: '2026-03-12T09:14:00Z' },
  }),
  evidence: credential,
});

const aiEvidence: AiEvidence = {
  intact: true,
  places: [
    {
      path: ['composite.png', 'sky-with-a-very-long-name-that-somebody-gave-it-before-it-was-exported.png'],
      label: 'urn:c2pa:77',
      signer: { name: 'Adobe Inc.', commonName: 'cai-prod', organization: 'Adobe Inc.' },
      action: 'c2pa.created',
      actionMeaning: phrase('checks.provenance.actions.created'),
      softwareAgent: 'Adobe Firefly',
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      meaning: phrase('digitalSourceType.trainedAlgorithmicMedia'),
      share: 'edited',
    },
  ],
};

const aiEditedProvenance: readonly Signal[] = [
  found('provenance', {
    finding: 'signed-trusted',
    summary: phrase('checks.provenance.trusted', { signer: 'Adobe Inc.' }),
    evidence: {
      ...credential,
      signer: { name: 'Adobe Inc.', commonName: 'cai-prod', organization: 'Adobe Inc.' },
      claimGenerator: { name: 'Adobe Photoshop', version: '27.1' },
      signedAt: null,
      timeStamp: { time: '2026-05-02T16:40:00Z', authority: 'Somebody', trusted: false },
      ingredients: [
        {
          ...ingredient,
          title: 'composite.png',
          thumbnail: drawnPicture(300),
          ingredients: [
            ingredient,
            {
              ...ingredient,
              title: 'sky-with-a-very-long-name-that-somebody-gave-it-before-it-was-exported.png',
              status: 'unknown-signer',
              statusMeaning: phrase('checks.provenance.status.unknownSigner'),
              thumbnail: null,
            },
          ],
        },
        {
          ...ingredient,
          title: null,
          status: 'unsigned',
          statusMeaning: phrase('checks.provenance.status.unsigned'),
          signer: null,
          actions: [],
          relationship: 'componentOf',
          relationshipMeaning: phrase('checks.provenance.relationship.component'),
        },
      ],
      leftOut: { ingredients: 3, thumbnails: 1, actions: 12 },
    } satisfies CredentialEvidence,
  }),
  found('provenance', {
    finding: 'ai-edited',
    summary: phrase('checks.provenance.ai.part', {
      meaning: phrase('digitalSourceType.trainedAlgorithmicMedia'),
      signer: 'Adobe Inc.',
      title: 'sky-with-a-very-long-name-that-somebody-gave-it-before-it-was-exported.png',
    }),
    evidence: aiEvidence,
  }),
];

const promptMetadata = found('metadata', {
  finding: 'ai-generated',
  summary: phrase('checks.metadata.generatorPrompt', { generator: 'Stable Diffusion web UI' }),
  evidence: {
    mark: 'generator',
    field: 'PNG parameters',
    value: 'a harbour at dawn, oil painting\nSteps: 28, Sampler: DPM++ 2M Karras, Seed: 1234567890',
    generator: 'Stable Diffusion web UI',
    source: 'https://github.com/AUTOMATIC1111/stable-diffusion-webui/blob/master/modules/processing.py',
    prompt: 'a harbour at dawn, oil painting, soft light, long shadows, ships at anchor',
    seed: '1234567890',
    model: 'dreamshaper_8 [879db523c3]',
    sampler: 'DPM++ 2M Karras',
    parameters: [
      ['Steps', '28'],
      ['CFG scale', '7'],
    ],
    fields: [
      { group: 'PNG', name: 'parameters', value: 'a harbour at dawn, oil painting …', deciding: true },
      { group: 'PNG', name: 'Software', value: 'Pillow', deciding: false },
      ...Array.from({ length: 18 }, (_, index) => ({
        group: 'EXIF' as const,
        name: `Tag${index}`,
        value: String(index * 37),
        deciding: false,
      })),
    ],
    cut: [],
    problems: [],
  } satisfies MarkEvidence,
});

const cameraMetadata = found('metadata', {
  finding: 'origin-stated',
  summary: phrase('checks.metadata.camera', { camera: 'Leica M11-P' }),
  evidence: {
    make: 'Leica Camera AG',
    model: 'LEICA M11-P',
    lens: 'Summilux-M 1:1.4/35 ASPH.',
    exposure: '1/250',
    aperture: '2.8',
    iso: '200',
    focalLength: '35',
    takenAt: '2026-03-12T10:13:58',
    software: 'Adobe Lightroom 9.2',
    gpsPresent: true,
    fields: [
      { group: 'EXIF', name: 'Make', value: 'Leica Camera AG', deciding: false },
      { group: 'EXIF', name: 'Model', value: 'LEICA M11-P', deciding: false },
    ],
    cut: [],
    problems: [],
  } satisfies OriginEvidence,
});

const match: LibraryMatch = {
  id: 'entry-1',
  name: 'Invoice template',
  label: 'fraud',
  note: 'Seen in the May wave.',
  added: '2026-03-02T08:00:00Z',
  distance: 3,
  thumbnail: drawnPicture(205),
};

const knownCopy = found('fingerprint', {
  finding: 'known-copy',
  summary: phrase('checks.fingerprint.copy', {
    name: match.name,
    distance: 3,
    added: { date: match.added },
  }),
  evidence: { hash: HASH, librarySize: 3204, matches: [match] },
});

/** A text of which the middle is taken from a kept one. */
const copiedText = 'Hello all. Your parcel could not be delivered because a small fee is still open. Bye!';

const knownText = found('fingerprint', {
  finding: 'known-copy',
  summary: phrase('checks.fingerprint.textCopy', {
    ...{ name: 'Parcel notice', found: 13, of: 20 },
    added: { day: '2026-03-02T08:00:00Z' },
  }),
  evidence: {
    ...{ hash: HASH, algorithm: 'winnowing-3-4', words: 16, librarySize: 12 },
    matches: [
      {
        ...{ id: 'entry-4', name: 'Parcel notice', label: 'fraud', note: 'Seen in the May wave.' },
        ...{ added: '2026-03-02T08:00:00Z', exact: false, words: 13, knownWords: 13, knownLength: 20 },
        excerpt: 'Dear customer! Your parcel could not be delivered',
      },
    ],
    spans: [{ start: 11, end: 79, type: 'known-text', entry: 'entry-4' }],
  } satisfies TextFingerprintFound,
});

const alteredCredential = found('provenance', {
  finding: 'altered',
  summary: phrase('checks.provenance.altered', {
    signer: 'Leica Camera AG',
    problem: phrase('checks.provenance.problems.contentChanged'),
  }),
  evidence: {
    ...credential,
    trustList: null,
    problems: [
      {
        code: 'assertion.dataHash.mismatch',
        explanation: phrase('checks.provenance.problems.contentChanged'),
        detail: 'asset hash error, name: jumbf manifest',
      },
    ],
  } satisfies CredentialEvidence,
});

const unknownSigner = found('provenance', {
  finding: 'signed-unknown',
  summary: phrase('checks.provenance.intact', {
    signer: 'שלום עולם Ltd',
    problem: phrase('checks.provenance.problems.signerUnknown'),
  }),
  evidence: {
    ...credential,
    signer: { name: 'שלום עולם Ltd', commonName: 'שלום‮evil', organization: null },
    trustList: null,
  },
});

const crashed = found('provenance', {
  finding: 'check-failed',
  summary: phrase('check.crashed'),
  reason: 'crashed',
  detail: 'RuntimeError: unreachable\n    at wasm-function[812]:0x1f3a',
});

const aiImageEvidence: AiImageEvidence = {
  ...judge(0.9731, { falsePositiveRate1: 0.91, falsePositiveRate5: 0.62 }),
  logit: 2.41,
  heatMap: {
    values: Array.from({ length: 14 }, (_, row) =>
      Array.from({ length: 14 }, (_, column) => Math.max(0.05, 0.98 - Math.hypot(row - 3, column - 10) / 7)),
    ),
    seen: { left: 0.125, top: 0, width: 0.75, height: 1 },
  },
};

const estimated: Signal = {
  ...found('ai-image', { finding: 'ai-generated', summary: phrase('checks.aiImage.strong') }),
  basis: 'estimated',
  probability: 0.9731,
  model: { id: 'ai-image', version: '1.0.0', backend: 'wasm' },
  evidence: aiImageEvidence,
};

/** Every sample by what it shows. Ids are the names. */
const hiddenText = found('hidden-text', {
  finding: 'hidden-text',
  summary: phrase('checks.hiddenText.message', { message: 'reply yes' }),
  evidence: {
    spans: [
      { start: 6, end: 10, type: 'tag-characters', characters: 'U+E0072, U+E0065', decoded: 'reply yes' },
      { start: 14, end: 20, type: 'homoglyphs', reads: 'parcel' },
    ],
  },
});

/** Two sentences as a model writes them, and one that a person may have written. */
const MIXED_TEXT = [
  'In conclusion, the integration of these practices fosters a culture of continuous improvement.',
  'The benefits are multifaceted, encompassing efficiency, resilience and collaboration.',
  'Anyway, I left the keys with Bob <b>again</b>, sorry.',
] as const;

const SENTENCE_STARTS = MIXED_TEXT.map((_, index) =>
  MIXED_TEXT.slice(0, index).reduce((sum, sentence) => sum + sentence.length + 1, 0),
);

const spansOf = (...ranges: readonly (readonly [first: number, last: number, probability: number])[]) =>
  ranges.map(([first, last, probability]) => ({
    start: SENTENCE_STARTS[first] ?? 0,
    end: (SENTENCE_STARTS[last] ?? 0) + (MIXED_TEXT[last]?.length ?? 0),
    type: probability > 0.91 ? 'strong-signs' : 'no-signs',
    probability,
  }));

export const aiTextSignal: Signal = {
  ...{ check: 'ai-text', ms: 120, finding: 'ai-generated', basis: 'estimated', probability: 0.97 },
  model: { id: 'ai-text', version: '1.0.0', backend: 'wasm' },
  summary: phrase('checks.aiText.strong'),
  evidence: {
    ...judge(0.97, { falsePositiveRate1: 0.91, falsePositiveRate5: 0.62 }),
    score: 2.1,
    spans: spansOf([0, 0, 0.97], [1, 1, 0.97], [2, 2, 0.05]),
    windows: spansOf([0, 1, 0.97], [2, 2, 0.05]),
    models: phrase('checks.aiText.models.both', {
      ...{ model: 'ai-text', version: '1.0.0' },
      ...{ other: 'ai-text-ngrams', otherVersion: '1.0.0' },
    }),
  },
};

export const samples = {
  likelyAiText: {
    ...done('likelyAiText', {}),
    source: { kind: 'text', name: 'In conclusion', page: webSource.page },
    subject: {
      ...withoutFingerprint(subject),
      ...{ kind: 'text', name: 'In conclusion', mediaType: 'text/plain', size: 240, dimensions: null },
      text: { content: MIXED_TEXT.join(' '), characters: MIXED_TEXT.join(' ').length },
    },
    rows: [{ check: 'ai-text', state: 'done', signals: [aiTextSignal] }],
    verdict: decide([aiTextSignal]),
  } satisfies Job as Job,
  hiddenText: {
    ...done('hiddenText', {}),
    source: { kind: 'text', name: 'Hello, the parcel', page: webSource.page },
    subject: {
      ...withoutFingerprint(subject),
      kind: 'text',
      name: 'Hello, the parcel',
      mediaType: 'text/plain',
      size: 34,
      dimensions: null,
      text: { content: 'Hello,\u{e0072}\u{e0065}the p\u0430rcel <b>&amp;</b>', characters: 40 },
    },
    rows: [{ check: 'hidden-text', state: 'done', signals: [hiddenText] }],
    verdict: decide([hiddenText]),
  } satisfies Job as Job,
  knownText: {
    ...done('knownText', {}),
    source: { kind: 'text', name: 'Hello all' },
    subject: {
      ...subject,
      kind: 'text',
      name: 'Hello all',
      mediaType: 'text/plain',
      size: copiedText.length,
      dimensions: null,
      text: { content: copiedText, characters: copiedText.length },
    },
    rows: [{ check: 'fingerprint', state: 'done', signals: [knownText] }],
    verdict: decide([knownText]),
  } satisfies Job as Job,
  authentic: done('authentic', { provenance: [signedTrusted], metadata: [cameraMetadata] }),
  declaredAi: done(
    'declaredAi',
    { metadata: [promptMetadata] },
    {
      name: 'harbour.png',
      mediaType: 'image/png',
      thumbnail: drawnPicture(20),
    },
  ),
  aiEdited: done('aiEdited', { provenance: aiEditedProvenance }),
  altered: done('altered', { provenance: [alteredCredential], metadata: [cameraMetadata] }),
  known: done(
    'known',
    { fingerprint: [knownCopy] },
    { name: 'invoice-2026-11.png', mediaType: 'image/png' },
    webSource,
  ),
  unknownSigner: done(
    'unknownSigner',
    { provenance: [unknownSigner] },
    {
      name: 'تقرير-الربع-الأخير-2026.jpg',
    },
  ),
  nothingFound: done('nothingFound', {}),
  incomplete: done(
    'incomplete',
    { provenance: [crashed] },
    {
      name: 'IMG_0000000000000000000000000000000000000000000000000000000001_final_FINAL(3)_edited.jpeg',
      size: 61_234_567_890,
      dimensions: { width: 60_000, height: 60_000 },
    },
  ),
  likelyAi: {
    ...done('likelyAi', {}),
    rows: [
      ...rowsOf({ metadata: [cameraMetadata] }),
      { check: 'ai-image', state: 'done', signals: [estimated] },
    ],
    verdict: decide([estimated]),
  },
  risky: {
    ...done('risky', {}),
    verdict: {
      level: 'risky',
      sentence: phrase('verdict.level.risky'),
      why: phrase('verdict.level.impersonation'),
      also: [{ level: 'impersonation', sentence: phrase('verdict.level.impersonation') }],
      missing: [],
    },
  },
  pixelsOnly: {
    ...done(
      'pixelsOnly',
      {
        provenance: [
          found('provenance', {
            finding: 'check-failed',
            reason: 'pixels-only',
            summary: phrase('check.pixelsOnly'),
          }),
        ],
        metadata: [
          found('metadata', {
            finding: 'check-failed',
            reason: 'pixels-only',
            summary: phrase('check.pixelsOnly'),
          }),
        ],
      },
      { coverage: 'pixels', name: 'harbour-1600.jpg', readFrom: 'https://cdn.example/harbour-1600.jpg' },
      webSource,
    ),
    grant: 'https://cdn.example/harbour-1600.jpg',
  },
  flat: done(
    'flat',
    {
      fingerprint: [
        found('fingerprint', {
          finding: 'not-applicable',
          reason: 'too-flat',
          evidence: { contrastBlocks: 3, edges: 0 },
          summary: phrase('checks.fingerprint.tooFlat'),
        }),
      ],
    },
    withoutFingerprint({ ...subject, name: 'white.png' }),
  ),
  blocked: {
    id: 'blocked',
    created: '2026-11-25T10:00:00Z',
    source: webSource,
    status: 'failed',
    rows: waitingRows(),
    notices: [],
    error: {
      code: 'blocked',
      said: phrase('subject.blocked', { host: 'cdn.example' }),
      detail: 'TypeError: Failed to fetch',
      grant: 'https://cdn.example/harbour-1600.jpg',
    },
  },
  running: {
    id: 'running',
    created: '2026-11-25T10:01:00Z',
    source: { kind: 'file', name: 'harbour-at-dawn.jpg', declaredType: 'image/jpeg' },
    status: 'checking',
    subject,
    rows: rowsOf({}).map((row, index) =>
      index === 1 ? row : { ...row, state: index === 0 ? 'running' : 'waiting', signals: [] },
    ),
    notices: [],
  },
  cancelled: {
    id: 'cancelled',
    created: '2026-11-25T10:02:00Z',
    source: { kind: 'file', name: 'harbour-at-dawn.jpg', declaredType: 'image/jpeg' },
    status: 'cancelled',
    subject,
    rows: rowsOf({}).map((row, index) =>
      index === 1 ? row : { check: row.check, state: 'waiting', signals: [] },
    ),
    notices: [],
  },
} as const satisfies Record<string, Job>;

type Rows = Partial<Record<keyof typeof nothing, readonly Signal[]>>;

/** A finished job, judged by the product's own rules. */
function done(
  id: string,
  rows: Rows,
  about: Partial<SubjectSummary> = {},
  source: Job['source'] = { kind: 'file', name: 'harbour-at-dawn.jpg', declaredType: 'image/jpeg' },
): Job {
  const all = rowsOf(rows);
  return {
    id,
    created: '2026-11-25T09:59:00Z',
    source,
    status: 'done',
    subject: about.sha256 ? (about as SubjectSummary) : { ...subject, ...about },
    rows: all,
    verdict: decide(all.flatMap(({ signals }) => signals)),
    notices: [],
  };
}

function rowsOf(rows: Rows): CheckRow[] {
  return Object.entries(nothing).map(([check, none]) => ({
    check,
    state: 'done',
    signals: rows[check as keyof typeof nothing] ?? [none],
  }));
}

function waitingRows(): CheckRow[] {
  return Object.keys(nothing).map((check) => ({ check, state: 'waiting', signals: [] }));
}

function found(
  check: string,
  signal: Pick<Signal, 'finding' | 'summary'> & Partial<Pick<Signal, 'reason' | 'detail' | 'evidence'>>,
): Signal {
  return { check, basis: 'declared', ms: 12.4, evidence: {}, ...signal };
}

function withoutFingerprint({ fingerprint: _, ...rest }: SubjectSummary): SubjectSummary {
  return rest;
}
