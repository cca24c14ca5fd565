import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import * as runtime from 'onnxruntime-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  corruptModel,
  filesOf,
  steppingModel,
  type TinyModel,
  tinyEncoder,
  tinyHead,
  tinyModel,
  wrongModel,
} from '../test/fixtures/models';
import { MANIFEST_NAME, parseGolden, parseManifest } from '../utils/inference/pack';
import { ModelServer } from '../utils/inference/serve-model';
import { type ModelsOptions, ShellModels } from './onnx-node';

const ROOT = new URL('../', import.meta.url);

const WHITE = { width: 16, height: 16, data: new Uint8ClampedArray(16 * 16 * 4).fill(255) };
const GREY = { width: 16, height: 16, data: new Uint8ClampedArray(16 * 16 * 4).fill(128) };

/** A white picture takes a few seconds, in one call of the native runtime. */
const STEPS = 1_000_000;

let threads: string;
let folder: string;
let models: ShellModels;

beforeAll(async () => {
  // Inside the project, so that the thread finds its packages.
  await mkdir(new URL('.output', ROOT), { recursive: true });
  threads = await mkdtemp(fileURLToPath(new URL('.output/thread-test-', ROOT)));
  await build({
    entryPoints: [fileURLToPath(new URL('cli/model-thread.ts', ROOT))],
    outfile: join(threads, 'thread.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    tsconfigRaw: {},
  });
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-models-'));
  models = open();
});

afterEach(async () => {
  await models.stop();
  await rm(folder, { recursive: true });
});

afterAll(() => rm(threads, { recursive: true }));

describe('models in the shell', () => {
  it('answer on the native runtime, one answer a picture', async () => {
    await keep(tinyModel());
    const outcome = await models.runModel('tiny', [
      { key: 'white', pixels: WHITE },
      { key: 'white again', pixels: WHITE },
    ]);
    if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome));
    const { manifest, backend, outputs } = outcome.answer;
    expect([manifest.version, backend]).toEqual(['1.0.0', 'cpu']);
    // White is 1 in every channel, and the weights are 2, -1 and 0.5.
    expect(outputs.map(({ logit }) => [logit?.shape, logit?.data[0]])).toEqual([
      [[1], expect.closeTo(1.5, 5)],
      [[1], expect.closeTo(1.5, 5)],
    ]);
  });

  it('give a head the features of its encoder', async () => {
    await keep(tinyEncoder());
    await keep(tinyHead());
    const outcome = await models.runModel('tiny-head', [{ key: 'white', pixels: WHITE }]);
    if (!('answer' in outcome)) throw new Error(JSON.stringify(outcome));
    // The encoder's features of white are 1, 1, 1 and 0.5.
    expect(outcome.answer.outputs[0]?.logit?.data[0]).toBeCloseTo(1.5625, 5);
  });

  it('say that there is none of a name', async () => {
    expect(await models.runModel('tiny', [])).toMatchObject({
      failure: { code: 'missing', modelId: 'tiny', said: { key: 'models.missing' } },
    });
  });

  it.each([
    ['broken', corruptModel()],
    ['wrong', wrongModel()],
  ])('do not answer when they are %s', async (code, model) => {
    await keep(model);
    expect(await run()).toMatchObject({ failure: { code } });
  });

  it('run though nobody says when they are too many', async () => {
    await keep(tinyModel());
    const outcomes = await Promise.all(Array.from({ length: 700 }, run));
    expect(outcomes.filter((outcome) => 'failure' in outcome)).toEqual([]);
  });
});

describe('a run that takes too long', () => {
  it('is given up, and the model answers the next one', async () => {
    await keep(steppingModel(STEPS));
    models = open({ timeoutSeconds: 0.3 });
    expect(await run()).toMatchObject({ failure: { code: 'timeout' } });
    expect(await run(GREY)).toHaveProperty('answer');
  });
});

describe('golden answers', () => {
  it('are asked for once a machine', async () => {
    await keep(tinyModel());
    await run();
    await models.stop();
    models = open();
    // Other golden answers would be noticed, were they asked for.
    await keep(wrongModel());
    expect(await run()).toHaveProperty('answer');
  });

  it('are asked for again when the file has changed', async () => {
    await keep(tinyModel());
    await run();
    await models.stop();
    models = open();
    await keep(wrongModel({ bias: 1 }));
    expect(await run()).toMatchObject({ failure: { code: 'wrong' } });
  });

  it('are asked for again when it cannot be read whether they were right', async () => {
    await keep(tinyModel());
    await run();
    await models.stop();
    await writeFile(provenFile(), 'not JSON');
    models = open();
    await keep(wrongModel());
    expect(await run()).toMatchObject({ failure: { code: 'wrong' } });
  });

  it('need not be remembered', async () => {
    await keep(tinyModel());
    // A folder cannot be made where a file is.
    await writeFile(join(folder, 'cache'), '');
    expect(await run()).toHaveProperty('answer');
  });
});

describe('the built-in models', async () => {
  const builtIn = new URL('models/', ROOT);
  const manifests = (await readdir(builtIn, { recursive: true })).filter((path) =>
    path.endsWith(`/${MANIFEST_NAME}`),
  );

  it.each(manifests)(
    '%s gives its golden answers on the native runtime',
    async (path) => {
      const at = new URL(path, builtIn);
      const manifest = parseManifest(await readFile(at, 'utf8'));
      const golden = parseGolden(await readFile(new URL(manifest.golden, at), 'utf8'), manifest);
      const file = Uint8Array.from(await readFile(new URL(manifest.file, at)));
      const server = new ModelServer({ load: async () => runtime, memory: () => null });
      expect(await server.serve({ task: 'open', manifest, file, backend: 'cpu' })).toHaveProperty('opened');
      expect(await server.serve({ task: 'prove', golden })).toMatchObject({ proof: { passed: true } });
    },
    60_000,
  );
});

function open(options: Pick<ModelsOptions, 'timeoutSeconds'> = {}): ShellModels {
  return new ShellModels({
    ...options,
    folder: pathToFileURL(`${folder}/models/`),
    script: pathToFileURL(join(threads, 'thread.mjs')),
    provenFile: provenFile(),
  });
}

function provenFile(): string {
  return join(folder, 'cache', 'models.json');
}

async function keep(model: TinyModel): Promise<void> {
  const own = join(folder, 'models', model.manifest.id);
  await mkdir(own, { recursive: true });
  for (const [name, bytes] of filesOf(model)) await writeFile(join(own, name), bytes);
}

function run(pixels = WHITE) {
  return models.runModel('tiny', [{ key: 'one', pixels }]);
}
