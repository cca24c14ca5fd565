import { bmvbhash } from 'blockhash-core';
import type { Pixels } from '../../subject/subject';

/** A picture's fingerprint and how much of the picture it stands on. */
export interface BlockHash {
  /** blockhash of 16 x 16 blocks: 256 bits, 64 hex digits. */
  readonly hash: string;
  /** Blocks, of 256, that are clearly brighter or darker than the median they are compared with. */
  readonly contrastBlocks: number;
  /** Neighbouring blocks whose bits differ, of 480 pairs: how much shape the fingerprint holds. */
  readonly edges: number;
}

/** Blocks across and down. */
const GRID = 16;

/** Grey levels, of 255, from which on a block counts as different from its median: noise and re-encoding move it by one. */
const CLEAR_DIFFERENCE = 2;

/** Fewer blocks of contrast, and the bits are decided by noise. */
const MIN_CONTRAST_BLOCKS = 64;

/** Fewer edges, and the picture's shape is one that unrelated pictures share: half light and half dark, a bar, a frame. */
const MIN_EDGES = 60;

/**
 * Hashes a picture by the method of Yang, Gu and Niu (Block Mean Value Based Image Perceptual Hashing, 2006):
 * each bit says whether a block is brighter than the median of its quarter of the picture. What is transparent
 * counts as laid on white, so that a flattened copy has the same hash.
 */
export function hashBlocks(pixels: Pixels): BlockHash {
  const opaque = layOnWhite(pixels);
  const hash = bmvbhash(opaque, GRID);
  return { hash, contrastBlocks: countContrast(meanBlocks(opaque)), edges: countEdges(hash) };
}

/** Whether the hash stands on too little: plain pictures would be found to be copies of each other. */
export function isTooFlat({ contrastBlocks, edges }: BlockHash): boolean {
  return contrastBlocks < MIN_CONTRAST_BLOCKS || edges < MIN_EDGES;
}

function layOnWhite(pixels: Pixels): Pixels {
  const data = new Uint8ClampedArray(pixels.data);
  for (let offset = 0; offset < data.length; offset += 4) {
    const alpha = data[offset + 3] ?? 255;
    if (alpha === 255) continue;
    for (let channel = offset; channel < offset + 3; channel++) {
      data[channel] = ((data[channel] ?? 0) * alpha + 255 * (255 - alpha)) / 255;
    }
    data[offset + 3] = 255;
  }
  return { ...pixels, data };
}

/** The mean brightness of each block, 0 to 255, row by row. */
function meanBlocks({ width, height, data }: Pixels): Float64Array {
  const sums = new Float64Array(GRID * GRID);
  const counts = new Float64Array(GRID * GRID);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y * GRID) / height) * GRID;
    for (let x = 0; x < width; x++) {
      const block = row + Math.floor((x * GRID) / width);
      const offset = (y * width + x) * 4;
      const sum = (data[offset] ?? 0) + (data[offset + 1] ?? 0) + (data[offset + 2] ?? 0);
      sums[block] = (sums[block] ?? 0) + sum / 3;
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  return sums.map((sum, block) => sum / Math.max(1, counts[block] ?? 1));
}

/** blockhash compares each block with the median of its band, a quarter of the picture's height. */
function countContrast(means: Float64Array): number {
  const bandSize = means.length / 4;
  let count = 0;
  for (let start = 0; start < means.length; start += bandSize) {
    const band = means.subarray(start, start + bandSize);
    const sorted = band.toSorted();
    const median = ((sorted[bandSize / 2 - 1] ?? 0) + (sorted[bandSize / 2] ?? 0)) / 2;
    count += band.filter((mean) => Math.abs(mean - median) >= CLEAR_DIFFERENCE).length;
  }
  return count;
}

function countEdges(hash: string): number {
  const bits = [...hash].flatMap((digit) => [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')]);
  return bits.reduce((edges, bit, index) => {
    const right = index % GRID < GRID - 1 && bits[index + 1] !== bit ? 1 : 0;
    const below = index + GRID < bits.length && bits[index + GRID] !== bit ? 1 : 0;
    return edges + right + below;
  }, 0);
}
