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
    const own = await Promise.all(builtIn.ids.map(builtInManifest));
    const packs = await records.modelPacks.toArray();
    return [
      ...own.map((manifest) => ({ manifest, origin: 'built-in' as const })),
      ...packs.map(({ pack }) => ({ manifest: pack.manifest, origin: 'pack' as const })),
    ];
  };
  const read = async (id: string, version: string): Promise<ModelPack> => {
    const row = await records.modelPacks.get([id, version]);
    if (row) return row.pack;
    const manifest = await builtInManifest(id);
    if (manifest.version !== version) throw new Error(`There is no ${id} ${version}`);
    const [file, golden, card] = await Promise.all([
      builtIn.read(id, manifest.file),
      builtIn.read(id, manifest.golden),
      builtIn.read(id, manifest.card),
    ]);
    return { manifest, file, golden: parseGolden(await golden.text(), manifest), card: await card.text() };
  };
  return {
    list,
    readFile: async (id, version) => (await read(id, version)).file,
    readGolden: async (id, version) => (await read(id, version)).golden,
    readCard: async (id, version) => (await read(id, version)).card,
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
    writePack: async (id, version) => writePack(await read(id, version)),
    removePack: (id, version) => keeping(() => records.modelPacks.delete([id, version])),
  };
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
