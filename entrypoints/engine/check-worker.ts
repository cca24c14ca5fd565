import c2paWasmUrl from '@contentauth/c2pa-wasm/c2pa.wasm?url';
import { CHECKS } from '../../utils/checks/registry';
import type { FromLaneWorker, ToLaneWorker } from '../../utils/jobs/lane';
import { ModelsInWorker } from '../../utils/jobs/models-in-worker';
import { type LaneTools, serveLane } from '../../utils/jobs/serve-lane';
import { createDecoder, encodeThumbnail } from '../../utils/platform/decode';
import { askingPage } from '../../utils/platform/page-decoder';
import { Records } from '../../utils/records/database';
import { createLibraryLookUp } from '../../utils/records/library-look-up';

/* One lane's worker: does what it is asked, one thing at a time, and knows nothing of jobs. */

const post = (message: FromLaneWorker) => self.postMessage(message);
const models = new ModelsInWorker(post);

/** Where the page decodes for its workers (Firefox), it says so before anything else. */
export interface CheckWorkerSetUp {
  readonly decodingAt: MessagePort;
}

let decode = createDecoder();

const tools: LaneTools = {
  checks: CHECKS,
  decode: (picture, size) => decode(picture, size),
  encodeThumbnail,
  library: createLibraryLookUp(new Records()),
  models,
  loadWasm: async (file: string) => {
    const address = WASM_FILES[file];
    if (address === undefined) throw new Error(`There is no ${file}`);
    return WebAssembly.compileStreaming(fetch(address));
  },
};

/** The WebAssembly files that the checks' libraries need, as files of the extension. */
const WASM_FILES: Readonly<Record<string, string>> = { 'c2pa_bg.wasm': c2paWasmUrl };

self.onmessage = async ({ data }: MessageEvent<ToLaneWorker | CheckWorkerSetUp>) => {
  if ('decodingAt' in data) decode = createDecoder(askingPage(data.decodingAt));
  else if ('asked' in data) models.settle(data);
  else post({ id: data.id, answer: await serveLane(data.request, tools) });
};
