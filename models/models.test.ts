import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GoldenSchema } from '../utils/inference/golden';
import { type Manifest, ManifestSchema } from '../utils/inference/manifest';
import { BUILT_IN_MODELS } from './built-in';

const FOLDER = new URL('./', import.meta.url);

/** What is no model. */
const OTHER_FOLDERS = ['training'];

/** What a card says, as models/README.md asks. */
const HEADINGS = ['What it does', 'What it cannot do', 'Training data', 'Figures', 'Licence'];

const ids = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !OTHER_FOLDERS.includes(entry.name))
  .map(({ name }) => name);

it('comes with models', () => {
  expect(ids).toContain('face-detector');
  expect([...BUILT_IN_MODELS.ids].sort()).toEqual(ids.toSorted());
});

describe.each(ids)('the model %s', (id) => {
  const read = (name: string) => readFileSync(new URL(`${id}/${name}`, FOLDER));
  const manifest = () => ManifestSchema.parse(JSON.parse(read('manifest.json').toString()));

  it('is named as its folder is', () => {
    expect(manifest().id).toBe(id);
  });

  it('has the file that its manifest names, to the byte', () => {
    const { file, size, sha256 } = manifest();
    const bytes = read(file);
    expect(bytes.length).toBe(size);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  });

  it('has nothing in its folder that the manifest does not name', () => {
    const { file, card, golden } = manifest();
    expect(readdirSync(new URL(`${id}/`, FOLDER)).sort()).toEqual(
      [file, card, golden, 'manifest.json'].sort(),
    );
  });

  it('takes the features of an encoder that is here', () => {
    const { encoder, input } = manifest();
    expect(encoder !== undefined).toBe(input.kind === 'features');
    if (encoder === undefined) return;
    const { version } = ManifestSchema.parse(
      JSON.parse(readFileSync(new URL(`${encoder.id}/manifest.json`, FOLDER), 'utf8')),
    );
    expect(version).toBe(encoder.version);
  });

  it('has golden answers for each of its outputs, of the shapes that it promises', () => {
    const { cases } = GoldenSchema.parse(JSON.parse(read(manifest().golden).toString()));
    const { outputs } = manifest();
    for (const golden of cases) {
      expect(Object.keys(golden.outputs).sort()).toEqual(outputs.map(({ name }) => name).sort());
      for (const { name, shape } of outputs) {
        const expected = shape.map((size) => (size === 'batch' ? golden.batch : size));
        const answer = golden.outputs[name];
        expect(answer?.shape, name).toEqual(expected);
        const length = expected.reduce((product, size) => product * size, 1);
        expect(
          answer?.samples.map(([index]) => index),
          name,
        ).toEqual(sampled(length));
      }
    }
  });

  it('has a card with everything that a card says', () => {
    const lines = read(manifest().card).toString().split('\n');
    const headings = lines.flatMap((line) => line.match(/^## (.+)$/)?.slice(1) ?? []);
    expect(headings).toEqual(expect.arrayContaining(HEADINGS));
  });

  it('has a card that gives each figure as the manifest does', () => {
    const lines = read(manifest().card).toString().split('\n');
    for (const figure of manifest().figures) {
      const numbers = [figure.value, ...(figure.interval ?? [])].map(String);
      const line = lines.find((line) => line.includes(figure.name) && hasNumbers(line, numbers));
      expect(line, figure.name).toBeDefined();
    }
  });

  it('has figures whose intervals hold them', () => {
    for (const { name, value, interval } of manifest().figures) {
      if (interval === undefined) continue;
      expect(interval[0], name).toBeLessThanOrEqual(value);
      expect(interval[1], name).toBeGreaterThanOrEqual(value);
    }
  });

  it('has thresholds where it estimates, the stricter one higher', () => {
    const { task, thresholds, thresholdsByKind = {}, calibration } = manifest();
    expect(thresholds !== undefined).toBe(ESTIMATING.includes(task));
    expect(calibration.method === 'none').toBe(thresholds === undefined);
    if (thresholds === undefined) return;
    for (const { falsePositiveRate1, falsePositiveRate5 } of [
      thresholds,
      ...Object.values(thresholdsByKind),
    ]) {
      expect(falsePositiveRate1).toBeGreaterThan(falsePositiveRate5);
    }
  });
});

const ESTIMATING: readonly Manifest['task'][] = [
  'ai-image',
  'ai-image-first-look',
  'deepfake-face',
  'ai-text',
  'ai-text-ngrams',
];

/** The indices that models/README.md asks for. */
function sampled(length: number): number[] {
  const count = Math.min(SAMPLES, length);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

const SAMPLES = 64;

/** Whole numbers as they are written: 0.5 is not in 0.55. */
function hasNumbers(line: string, numbers: readonly string[]): boolean {
  const written = line.match(/-?\d+(\.\d+)?/g) ?? [];
  return numbers.every((number) => written.some((one) => Number(one) === Number(number)));
}
