import type { Manifest } from '../inference/manifest';
import type { ModelCatalogue, ModelVersion } from '../inference/model-store';
import {
  MANIFEST_NAME,
  type ModelPack,
  type PackContext,
  parseGolden,
  parseManifest,
  readPack,
  writePack,
} from '../inference/pack';
import { PackError } from '../inference/pack-error';
import { phrase } from '../words/phrase';
import type { Records } from './database';
import { keeping } from './storage-error';

/** The folder of models that comes with the product. */
export interface BuiltInModels {
  /** Their ids: each has a folder of that name. */
  readonly ids: readonly string[];
  /** A file of a model's folder. */
  readonly read: (id: string, file: string) => Promise<Blob>;
}

/** The models that come with the product, and the packs that were imported. */
export function createModelCatalogue(records: Records, builtIn: BuiltInModels): ModelCatalogue {
  const builtInManifest = async (id: string) =>
    parseManifest(await (await builtIn.read(id, MANIFEST_NAME)).text());
  const list = async (): Promise<readonly ModelVersion[]> => {
    const own = await Promise.all(
      builtIn.ids.map((id) =>
        builtInManifest(id).then(
          (manifest): ModelVersion => ({ manifest, origin: 'built-in' }),
          (error: unknown) => standIn(id, error),
        ),
      ),
    );
    const packs = await records.modelPacks.toArray();
    return [...own, ...packs.map(({ pack }) => ({ manifest: pack.manifest, origin: 'pack' as const }))];
  };
  const builtInVersion = async (id: string, version: string): Promise<Manifest> => {
    const manifest = await builtInManifest(id);
    if (manifest.version !== version) throw new Error(`There is no ${id} ${version}`);
    return manifest;
  };
  const packOf = async (id: string, version: string) => (await records.modelPacks.get([id, version]))?.pack;
  const readFile = async (id: string, version: string) =>
    (await packOf(id, version))?.file ?? builtIn.read(id, (await builtInVersion(id, version)).file);
  const readGolden = async (id: string, version: string) => {
    const pack = await packOf(id, version);
    if (pack) return pack.golden;
    const manifest = await builtInVersion(id, version);
    return parseGolden(await (await builtIn.read(id, manifest.golden)).text(), manifest);
  };
  const readCard = async (id: string, version: string) => {
    const pack = await packOf(id, version);
    if (pack) return pack.card;
    return (await builtIn.read(id, (await builtInVersion(id, version)).card)).text();
  };
  return {
    list,
    readFile,
    readGolden,
    readCard,
    async savePack(zip) {
      const there = await list();
      const pack = await readPack(zip, encodersIn(there));
      const same = there.find(({ manifest }) => isVersion(manifest, pack.manifest));
      if (same) {
        refuseOtherFile(same, pack);
        return same;
      }
      const { id, version } = pack.manifest;
      await keeping(() => records.modelPacks.add({ id, version, pack }));
      return { manifest: pack.manifest, origin: 'pack' };
    },
    async writePack(id, version) {
      const pack = await packOf(id, version);
      if (pack) return writePack(pack);
      const manifest = await builtInVersion(id, version);
      const [file, golden, card] = await Promise.all([
        readFile(id, version),
        readGolden(id, version),
        readCard(id, version),
      ]);
      return writePack({ manifest, file, golden, card });
    },
    removePack: (id, version) => keeping(() => records.modelPacks.delete([id, version])),
  };
}

/** In the place of a version whose manifest cannot be read, so that it is shown, and the others serve. */
function standIn(id: string, error: unknown): ModelVersion {
  const broken = error instanceof Error ? error.message : String(error);
  const shape = [1];
  const manifest: Manifest = {
    ...{ format: 1, id, version: '0.0.0', task: 'image-features', title: id },
    ...{ file: 'unknown', sha256: '0'.repeat(64), size: 1, card: 'unknown', golden: 'unknown' },
    input: { kind: 'features', name: 'unknown', shape },
    outputs: [{ name: 'unknown', shape }],
    calibration: { method: 'none' },
    abstention: [],
    licence: '?',
    training: [],
    figures: [],
  };
  return { manifest, origin: 'built-in', broken };
}

interface Version {
  readonly id: string;
  readonly version: string;
}

function isVersion(one: Version, other: Version): boolean {
  return one.id === other.id && one.version === other.version;
}

function encodersIn(there: readonly ModelVersion[]): PackContext {
  return {
    hasEncoder: (id, version) => there.some(({ manifest }) => isVersion(manifest, { id, version })),
  };
}

/** A version's answers are remembered by its number: another file under the same one would falsify them. */
function refuseOtherFile({ manifest }: ModelVersion, pack: ModelPack): void {
  if (manifest.sha256 === pack.manifest.sha256) return;
  const { id, version } = manifest;
  throw new PackError(
    phrase('modelPack.versionTaken', { id, version }),
    `SHA-256 ${manifest.sha256} here, ${pack.manifest.sha256} in the pack`,
  );
}
