import { writeZip } from '../inference/zip-writer';
import type { HumanVerdict, PictureLabel } from './human-verdict';

/** The form that the README beside this file documents. */
const FORMAT = 1;

/** Records as JSON Lines, one a line, without the pictures. */
export function exportRecords(verdicts: readonly HumanVerdict[]): Blob {
  return jsonLines(verdicts.map(recordOf));
}

/**
 * Records with the pictures that were kept, as a zip: `pictures/`, `corrections.jsonl` with all records, and `index.jsonl`
 * with the pictures whose label is known, as evaluation and training read a folder.
 */
export async function exportFolder(verdicts: readonly HumanVerdict[]): Promise<Blob> {
  const kept = verdicts.flatMap(({ picture, ...verdict }) =>
    picture ? [{ verdict, picture, path: pathOf(verdict) }] : [],
  );
  return writeZip([
    ['corrections.jsonl', jsonLines(verdicts.map(recordWithPath))],
    ['index.jsonl', jsonLines(kept.flatMap(({ verdict, path }) => indexRowOf(verdict, path)))],
    ...kept.map(({ path, picture }): [string, Blob] => [path, picture.bytes]),
  ]);
}

function recordOf({ picture: _, ...verdict }: HumanVerdict): object {
  return { format: FORMAT, ...verdict };
}

function recordWithPath(verdict: HumanVerdict): object {
  return { ...recordOf(verdict), ...(verdict.picture && { picture: pathOf(verdict) }) };
}

function indexRowOf(verdict: HumanVerdict, path: string): object[] {
  const label = EVALUATION_LABELS[verdict.label];
  if (label === null) return [];
  return [{ path, label, source: sourceOf(verdict), split: 'train' }];
}

/** As the data sets for training and evaluation call them; what nobody knows has no place there. */
const EVALUATION_LABELS: Readonly<Record<PictureLabel, string | null>> = {
  'ai-made': 'ai',
  'ai-edited': 'manipulated',
  'not-ai': 'real',
  unknown: null,
};

/** What belongs together when data are split: pictures of one host. */
function sourceOf({ origin }: HumanVerdict): string {
  const address = origin?.address ?? origin?.page;
  return address && URL.canParse(address) ? new URL(address).host : 'corrections';
}

function pathOf({ sha256, mediaType }: Pick<HumanVerdict, 'sha256' | 'mediaType'>): string {
  return `pictures/${sha256}.${extensionOf(mediaType)}`;
}

/** `image/svg+xml` as `svg`, `image/x-icon` as `icon`; `jpg`, as everybody writes it. */
function extensionOf(mediaType: string): string {
  const name = mediaType.replace(/^\w+\/(x-)?/, '').replace(/[^a-z0-9].*$/, '');
  return name === 'jpeg' ? 'jpg' : name || 'bin';
}

function jsonLines(rows: readonly object[]): Blob {
  return new Blob(
    rows.map((row) => `${JSON.stringify(row)}\n`),
    { type: 'application/jsonl' },
  );
}
