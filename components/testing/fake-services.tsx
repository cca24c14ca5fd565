import { type RenderResult, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import type { ModelStatus } from '../../utils/inference/model-status';
import type { EngineClient } from '../../utils/jobs/engine-client';
import type { Job } from '../../utils/jobs/job';
import { DEFAULT_SETTINGS, type Settings } from '../../utils/policy/settings';
import type { HumanVerdict } from '../../utils/records/human-verdict';
import type { LibraryEntry, PictureEntry, TextEntry } from '../../utils/records/library-entry';
import { englishLanguage } from '../../utils/words/english';
import type { Language } from '../../utils/words/say';
import { type Services, ServicesProvider, type TrustListSummary } from '../services';
import { fakeHumanVerdicts } from './fake-human-verdicts';
import { fakeModels } from './fake-models';
import { samples } from './sample-jobs';

export interface FakeState {
  readonly jobs?: readonly Job[];
  readonly past?: readonly Job[];
  readonly entries?: readonly LibraryEntry[];
  readonly verdicts?: readonly HumanVerdict[];
  readonly lists?: readonly TrustListSummary[];
  readonly hosts?: readonly string[];
  readonly models?: readonly ModelStatus[];
  readonly settings?: Partial<Settings>;
  readonly fixed?: readonly (keyof Settings)[];
  /** What the browser's permission prompt answers. */
  readonly grants?: boolean;
  readonly language?: Language;
}

/** Services that live in memory, and tell what was asked of them. */
export interface FakeServices extends Services {
  /** What was called, in order, as `engine.cancel(declaredAi)`. */
  readonly calls: readonly string[];
  /** Hands the panel other jobs, as the engine does when one changes. */
  readonly show: (jobs: readonly Job[]) => void;
}

/** Shows a component with fake services around it. */
export function renderWith(services: Services, content: ReactNode): RenderResult {
  return render(<ServicesProvider value={services}>{content}</ServicesProvider>);
}

export function fakeServices(state: FakeState = {}): FakeServices {
  const calls: string[] = [];
  const called = (name: string, ...values: readonly unknown[]) => {
    calls.push(`${name}(${values.map(String).join(', ')})`);
  };
  const engine = fakeEngine(state.jobs ?? [], called);
  return {
    calls,
    show: engine.show,
    engine: engine.client,
    library: fakeLibrary(state.entries ?? [], called),
    humanVerdicts: fakeHumanVerdicts(state.verdicts ?? [], called, watchers()),
    history: fakeHistory(state.past ?? [], called),
    trustLists: fakeTrustLists(state.lists ?? [], called),
    settings: fakeSettings(state, called),
    permissions: fakePermissions(state, called),
    models: fakeModels(state.models ?? [], called, watchers()),
    async download(address, { sha256, onProgress }) {
      called('download', address, ...(sha256 ? [sha256] : []));
      onProgress({ received: 1_000_000, size: 2_000_000 });
      return new Blob(['pack']);
    },
    language: state.language ?? englishLanguage,
    version: '0.1.0',
    openOptions: () => called('openOptions'),
    openModel: (id) => called('openModel', id),
    openCorrections: () => called('openCorrections'),
  };
}

export type Called = (name: string, ...values: readonly unknown[]) => void;

function fakeEngine(first: readonly Job[], called: Called) {
  const listeners = new Set<(jobs: readonly Job[]) => void>();
  let jobs = first;
  const client: EngineClient = {
    watch(listener) {
      listeners.add(listener);
      listener(jobs);
      return () => listeners.delete(listener);
    },
    async checkFile(file) {
      called('engine.checkFile', file.name);
      return 'new';
    },
    async checkText(text) {
      called('engine.checkText', text);
      return 'new';
    },
    async chooseCandidate(jobId, candidate) {
      called('engine.chooseCandidate', jobId, candidate);
      return 'new';
    },
    async cancel(jobId) {
      called('engine.cancel', jobId);
    },
    async again(jobId) {
      called('engine.again', jobId);
      return 'new';
    },
    async readPicture({ id }) {
      called('engine.readPicture', id);
      return new Blob(['a picture']);
    },
    async fingerprintText(jobId) {
      called('engine.fingerprintText', jobId);
      return { hash: HASH_OF_TEXT, words: 83, fingerprints: [7], positions: [0], excerpt: 'Dear customer' };
    },
    async pick() {
      called('engine.pick');
    },
  };
  const show = (next: readonly Job[]) => {
    jobs = next;
    for (const listener of listeners) listener(jobs);
  };
  return { client, show };
}

const HASH_OF_TEXT = 'cd'.repeat(32);

/** Tells those who watch that something has changed. */
function watchers() {
  const listeners = new Set<() => void>();
  return {
    tell: () => {
      for (const listener of listeners) listener();
    },
    watch: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function fakeLibrary(first: readonly LibraryEntry[], called: Called): Services['library'] {
  const { tell, watch } = watchers();
  let entries = [...first];
  return {
    watch,
    async search(query, label) {
      const fits = ({ name, note, origin }: LibraryEntry) =>
        `${name} ${note} ${origin}`.toLowerCase().includes(query.toLowerCase());
      return entries.filter((entry) => fits(entry) && (!label || entry.label === label));
    },
    count: async () => entries.length,
    async add(entry) {
      called('library.add', entry.name, entry.label, entry.note);
      const added = { ...entry, id: `entry-${entries.length}`, added: '2026-11-25T10:00:00Z' };
      entries = [added, ...entries];
      tell();
      return added;
    },
    async change(id, changes) {
      called('library.change', id, changes.name, changes.label, changes.note);
      entries = entries.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry));
      tell();
    },
    async remove(id) {
      called('library.remove', id);
      entries = entries.filter((entry) => entry.id !== id);
      tell();
    },
    exportAll: async () => JSON.stringify(entries),
    async importFrom(json) {
      called('library.importFrom', json);
      return { added: 3, alreadyThere: 2, refused: 1 };
    },
  };
}

function fakeHistory(first: readonly Job[], called: Called): Services['history'] {
  const { tell, watch } = watchers();
  let jobs = [...first];
  return {
    watch,
    list: async ({ query = '', level, limit = 100 }) =>
      jobs
        .filter(
          (job) => (!level || job.verdict?.level === level) && (job.subject?.name ?? '').includes(query),
        )
        .slice(0, limit),
    get: async (id) => jobs.find((job) => job.id === id),
    async remove(ids) {
      called('history.remove', ...ids);
      jobs = jobs.filter(({ id }) => !ids.includes(id));
      tell();
    },
    async clear() {
      called('history.clear');
      jobs = [];
      tell();
    },
  };
}

function fakeTrustLists(first: readonly TrustListSummary[], called: Called): Services['trustLists'] {
  const { tell, watch } = watchers();
  let lists = [...first];
  const add = (list: TrustListSummary) => {
    lists = [...lists, list];
    tell();
  };
  return {
    watch,
    list: async () => lists,
    async importPem(name, text) {
      called('trustLists.importPem', name);
      add({
        id: name,
        name,
        source: 'file',
        added: '2026-11-25T10:00:00Z',
        certificates: text.split('BEGIN').length - 1,
      });
    },
    async fetchOfficial() {
      called('trustLists.fetchOfficial');
      add({
        id: 'official',
        name: 'C2PA Trust List',
        source: 'official',
        added: '2026-11-25T10:00:00Z',
        certificates: 41,
      });
    },
    async remove(id) {
      called('trustLists.remove', id);
      lists = lists.filter((list) => list.id !== id);
      tell();
    },
  };
}

function fakeSettings({ settings, fixed = [] }: FakeState, called: Called): Services['settings'] {
  const { tell, watch } = watchers();
  let current: Settings = { ...DEFAULT_SETTINGS, ...settings };
  return {
    watch,
    read: async () => current,
    fixed: async () => fixed,
    async write(changes) {
      called('settings.write', JSON.stringify(changes));
      current = { ...current, ...changes };
      tell();
    },
  };
}

function fakePermissions({ hosts = [], grants = true }: FakeState, called: Called): Services['permissions'] {
  const { tell, watch } = watchers();
  let granted = [...hosts];
  const grant = (pattern: string) => {
    if (grants) granted = [...granted, pattern];
    tell();
    return grants;
  };
  return {
    watch,
    hosts: async () => granted,
    async request(url) {
      called('permissions.request', url);
      return grant(`${new URL(url).origin}/*`);
    },
    async requestAll() {
      called('permissions.requestAll');
      return grant('<all_urls>');
    },
    async remove(origin) {
      called('permissions.remove', origin);
      granted = granted.filter((host) => host !== origin);
      tell();
    },
  };
}

/** A library as somebody has it after a while. */
export const sampleEntries: readonly LibraryEntry[] = [
  entry(
    'entry-1',
    'Invoice template',
    'fraud',
    'Seen in the May wave.',
    'https://mail.example/attachments/7',
  ),
  entry('entry-2', 'Logo, 2026 refresh', 'own', '', 'logo-2026.svg'),
  entry('entry-3', 'تقرير-الربع-الأخير.png', 'other', 'From the Cairo office', 'تقرير-الربع-الأخير.png'),
  textEntry(),
];

function entry(
  id: string,
  name: string,
  label: LibraryEntry['label'],
  note: string,
  origin: string,
): PictureEntry {
  const { fingerprint, sha256, thumbnail } = samples.authentic.subject ?? {};
  return {
    id,
    name,
    label,
    note,
    origin,
    added: '2026-03-02T08:00:00Z',
    kind: 'image',
    hash: fingerprint ?? '',
    sha256: sha256 ?? '',
    ...(thumbnail && id !== 'entry-3' && { thumbnail }),
  };
}

function textEntry(): TextEntry {
  return {
    ...{ id: 'entry-4', kind: 'text', name: 'Parcel notice', label: 'fraud', note: '', origin: '' },
    ...{ added: '2026-03-02T08:00:00Z', hash: HASH_OF_TEXT, sha256: HASH_OF_TEXT, words: 83 },
    excerpt: 'Your parcel could not be delivered because a small fee is still open.',
  };
}
