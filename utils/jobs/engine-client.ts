import type { KeptText } from '../checks/fingerprint/text/fingerprint-text';
import type { Job } from './job';

/** What a page of ours can ask of the engine. The panel gets one from its surroundings; tests hand in their own. */
export interface EngineClient {
  /** Calls back with the jobs of this session, newest first, at once and whenever one changes. Returns the way to stop. */
  readonly watch: (listener: (jobs: readonly Job[]) => void) => () => void;
  /** Checks a file that was dropped, pasted or chosen. Answers the job's id. */
  readonly checkFile: (file: File) => Promise<string>;
  /** Checks a text that was typed or pasted. Answers the job's id. */
  readonly checkText: (text: string) => Promise<string>;
  /** Reads another version of the same picture (see `WebSource.candidates`). Answers the new job's id. */
  readonly chooseCandidate: (jobId: string, candidate: number) => Promise<string>;
  readonly cancel: (jobId: string) => Promise<void>;
  /** The same source again, after a failure or a newly granted address. Answers the new job's id. */
  readonly again: (jobId: string) => Promise<string>;
  /** The very bytes that a job was about, read again where they are no longer at hand. Rejects with SubjectError. */
  readonly readPicture: (job: Job) => Promise<Blob>;
  /** What the library keeps of the text that a job was about. Rejects with SubjectError where not all of it is here. */
  readonly fingerprintText: (jobId: string) => Promise<KeptText>;
  /** Lets the user point at a picture in the current tab. */
  readonly pick: () => Promise<void>;
}
