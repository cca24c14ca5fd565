import Dexie, { type Table } from 'dexie';
import type { KeptFingerprint } from '../checks/fingerprint/text/fingerprint-text';
import type { KeptInput, ModelRecord } from '../inference/model-store';
import type { ModelPack } from '../inference/pack';
import type { Job } from '../jobs/job';
import type { VerdictLevel } from '../verdict/verdict';
import type { HumanVerdict } from './human-verdict';
import type { LibraryEntry } from './library-entry';

/** A finished check. The columns beside the job are what the history is searched and sorted by. */
export interface HistoryRow {
  readonly id: string;
  /** ISO 8601, UTC: sorts as text. */
  readonly created: string;
  /** Null for a subject that could not be loaded. */
  readonly level: VerdictLevel | null;
  /** Name and addresses in lower case. */
  readonly searchText: string;
  readonly job: Job;
}

/** A job that has not finished: kept so that it survives the end of the process that runs it. */
export interface UnfinishedRow {
  readonly id: string;
  readonly job: Job;
  /** The bytes, as soon as they are in hand. */
  readonly blob?: Blob;
}

/** A trust list that the user imported or fetched. */
export interface TrustListRow {
  readonly id: string;
  readonly name: string;
  readonly source: 'file' | 'official';
  /** ISO 8601, UTC. */
  readonly added: string;
  readonly certificates: number;
  readonly pem: string;
}

/** A counter that changes with every write to a store, so that copies in memory know when they are old. */
export interface RevisionRow {
  readonly store: string;
  readonly revision: number;
}

/** The fingerprints of a text of the library, by the entry's id. */
export interface TextFingerprintsRow extends Pick<KeptFingerprint, 'fingerprints' | 'positions'> {
  readonly id: string;
}

/** An input of a model, numbered in the order in which they were kept. */
export interface ModelInputRow {
  readonly sequence?: number;
  readonly model: string;
  readonly key: string;
  readonly kept: KeptInput;
}

/** An imported version of a model. */
export interface ModelPackRow {
  readonly id: string;
  readonly version: string;
  readonly pack: ModelPack;
}

/** A download under way or interrupted; its bytes are in the parts. */
export interface DownloadRow {
  readonly url: string;
  /** The server's name for exactly these bytes. */
  readonly etag: string;
  /** Bytes in all. */
  readonly size: number;
}

/** Bytes of a download that begin at `offset`. */
export interface DownloadPartRow {
  readonly url: string;
  readonly offset: number;
  readonly bytes: Blob;
}

/** Everything that is kept, in one database of the extension's origin. */
export class Records extends Dexie {
  declare readonly history: Table<HistoryRow, string>;
  declare readonly unfinished: Table<UnfinishedRow, string>;
  declare readonly library: Table<LibraryEntry, string>;
  declare readonly textFingerprints: Table<TextFingerprintsRow, string>;
  declare readonly trustLists: Table<TrustListRow, string>;
  declare readonly revisions: Table<RevisionRow, string>;
  declare readonly modelStates: Table<ModelRecord, string>;
  declare readonly modelInputs: Table<ModelInputRow, number>;
  declare readonly modelPacks: Table<ModelPackRow, [id: string, version: string]>;
  declare readonly downloads: Table<DownloadRow, string>;
  declare readonly downloadParts: Table<DownloadPartRow, [url: string, offset: number]>;
  declare readonly humanVerdicts: Table<HumanVerdict, string>;

  constructor(name = 'touchstone') {
    super(name);
    this.version(1).stores({
      history: 'id, created, level',
      unfinished: 'id',
      library: 'id, added, [hash+id]',
      trustLists: 'id, added',
      revisions: 'store',
    });
    this.version(2).stores({
      modelStates: 'id',
      modelInputs: '++sequence, model, [model+key]',
      modelPacks: '[id+version]',
      downloads: 'url',
      downloadParts: '[url+offset], url',
    });
    this.version(3).stores({
      humanVerdicts: 'sha256, judged, picture.size',
    });
    this.version(4)
      .stores({ library: 'id, added, [kind+hash+id]', textFingerprints: 'id, *fingerprints' })
      .upgrade((upgrade) => upgrade.table('library').toCollection().modify({ kind: 'image' }));
  }
}
