import type { Pixels } from '../subject/subject';
import type { Manifest, TokensInputSpec } from './manifest';
import { inputSize, pictureTensor } from './preprocess';
import { seededRandom } from './seeded-random';
import type { Tensor } from './tensor';

/** The input of a golden case, as models/README.md defines it. Shape with its batch. */
export function goldenInput(input: Manifest['input'], seed: number, batch: number): Tensor {
  const random = seededRandom(seed);
  if (input.kind === 'features') {
    const shape = [batch, ...input.shape.slice(1).map(Number)];
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let index = 0; index < data.length; index++) data[index] = 6 * random() - 3;
    return { shape, data };
  }
  if (input.kind === 'tokens')
    return { shape: [batch, input.length], data: goldenTokens(input, batch, random) };
  if (input.kind === 'hashed') return { shape: [1, 2, HASHED], data: goldenHashed(input.buckets, random) };
  const { width, height } = inputSize(input);
  const pictures = Array.from({ length: batch }, () => goldenPicture(width, height, random));
  return pictureTensor(pictures, input);
}

/** For each text from 8 pieces to as many as there may be: the first one, any others, the last one. */
function goldenTokens({ length }: TokensInputSpec, batch: number, random: () => number) {
  const data = new Float32Array(batch * length);
  for (let text = 0; text < batch; text++) {
    const count = FEWEST_PIECES + Math.floor(random() * (length - FEWEST_PIECES + 1));
    const pieces = Array.from({ length: count - 2 }, () => FIRST_WORD + Math.floor(random() * WORDS));
    data.set([CLS, ...pieces, SEP], text * length);
  }
  return data;
}

/** The marks around a text, and where the words begin and how many there are, in the vocabulary of uncased BERT. */
const CLS = 101;
const SEP = 102;
const FIRST_WORD = 1000;
const WORDS = 29_522;
const FEWEST_PIECES = 8;

function goldenHashed(buckets: number, random: () => number) {
  const ids = Array.from({ length: HASHED }, () => Math.floor(random() * buckets));
  const values = Array.from({ length: HASHED }, random);
  return Float32Array.from([...ids, ...values]);
}

const HASHED = 256;

/** A smooth coloured ground with grain, as pictures have it. */
function goldenPicture(width: number, height: number, random: () => number): Pixels {
  const grid = Array.from({ length: GRID * GRID * 3 }, random);
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = (row * width + column) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const smooth = onGrid(grid, gridPlace(column, width), gridPlace(row, height), channel);
        const value = Math.min(0.999, Math.max(0, 0.75 * smooth + 0.25 * random()));
        data[at + channel] = Math.floor(256 * value);
      }
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** Nodes along each side of the grid that the ground is made of. */
const GRID = 8;

function gridPlace(index: number, count: number): number {
  return count === 1 ? 0 : (index * (GRID - 1)) / (count - 1);
}

function onGrid(grid: readonly number[], across: number, down: number, channel: number): number {
  const column = Math.min(GRID - 2, Math.floor(across));
  const row = Math.min(GRID - 2, Math.floor(down));
  const node = (row: number, column: number) => grid[(row * GRID + column) * 3 + channel] ?? 0;
  const along = (row: number) => between(node(row, column), node(row, column + 1), across - column);
  return between(along(row), along(row + 1), down - row);
}

function between(one: number, other: number, share: number): number {
  return one * (1 - share) + other * share;
}
