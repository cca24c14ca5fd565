import type { KeptText } from '../checks/fingerprint/text/fingerprint-text';
import type { ModelLimits, ModelStatus, SelfTest } from '../inference/model-status';
import type { ImageCandidate, Job, JobSource, PageReference, WebSource } from '../jobs/job';
import type { Settings } from '../policy/settings';
import type { PolicyTrustList } from '../policy/trust-lists';

/**
 * Every message of the product, by who answers it. A web page can cause only what is in `fromContent`;
 * everything else is taken from the extension's own pages alone.
 */
export interface MessageTable {
  readonly background: {
    /** Hands a call on to the engine, which is started for it. */
    readonly callEngine: Message<EngineCall, unknown>;
    /** The jobs at hand; none when the engine is asleep, which stays asleep. */
    readonly currentJobs: Message<undefined, readonly Job[]>;
    /** Lets the user point at a picture in the active tab of the window. */
    readonly pick: Message<{ readonly windowId: number | undefined }, PickStart>;
    readonly isGranted: Message<{ readonly url: string }, boolean>;
    readonly fetchInPage: Message<PageAddress & { readonly maxBytes: number }, PageFetch>;
    /** The next part of what `fetchInPage` read, base64. */
    readonly readFromPage: Message<
      PageReference & { readonly token: number; readonly offset: number },
      string
    >;
    readonly captureElement: Message<PageReference & { readonly element: number }, Capture | null>;
    /** The settings in force: an offscreen document cannot read them itself. */
    readonly readSettings: Message<undefined, Settings>;
    /** The trust lists that an organisation's policy brings. */
    readonly readPolicyTrustLists: Message<undefined, readonly PolicyTrustList[]>;
    readonly engineIsIdle: Message<undefined, void>;
  };
  readonly engine: {
    readonly submitFile: Message<SubmitFile, string>;
    readonly submitWeb: Message<{ readonly source: WebSource; readonly intent?: 'add-to-library' }, string>;
    readonly submitText: Message<{ readonly text: string; readonly page?: PageReference }, string>;
    readonly submitFailure: Message<
      { readonly source: JobSource; readonly reason: 'no-picture' | 'forbidden' },
      string
    >;
    readonly chooseCandidate: Message<{ readonly jobId: string; readonly candidate: number }, string>;
    readonly again: Message<{ readonly jobId: string }, string>;
    readonly cancel: Message<{ readonly jobId: string }, void>;
    readonly listJobs: Message<undefined, readonly Job[]>;
    /** Answers a blob: URL of what the job was about, read again where it must be; it stays open until `blobTaken`. */
    readonly readPicture: Message<{ readonly jobId: string; readonly source: JobSource }, string>;
    /** What the library keeps of the text that the job was about. */
    readonly fingerprintText: Message<{ readonly jobId: string }, KeptText>;
    /** What a blob: URL of the engine leads to has been read: it may be closed. */
    readonly blobTaken: Message<{ readonly blobUrl: string }, void>;
    readonly settingsChanged: Message<undefined, void>;
    readonly modelsList: Message<undefined, readonly ModelStatus[]>;
    readonly modelReadCard: Message<ModelId, string>;
    readonly modelSuspend: Message<ModelId, void>;
    readonly modelResume: Message<ModelId, void>;
    readonly modelRollBack: Message<ModelId, void>;
    readonly modelTest: Message<ModelId, SelfTest>;
    readonly modelSetLimits: Message<ModelId & { readonly limits: ModelLimits }, void>;
    /** Answers the model's id. */
    readonly modelImportPack: Message<{ readonly blobUrl: string }, string>;
    /** Answers a blob: URL of the pack, which stays open until `blobTaken`. */
    readonly modelExportPack: Message<ModelId, string>;
    readonly modelRemove: Message<ModelId, void>;
  };
  /** Told to every open page of ours; nobody answers. */
  readonly pages: {
    readonly jobChanged: Message<{ readonly job: Job }, void>;
    readonly modelsChanged: Message<undefined, void>;
  };
  /** What the script inside a web page may say. */
  readonly fromContent: {
    readonly picked: Message<Picked, void>;
    /** The user gave up pointing at a picture. */
    readonly pickEnded: Message<undefined, void>;
  };
}

export type Receiver = keyof MessageTable;

interface Message<Request, Answer> {
  readonly request: Request;
  readonly answer: Answer;
}

export type RequestOf<
  To extends Receiver,
  Name extends keyof MessageTable[To],
> = MessageTable[To][Name] extends { readonly request: infer Request } ? Request : never;

export type AnswerOf<
  To extends Receiver,
  Name extends keyof MessageTable[To],
> = MessageTable[To][Name] extends { readonly answer: infer Answer } ? Answer : never;

/** A call to the engine, as the background hands it on. */
export type EngineCall = {
  [Name in keyof MessageTable['engine']]: {
    readonly name: Name;
    readonly request: RequestOf<'engine', Name>;
  };
}[keyof MessageTable['engine']];

export interface SubmitFile {
  readonly name: string;
  readonly declaredType: string;
  /** A blob: URL of the page that asks; it stays open until the job's id is answered. */
  readonly blobUrl: string;
}

interface ModelId {
  readonly id: string;
}

export interface PageAddress extends PageReference {
  readonly address: string;
}

/** What a fetch inside a page gave: a token to read the bytes by, or why there are none. */
export type PageFetch =
  | {
      readonly token: number;
      readonly size: number;
      readonly declaredType: string;
      readonly readFrom: string;
    }
  | { readonly status: number }
  | {
      readonly failed: 'network' | 'too-large' | 'forbidden' | 'gone';
      readonly detail: string;
      readonly size?: number;
    };

export interface Capture {
  /** The visible tab as a PNG data: URL. */
  readonly image: string;
  /** The element's place in it, in CSS pixels of the viewport. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly viewport: { readonly width: number; readonly height: number };
}

export type PickStart = 'started' | 'forbidden';

/** What is told to whoever points at a picture: how, and what to do over a part of the page that nobody let us into. */
export interface PickHints {
  readonly pick: string;
  readonly elsewhere: string;
}

export interface Picked {
  readonly candidates: readonly ImageCandidate[];
}
