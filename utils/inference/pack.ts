import { z } from 'zod';
import { phrase } from '../words/phrase';
import { type Golden, GoldenSchema } from './golden';
import { carriedShape } from './graph-inputs';
import { type Manifest, ManifestSchema, TASKS } from './manifest';
import { PackError } from './pack-error';
import { MAX_PACK_BYTES } from './pack-size';
import { sha256Of } from './sha256';
import { readZip, type ZipEntry } from './zip-reader';
import { writeZip } from './zip-writer';

/** A model with everything that belongs to it. */
export interface ModelPack {
  readonly manifest: Manifest;
  /** The .onnx. */
  readonly file: Blob;
  readonly golden: Golden;
  /** Markdown. */
  readonly card: string;
}

export interface PackContext {
  /** Whether a head finds this encoder here. */
  readonly hasEncoder: (id: string, version: string) => boolean;
  /** Bytes, of the archive and of everything in it. */
  readonly maxBytes?: number;
}

/** Stands in the root of the archive, or in its one folder. */
export const MANIFEST_NAME = 'manifest.json';

/**
 * Reads a model pack: a zip with a manifest and the files that it names. Nothing of what it says is believed: sizes are
 * counted, the model is hashed, and the golden vectors must be of this model's outputs. Whether the model gives their
 * values is for the engine to try. Throws PackError.
 */
export async function readPack(
  zip: Blob,
  { hasEncoder, maxBytes = MAX_PACK_BYTES }: PackContext,
): Promise<ModelPack> {
  refuseLarger(zip.size, maxBytes);
  const entries = await readZip(zip);
  const outside = entries.find(({ name }) => leavesFolder(name));
  if (outside) throw new PackError(phrase('modelPack.leavesFolder', { name: outside.name }));
  refuseLarger(
    entries.reduce((sum, { size }) => sum + size, 0),
    maxBytes,
  );
  const find = finderIn(entries);
  const manifest = parseManifest(await readText(find(MANIFEST_NAME)));
  const [file, golden, card] = [find(manifest.file), find(manifest.golden), find(manifest.card)];
  if (manifest.encoder && !hasEncoder(manifest.encoder.id, manifest.encoder.version)) {
    throw new PackError(phrase('modelPack.noEncoder', manifest.encoder));
  }
  return {
    manifest,
    golden: parseGolden(await readText(golden), manifest),
    card: await readText(card),
    file: await readModel(file, manifest),
  };
}

/** Parses the text of a manifest.json. Throws PackError that says what is wrong with it. */
export function parseManifest(text: string): Manifest {
  const json = parseJson(text, MANIFEST_NAME);
  const parsed = ManifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const detail = z.prettifyError(parsed.error);
  const task = issues.some(({ path }) => path.join() === 'task') && readField(json, 'task');
  if (typeof task === 'string') {
    throw new PackError(phrase('modelPack.otherTask', { task }), `Known tasks: ${TASKS.join(', ')}`);
  }
  const outside = FILE_FIELDS.map((field) => readField(json, field)).find(
    (name) => typeof name === 'string' && leavesFolder(name),
  );
  if (typeof outside === 'string') {
    throw new PackError(phrase('modelPack.leavesFolder', { name: outside }), detail);
  }
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    throw new PackError(phrase('modelPack.unknownFields', { fields: unknown.join(', ') }), detail);
  }
  throw new PackError(phrase('modelPack.badManifest'), detail);
}

/** Parses the text of a golden.json, which must be of the outputs that the manifest names. Throws PackError. */
export function parseGolden(text: string, manifest: Manifest): Golden {
  const parsed = GoldenSchema.safeParse(parseJson(text, manifest.golden));
  if (!parsed.success) throw new PackError(phrase('modelPack.badGolden'), z.prettifyError(parsed.error));
  const contradiction = parsed.data.cases.flatMap((one) => contradictions(one, manifest))[0];
  if (contradiction) throw new PackError(phrase('modelPack.otherGolden'), contradiction);
  return parsed.data;
}

/** Writes a zip that `readPack` takes. */
export async function writePack({ manifest, file, golden, card }: ModelPack): Promise<Blob> {
  return writeZip([
    [MANIFEST_NAME, new Blob([`${JSON.stringify(manifest, null, 2)}\n`])],
    [manifest.golden, new Blob([JSON.stringify(golden)])],
    [manifest.card, new Blob([card])],
    [manifest.file, file],
  ]);
}

/** A file of a folder that somebody chose, with its path below that folder's parent. */
export interface FolderFile {
  readonly path: string;
  readonly blob: Blob;
}

/** Makes a zip that `readPack` takes of the folder that holds the manifest, without what lies deeper. Throws PackError. */
export async function packFolder(files: readonly FolderFile[], maxBytes = MAX_PACK_BYTES): Promise<Blob> {
  const manifests = files.filter(({ path }) => nameOf(path) === MANIFEST_NAME);
  const manifest = manifests.toSorted((one, other) => depthOf(one.path) - depthOf(other.path))[0];
  if (!manifest) throw new PackError(phrase('modelPack.missing', { name: MANIFEST_NAME }));
  const folder = folderOf(manifest.path);
  const own = files.filter(({ path }) => folderOf(path) === folder);
  refuseLarger(
    own.reduce((sum, { blob }) => sum + blob.size, 0),
    maxBytes,
  );
  return writeZip(own.map(({ path, blob }) => [nameOf(path), blob]));
}

const FILE_FIELDS = ['file', 'golden', 'card'] as const;

/** Of a manifest, a card and golden vectors: more is no text that somebody wrote. */
const MAX_TEXT_BYTES = 16 * 1_048_576;

function refuseLarger(size: number, maxBytes: number): void {
  if (size <= maxBytes) return;
  throw new PackError(
    phrase('modelPack.tooLarge', { size: megabytes(size), limit: megabytes(maxBytes) }),
    `${size} bytes`,
  );
}

function megabytes(size: number): number {
  return Math.ceil((size / 1_048_576) * 10) / 10;
}

function leavesFolder(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\/.test(name) || name.split('/').includes('..');
}

/** Finds the files beside the manifest, in the root or in the one folder that holds it. */
function finderIn(entries: readonly ZipEntry[]): (name: string) => ZipEntry {
  const inFolder = entries.filter(({ name }) => nameOf(name) === MANIFEST_NAME && depthOf(name) === 1);
  const inRoot = entries.some(({ name }) => name === MANIFEST_NAME);
  const folder = inRoot || inFolder.length !== 1 ? '' : folderOf(inFolder[0]?.name ?? '');
  return (name) => {
    const found = entries.find((entry) => entry.name === folder + name);
    if (!found) throw new PackError(phrase('modelPack.missing', { name }));
    return found;
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** With its slash. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function depthOf(path: string): number {
  return path.split('/').length - 1;
}

async function readText(entry: ZipEntry): Promise<string> {
  refuseLarger(entry.size, MAX_TEXT_BYTES);
  return (await entry.open()).text();
}

async function readModel(entry: ZipEntry, { file, size, sha256 }: Manifest): Promise<Blob> {
  if (entry.size !== size) {
    throw new PackError(phrase('modelPack.wrongSize', { name: file, size: entry.size, expected: size }));
  }
  const blob = await entry.open();
  const found = await sha256Of(blob);
  if (found !== sha256) {
    throw new PackError(phrase('modelPack.wrongHash', { name: file }), `SHA-256 ${found}, not ${sha256}`);
  }
  return blob;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new PackError(phrase('modelPack.notJson', { name }), error instanceof Error ? error.message : '');
  }
}

function readField(json: unknown, field: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, field) : undefined;
}

function contradictions({ batch, outputs }: Golden['cases'][number], manifest: Manifest): string[] {
  const batched = carriedShape(manifest.input)[0] === 'batch';
  const unknown = Object.keys(outputs).filter((name) => !manifest.outputs.some((one) => one.name === name));
  return [
    ...(batch > 1 && !batched ? [`A batch of ${batch}, and the model takes one at a time`] : []),
    ...unknown.map((name) => `The model has no output ${name}`),
    ...manifest.outputs.flatMap(({ name, shape }) => {
      const expected = outputs[name];
      if (!expected) return [`Nothing is said of the output ${name}`];
      const wanted = shape.map((size) => (size === 'batch' ? batch : size));
      if (wanted.join() !== expected.shape.join()) {
        return [`${name} has the shape ${wanted.join(' × ')}, not ${expected.shape.join(' × ')}`];
      }
      const length = wanted.reduce((product, size) => product * size, 1);
      return expected.samples.some(([index]) => index >= length) ? [`${name} has only ${length} values`] : [];
    }),
  ];
}
