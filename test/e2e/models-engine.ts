import { zipSync } from 'fflate';
import type { BackendId, ModelFailure } from '../../utils/inference/model-runner';
import type { ModelLimits, ModelStatus, SelfTest } from '../../utils/inference/model-status';
import { englishLanguage } from '../../utils/words/english';
import type { Phrase } from '../../utils/words/phrase';
import { say } from '../../utils/words/say';
import type { Driver, Json, Surface } from '../browsers/driver';
import { filesOf, type TinyModel } from '../fixtures/models';
import { ESTIMATING } from './touchstone';

/** What the engine's models answered to a check: the backend and the logits, or why there are none. */
export type Asked =
  | { readonly backend: BackendId; readonly version: string; readonly logits: readonly number[] }
  | { readonly code: ModelFailure; readonly said: string; readonly detail?: string };

interface ChangedSettings {
  readonly [name: string]: number | readonly string[];
}

/** A worker of a model that was started, and what it has been asked to do. */
export interface StartedWorker {
  readonly model: string;
  readonly backend: BackendId;
  readonly tasks: readonly string[];
}

/**
 * The models of the engine, asked as a check asks them: the question comes out of a check's worker and the answer goes
 * back into it, so everything but the check itself is the product. The Models page's own messages go the way of that
 * page.
 */
export class ModelsEngine {
  private lastId = 0;

  private constructor(readonly page: Surface) {}

  static async of(driver: Driver): Promise<ModelsEngine> {
    const page = await driver.openOwnPage('options.html#models');
    const engine = new ModelsEngine(page);
    // Wakes it.
    await engine.list();
    // In Firefox a page can reach the engine's, and what it puts there lives as long as the page.
    if (driver.browser === 'firefox')
      await page.addScript(`(${listen})(browser.extension.getBackgroundPage())`);
    else await driver.inEngine(listen);
    // The product's own models would be at work beside those of the journey.
    await engine.change({ checksOff: ESTIMATING });
    await page.run(submitPicture);
    return engine;
  }

  async list(): Promise<readonly ModelStatus[]> {
    return (await this.call('modelsList')) as readonly ModelStatus[];
  }

  async status(id: string): Promise<ModelStatus> {
    const found = (await this.list()).find((status) => status.id === id);
    if (!found) throw new Error(`There is no model ${id}`);
    return found;
  }

  async limit(id: string, changes: Partial<ModelLimits>): Promise<void> {
    const { limits } = await this.status(id);
    await this.call('modelSetLimits', { id, limits: { ...limits, ...changes } });
  }

  async test(id: string): Promise<SelfTest> {
    return (await this.call('modelTest', { id })) as SelfTest;
  }

  async suspend(id: string): Promise<void> {
    await this.call('modelSuspend', { id });
  }

  async resume(id: string): Promise<void> {
    await this.call('modelResume', { id });
  }

  async remove(id: string): Promise<void> {
    await this.call('modelRemove', { id });
  }

  /** Changes settings behind the settings page's back. */
  async change(settings: ChangedSettings): Promise<void> {
    await this.page.run(changeSettings, settings);
  }

  async import(model: TinyModel): Promise<string> {
    return this.importFiles(Object.fromEntries(filesOf(model)));
  }

  /** Imports a zip with these files. Rejects with what the Models page would say. */
  async importFiles(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
    const base64 = Buffer.from(zipSync(files)).toString('base64');
    return told<string>(await this.page.run(importPack, base64));
  }

  /** Runs a model on 8 × 8 pixels of each grey, 0 to 255, as one question of a check. */
  async run(model: string, ...greys: readonly number[]): Promise<Asked> {
    this.lastId += 1;
    const question = { ask: this.lastId, model, greys };
    const answer = (await this.page.run(askEngine, question)) as unknown as RawAnswer;
    return 'failure' in answer
      ? { ...answer.failure, said: say(answer.failure.said, englishLanguage) }
      : answer;
  }

  /** Every worker of a model since the engine was reached, oldest first. */
  async started(model: string): Promise<readonly StartedWorker[]> {
    this.lastId += 1;
    const workers = (await this.page.run(askEngine, { ask: this.lastId, workers: true })) as unknown;
    return (workers as StartedWorker[]).filter((worker) => worker.model === model);
  }

  /**
   * Ends the newest worker of a model behind the engine's back: silently, as one that ends itself, or with the event by
   * which a browser tells of an error that nobody caught. No browser lets a driver into an extension's workers.
   */
  async kill(model: string, how: 'silently' | 'with an error'): Promise<void> {
    this.lastId += 1;
    await this.page.run(askEngine, { ask: this.lastId, kill: model, error: how === 'with an error' });
  }

  /** From now on what a model's proof tells of its speed on the processor is a minute more. */
  async slowDownProcessor(): Promise<void> {
    this.lastId += 1;
    await this.page.run(askEngine, { ask: this.lastId, slow: true });
  }

  private async call(name: string, request?: Json): Promise<unknown> {
    return told(await this.page.run(callEngine, name, request ?? null));
  }
}

type RawAnswer =
  | Exclude<Asked, { code: string }>
  | { readonly failure: { readonly code: ModelFailure; readonly said: Phrase; readonly detail?: string } };

interface Reply<Answer> {
  readonly answer?: Answer;
  readonly error?: string;
  readonly told?: { readonly said: Phrase; readonly detail?: string };
}

function told<Answer>({ answer, error, told }: Reply<Answer>): Answer {
  if (error === undefined) return answer as Answer;
  const said = told ? say(told.said, englishLanguage) : error;
  throw new Error([said, ...(told?.detail === undefined ? [] : [told.detail])].join('\n'));
}

/* What follows runs in the extension's pages. */

async function callEngine(name: string, request: Json): Promise<Reply<unknown>> {
  const { browser, chrome } = globalThis as unknown as Extension;
  const call = {
    touchstone: 'background',
    name: 'callEngine',
    request: { name, request: request ?? undefined },
  };
  return (await (browser ?? chrome).runtime.sendMessage(call)) as Reply<unknown>;
}

async function importPack(base64: string): Promise<Reply<string>> {
  const { browser, chrome } = globalThis as unknown as Extension;
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const blobUrl = URL.createObjectURL(new Blob([bytes]));
  const request = { name: 'modelImportPack', request: { blobUrl } };
  const call = { touchstone: 'background', name: 'callEngine', request };
  const reply = await (browser ?? chrome).runtime.sendMessage(call);
  URL.revokeObjectURL(blobUrl);
  return reply as Reply<string>;
}

async function changeSettings(changes: ChangedSettings): Promise<void> {
  const { browser, chrome } = globalThis as unknown as Extension;
  const { local } = (browser ?? chrome).storage;
  const { settings } = await local.get('settings');
  await local.set({ settings: { ...settings, ...changes } });
}

/** Any picture: it starts the workers of checks. */
async function submitPicture(): Promise<void> {
  const { browser, chrome } = globalThis as unknown as Extension;
  const canvas = new OffscreenCanvas(16, 16);
  canvas.getContext('2d')?.fillRect(0, 0, 16, 16);
  const blobUrl = URL.createObjectURL(await canvas.convertToBlob());
  const request = { name: 'grey.png', declaredType: 'image/png', blobUrl };
  const call = { touchstone: 'background', name: 'callEngine', request: { name: 'submitFile', request } };
  await (browser ?? chrome).runtime.sendMessage(call);
  URL.revokeObjectURL(blobUrl);
}

/** Hands a question to what `listen` has put into the engine. */
function askEngine(question: { readonly ask: number; readonly [key: string]: Json }): Promise<Json> {
  const channel = new BroadcastChannel('journey');
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data.answered !== question.ask) return;
      channel.close();
      resolve(data.answer);
    };
    channel.postMessage(question);
  });
}

/** In the engine's page: watches its workers, and lets the newest of a check ask what the journey asks. */
function listen(engine: typeof globalThis): void {
  const workers: { model: string; backend: string; tasks: string[]; worker: Worker }[] = [];
  const asked = new Map<number, (reply: { answer?: ModelAnswerLike; failure?: object }) => void>();
  let checkWorker: Worker | undefined;
  let slow = false;
  const channel = new engine.BroadcastChannel('journey');

  const { prototype } = engine.Worker;
  const post: (this: Worker, message: unknown, transfer: Transferable[]) => void = prototype.postMessage;
  prototype.postMessage = function (this: Worker, message: ToWorker, transfer?: unknown) {
    const settle = asked.get(message.asked ?? Number.NaN);
    if (settle) return settle(message.reply ?? {});
    const { task = '', manifest, backend } = message.request ?? {};
    if (task === 'load' || task === 'check') checkWorker = this;
    if (manifest && backend) {
      workers.push({ model: manifest.id, backend, tasks: [], worker: this });
      if (slow && backend === 'wasm') slowDown(this);
    }
    workers.find(({ worker }) => worker === this)?.tasks.push(task);
    post.call(this, message, Array.isArray(transfer) ? transfer : []);
  };

  function slowDown(worker: Worker): void {
    const { onmessage } = worker;
    worker.onmessage = (event) => {
      const { proof } = event.data.reply;
      if (proof) proof.warmRunMs += 60_000;
      onmessage?.call(worker, event);
    };
  }

  channel.onmessage = async ({ data: question }) => {
    channel.postMessage({ answered: question.ask, answer: await answerTo(question) });
  };

  async function answerTo(question: Question): Promise<unknown> {
    if (question.slow) slow = true;
    if (question.kill) kill(question.kill, question.error ?? false);
    if (question.workers) return workers.map(({ worker: _, ...told }) => told);
    return question.model ? runModel(question.ask, question.model, question.greys ?? []) : null;
  }

  function kill(id: string, withError: boolean): void {
    const worker = workers.findLast(({ model }) => model === id)?.worker;
    worker?.terminate();
    if (withError) worker?.dispatchEvent(new engine.ErrorEvent('error', { message: 'it is gone' }));
  }

  async function runModel(ask: number, modelId: string, greys: readonly number[]): Promise<unknown> {
    const id = 1_000_000 + ask;
    const inputs = greys.map((grey) => ({ key: `grey ${grey}`, pixels: greyPixels(grey) }));
    const reply = new Promise<{ answer?: ModelAnswerLike; failure?: object }>((resolve) =>
      asked.set(id, resolve),
    );
    while (!checkWorker) await new Promise((resolve) => engine.setTimeout(resolve, 20));
    checkWorker.dispatchEvent(new engine.MessageEvent('message', { data: { ask: { id, modelId, inputs } } }));
    const { answer, failure } = await reply;
    asked.delete(id);
    if (!answer) return { failure };
    const { manifest, backend, outputs } = answer;
    return { backend, version: manifest.version, logits: outputs.map(({ logit }) => logit?.data[0]) };
  }

  function greyPixels(grey: number) {
    const data = Uint8ClampedArray.from({ length: 8 * 8 * 4 }, (_, index) => (index % 4 === 3 ? 255 : grey));
    return { width: 8, height: 8, data };
  }

  interface Question {
    readonly ask: number;
    readonly model?: string;
    readonly greys?: readonly number[];
    readonly workers?: boolean;
    readonly kill?: string;
    readonly error?: boolean;
    readonly slow?: boolean;
  }

  interface ToWorker {
    readonly asked?: number;
    readonly reply?: { answer?: ModelAnswerLike; failure?: object };
    readonly request?: {
      readonly task: string;
      readonly manifest?: { readonly id: string };
      readonly backend?: string;
    };
  }

  interface ModelAnswerLike {
    readonly manifest: { readonly version: string };
    readonly backend: string;
    readonly outputs: readonly { readonly logit?: { readonly data: ArrayLike<number> } }[];
  }
}

interface Extension {
  readonly browser?: ExtensionApi;
  readonly chrome: ExtensionApi;
}

interface ExtensionApi {
  readonly runtime: Messenger;
  readonly storage: {
    readonly local: {
      readonly get: (key: string) => Promise<{ readonly settings?: object }>;
      readonly set: (items: object) => Promise<void>;
    };
  };
}

interface Messenger {
  readonly sendMessage: (message: object) => Promise<unknown>;
}
