import { createContext, use } from 'react';
import type { ModelsClient } from '../utils/inference/model-status';
import type { EngineClient } from '../utils/jobs/engine-client';
import type { Settings } from '../utils/policy/settings';
import type { TrustListRow } from '../utils/records/database';
import type { DownloadOptions } from '../utils/records/download';
import type { History } from '../utils/records/history';
import type { HumanVerdicts } from '../utils/records/human-verdicts';
import type { Library } from '../utils/records/library';
import type { Language } from '../utils/words/say';

/**
 * Everything that our pages get from their surroundings. No component talks to the browser's extension API
 * itself, so that each can be shown and tested anywhere. Promises reject with errors that may carry
 * `said: Phrase` (as SubjectError does); what carries none is shown as unexpected, with its text as detail.
 */
export interface Services {
  readonly engine: EngineClient;
  readonly library: Library;
  readonly history: Omit<History, 'keep'>;
  readonly humanVerdicts: HumanVerdicts;
  readonly trustLists: TrustLists;
  readonly settings: SettingsStore;
  readonly permissions: Permissions;
  readonly models: ModelsClient;
  /** Fetches a file from an https address that the user typed; see `download.ts`. */
  readonly download: (address: string, options: DownloadOptions) => Promise<Blob>;
  readonly language: Language;
  /** The product's version, as the manifest says it. */
  readonly version: string;
  readonly openOptions: () => void;
  /** Opens the page of the models, at this one. */
  readonly openModel: (id: string) => void;
  /** Opens the page of the answers that were called wrong. */
  readonly openCorrections: () => void;
}

export interface TrustLists {
  readonly list: () => Promise<readonly TrustListSummary[]>;
  readonly importPem: (name: string, text: string) => Promise<unknown>;
  /** Fetches the official C2PA trust list: the one request that this product makes on its own behalf. */
  readonly fetchOfficial: () => Promise<unknown>;
  readonly remove: (id: string) => Promise<void>;
  readonly watch: Watch;
}

/** A list without its certificates; a managed policy can bring lists of its own. */
export type TrustListSummary =
  | Omit<TrustListRow, 'pem'>
  | (Omit<TrustListRow, 'pem' | 'source' | 'added'> & { readonly source: 'policy' });

export interface SettingsStore {
  readonly read: () => Promise<Settings>;
  readonly write: (changes: Partial<Settings>) => Promise<void>;
  /** Settings that a managed policy decides: shown, but not to be changed. */
  readonly fixed: () => Promise<readonly (keyof Settings)[]>;
  readonly watch: Watch;
}

export interface Permissions {
  /** Match patterns of the hosts that may be read, such as `https://example.org/*`. */
  readonly hosts: () => Promise<readonly string[]>;
  /** Asks for the host of an address. Browsers only allow it straight from a click. */
  readonly request: (url: string) => Promise<boolean>;
  /** Asks for all sites; straight from a click as well. */
  readonly requestAll: () => Promise<boolean>;
  readonly remove: (origin: string) => Promise<void>;
  readonly watch: Watch;
}

/** Calls back after every change. Returns the way to stop. */
export type Watch = (listener: () => void) => () => void;

const ServicesContext = createContext<Services | null>(null);

/** Hands the services to a page. */
export const ServicesProvider = ServicesContext.Provider;

/** The services of this page. Throws where a component is shown without a provider. */
export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('No Services around this component');
  return services;
}
