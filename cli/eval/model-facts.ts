import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { MANIFEST_NAME, parseManifest } from '../../utils/inference/pack';
import type { NamedThreshold } from './scores-file';

/** Which model is being evaluated. */
export interface ModelFacts {
  readonly id: string;
  readonly version: string;
  /** Of its file. */
  readonly sha256: string;
  /** The model whose features it takes. */
  readonly encoder: { readonly id: string; readonly version: string; readonly sha256: string } | null;
  /** Of the manifests of all models: another number means that scores may differ. */
  readonly fingerprint: string;
  readonly thresholds: readonly NamedThreshold[];
}

/** What stands in the thresholds' place of every figure, the strictest first. */
export const THRESHOLD_NAMES = ['1 % threshold', '5 % threshold'] as const;

/** The facts of the model that a check of the same name asks; null where there is none. */
export async function modelFacts(folder: URL, id: string): Promise<ModelFacts | null> {
  const read = (id: string) => readFile(new URL(`${id}/${MANIFEST_NAME}`, folder), 'utf8').catch(() => null);
  const text = await read(id);
  if (text === null) return null;
  const { version, sha256, encoder, blend, thresholdsByKind, ...manifest } = parseManifest(text);
  const thresholds = blend?.thresholds ?? manifest.thresholds;
  const encoderText = encoder && (await read(encoder.id));
  return {
    ...{ id, version, sha256 },
    encoder: encoder && encoderText ? { ...encoder, sha256: parseManifest(encoderText).sha256 } : null,
    fingerprint: await fingerprintOf(folder, read),
    thresholds: [thresholds?.falsePositiveRate1, thresholds?.falsePositiveRate5].map(
      (probability, index) => ({
        name: THRESHOLD_NAMES[index] ?? '',
        probability: thresholdsByKind ? null : (probability ?? null),
      }),
    ),
  };
}

async function fingerprintOf(folder: URL, read: (id: string) => Promise<string | null>): Promise<string> {
  const hash = createHash('sha256');
  for (const id of (await readdir(folder)).sort()) hash.update(`${id}\n${(await read(id)) ?? ''}\n`);
  return hash.digest('hex');
}
