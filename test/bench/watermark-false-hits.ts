import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { isHit, type MarkReading, readMarks } from '../../utils/checks/watermark/dwt-dct';

/**
 * How near pictures come to the invisible watermarks' payloads, and which are taken for marked ones.
 *
 *     npx vite-node test/bench/watermark-false-hits.ts -- DIR [SIDE]
 *
 * DIR holds an index.jsonl of {path, label, generator, source} with any labels. The size gate is not asked, so that small
 * crops can be measured too. SIDE enlarges every picture to SIDE x SIDE first: an
 * unmarked picture stays unmarked, and the block grid falls into step with the payloads (SIDE 768: 96 blocks a
 * row, a multiple of 48 and 32), which is the worst case for a false hit.
 */
async function main(folder: string, side?: number): Promise<void> {
  const lines = (await readFile(join(folder, 'index.jsonl'), 'utf8')).trim().split('\n');
  const nearest = new Map<string, number>();
  const hits: string[] = [];
  const labels = new Map<string, { pictures: number; hits: number }>();
  for (const line of lines) {
    const row = JSON.parse(line) as { path: string; label: string; generator?: string; source: string };
    const readings = readMarks(await decode(join(folder, row.path), side));
    for (const [id, wrongBits] of nearestByPayload(readings)) {
      const key = `${row.label} ${id} ${wrongBits}`;
      nearest.set(key, (nearest.get(key) ?? 0) + 1);
    }
    const hit = readings.find(isHit);
    const counted = labels.get(row.label) ?? { pictures: 0, hits: 0 };
    labels.set(row.label, { pictures: counted.pictures + 1, hits: counted.hits + (hit ? 1 : 0) });
    if (hit) hits.push([row.label, row.generator, row.source, row.path, describe(hit)].join('\t'));
  }
  printDistances(nearest);
  for (const hit of hits.sort()) console.log(hit);
  for (const [label, counted] of labels)
    console.log(`${label}: ${counted.pictures} pictures, ${counted.hits} hits`);
}

async function decode(path: string, side: number | undefined) {
  const picture = side === undefined ? sharp(path) : sharp(path).resize(side, side, { fit: 'fill' });
  const { data, info } = await picture
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(data) };
}

function nearestByPayload(readings: readonly MarkReading[]): ReadonlyMap<string, number> {
  const nearest = new Map<string, number>();
  for (const { payload, wrongBits } of readings) {
    nearest.set(payload.id, Math.min(wrongBits, nearest.get(payload.id) ?? Number.POSITIVE_INFINITY));
  }
  return nearest;
}

function describe({ payload, wrongBits, agreement, frame }: MarkReading): string {
  return `${payload.id} ${frame.numbers} ${frame.channels}: ${wrongBits} of ${payload.bits.length} wrong, agreement ${agreement.toFixed(2)}`;
}

/** One line a label and payload: the smallest distances and how many pictures have them. */
function printDistances(nearest: ReadonlyMap<string, number>): void {
  const lines = new Map<string, [number, number][]>();
  for (const [key, count] of nearest) {
    const [label, id, wrongBits] = key.split(' ');
    const name = `${label} ${id}`;
    lines.set(name, [...(lines.get(name) ?? []), [Number(wrongBits), count]]);
  }
  for (const [name, distances] of [...lines].sort()) {
    const smallest = distances.sort(([one], [other]) => one - other).slice(0, 10);
    console.log(`${name}: ${smallest.map(([bits, count]) => `${bits} wrong: ${count}`).join(', ')}`);
  }
}

const [folder, side] = process.argv.slice(2).filter((argument) => argument !== '--');
if (folder === undefined) throw new Error('Usage: watermark-false-hits.ts DIR [SIDE]');
await main(folder, side === undefined ? undefined : Number(side));
