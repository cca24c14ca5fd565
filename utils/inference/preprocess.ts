import type { Dimensions, Pixels } from '../subject/subject';
import type { ImageInputSpec } from './manifest';
import type { Tensor } from './tensor';

/**
 * The pictures as one tensor of the model's input, one after the other. What is transparent is seen on white.
 * Resized values are, to the last bit, those of Pillow's `resize` with BILINEAR: 8 bits after each of its two passes,
 * along the rows first. (From version 13 on, Pillow goes down first where that is much less work: one level's difference.)
 */
export function pictureTensor(pictures: readonly Pixels[], spec: ImageInputSpec): Tensor {
  const { width, height } = inputSize(spec);
  const length = width * height * CHANNELS;
  const data = new Float32Array(pictures.length * length);
  for (const [index, picture] of pictures.entries()) {
    const values = data.subarray(index * length, (index + 1) * length);
    normalise(fitIn(onWhite(picture), spec), values, spec);
  }
  return { shape: [pictures.length, ...spec.shape.slice(1).map(Number)], data };
}

/**
 * Where the whole picture lies on the model's input, in its pixels: from `left`, `top`, `width` wide and `height`
 * high. With `centre-crop` it stands out, so that `left` or `top` is negative. A place `x` of the input is
 * `(x - left) * picture.width / width` of the picture.
 */
export function placePicture(picture: Dimensions, spec: ImageInputSpec): Box {
  const { taken, put } = layOut(picture, spec);
  const across = put.width / taken.width;
  const down = put.height / taken.height;
  return {
    left: put.left - taken.left * across,
    top: put.top - taken.top * down,
    width: picture.width * across,
    height: picture.height * down,
  };
}

export interface Box extends Dimensions {
  readonly left: number;
  readonly top: number;
}

/** The size in pixels that the model takes. */
export function inputSize({ shape, layout }: ImageInputSpec): Dimensions {
  const [height, width] = (layout === 'NCHW' ? shape.slice(2) : shape.slice(1)).map(Number);
  if (!height || !width || shape.length !== 4) throw new Error(`${shape} is no shape of a picture`);
  return { width, height };
}

/** Which part of the picture is taken, and where it is put on the input; both in whole pixels. */
function layOut(picture: Dimensions, spec: ImageInputSpec): { readonly taken: Box; readonly put: Box } {
  const input = inputSize(spec);
  const whole = { left: 0, top: 0, ...picture };
  const filled = { left: 0, top: 0, ...input };
  if (spec.resize === 'squash') return { taken: whole, put: filled };
  if (spec.resize === 'letterbox') return { taken: whole, put: centred(picture, input, Math.round) };
  return { taken: centred(input, picture, Math.floor), put: filled };
}

/** The largest box of the form that fits into the room, in its middle. */
function centred(form: Dimensions, room: Dimensions, round: (size: number) => number): Box {
  const isWider = form.width * room.height > form.height * room.width;
  const width = isWider ? room.width : Math.max(1, round((room.height * form.width) / form.height));
  const height = isWider ? Math.max(1, round((room.width * form.height) / form.width)) : room.height;
  const left = Math.floor((room.width - width) / 2);
  const top = Math.floor((room.height - height) / 2);
  return { left, top, width, height };
}

const CHANNELS = 3;

/** Bytes of a pixel of `Pixels`. */
const RGBA = 4;

function onWhite(picture: Pixels): Pixels {
  const { data, width, height } = picture;
  if (isOpaque(data)) return picture;
  const blended = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += RGBA) {
    const alpha = data[at + 3] as number;
    const white = 255 * (255 - alpha);
    for (let channel = at; channel < at + CHANNELS; channel++) {
      blended[channel] = ((data[channel] as number) * alpha + white) / 255;
    }
  }
  return { width, height, data: blended };
}

function isOpaque(data: Uint8ClampedArray): boolean {
  for (let at = 3; at < data.length; at += RGBA) if (data[at] !== 255) return false;
  return true;
}

/** The pixels of the input, RGBA; black where the picture does not reach. Alpha means nothing any more. */
function fitIn(picture: Pixels, spec: ImageInputSpec): Uint8ClampedArray {
  const { taken, put } = layOut(picture, spec);
  const cut = put.width === taken.width ? crop(picture, taken) : resizeRows(picture, taken, put.width);
  const small = put.height === taken.height ? cut : resizeColumns(cut, put.height);
  return paste(small, put, inputSize(spec));
}

/** For every place along an axis: from where, how many pixels it is made of, and their weights. */
interface Filter {
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly weights: Int32Array;
  /** Weights of one place lie this far from those of the next. */
  readonly stride: number;
}

/** Fraction bits of a weight, as many as leave room for 8 bits and a sign in 32 with two to spare: Pillow's. */
const WEIGHT_BITS = 22;

/** A triangle one pixel wide to each side, of the larger of the two grids, whose weights have the sum 1. */
function filterOf(from: number, to: number): Filter {
  const scale = from / to;
  const support = Math.max(1, scale);
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const lengths = new Int32Array(to);
  const weights = new Int32Array(to * stride);
  const exact = new Float64Array(stride);
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(from, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      const weight = Math.max(0, 1 - Math.abs((start + tap - centre + 0.5) / support));
      exact[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < length; tap++) {
      weights[place * stride + tap] = Math.trunc(0.5 + ((exact[tap] ?? 0) / sum) * 2 ** WEIGHT_BITS);
    }
    starts[place] = start;
    lengths[place] = length;
  }
  return { starts, lengths, weights, stride };
}

/* In both passes the channels are written out: these two loops are nearly all of the time. */

function resizeRows({ width, data }: Pixels, taken: Box, columns: number): Pixels {
  const { starts, lengths, weights, stride } = filterOf(taken.width, columns);
  const resized = new Uint8ClampedArray(columns * taken.height * RGBA);
  for (let row = 0; row < taken.height; row++) {
    const line = (taken.top + row) * width + taken.left;
    for (let column = 0; column < columns; column++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let from = (line + (starts[column] as number)) * RGBA;
      const end = column * stride + (lengths[column] as number);
      for (let tap = column * stride; tap < end; tap++, from += RGBA) {
        const weight = weights[tap] as number;
        red = (red + weight * (data[from] as number)) | 0;
        green = (green + weight * (data[from + 1] as number)) | 0;
        blue = (blue + weight * (data[from + 2] as number)) | 0;
      }
      const to = (row * columns + column) * RGBA;
      resized[to] = red >> WEIGHT_BITS;
      resized[to + 1] = green >> WEIGHT_BITS;
      resized[to + 2] = blue >> WEIGHT_BITS;
    }
  }
  return { width: columns, height: taken.height, data: resized };
}

function resizeColumns({ width, height, data }: Pixels, rows: number): Pixels {
  const { starts, lengths, weights, stride } = filterOf(height, rows);
  const resized = new Uint8ClampedArray(width * rows * RGBA);
  for (let row = 0; row < rows; row++) {
    const first = (starts[row] as number) * width * RGBA;
    const end = row * stride + (lengths[row] as number);
    for (let column = 0; column < width; column++) {
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      let from = first + column * RGBA;
      for (let tap = row * stride; tap < end; tap++, from += width * RGBA) {
        const weight = weights[tap] as number;
        red = (red + weight * (data[from] as number)) | 0;
        green = (green + weight * (data[from + 1] as number)) | 0;
        blue = (blue + weight * (data[from + 2] as number)) | 0;
      }
      const to = (row * width + column) * RGBA;
      resized[to] = red >> WEIGHT_BITS;
      resized[to + 1] = green >> WEIGHT_BITS;
      resized[to + 2] = blue >> WEIGHT_BITS;
    }
  }
  return { width, height: rows, data: resized };
}

/** Added before the fraction is cut off, so that the nearest whole number is taken. */
const HALF = 2 ** (WEIGHT_BITS - 1);

function crop(picture: Pixels, taken: Box): Pixels {
  const { width, height } = taken;
  if (width === picture.width && height === picture.height) return picture;
  const data = new Uint8ClampedArray(width * height * RGBA);
  for (let row = 0; row < height; row++) {
    const from = ((taken.top + row) * picture.width + taken.left) * RGBA;
    data.set(picture.data.subarray(from, from + width * RGBA), row * width * RGBA);
  }
  return { width, height, data };
}

function paste(picture: Pixels, put: Box, input: Dimensions): Uint8ClampedArray {
  if (put.width === input.width && put.height === input.height) return picture.data;
  const canvas = new Uint8ClampedArray(input.width * input.height * RGBA);
  for (let row = 0; row < put.height; row++) {
    const line = picture.data.subarray(row * put.width * RGBA, (row + 1) * put.width * RGBA);
    canvas.set(line, ((put.top + row) * input.width + put.left) * RGBA);
  }
  return canvas;
}

/** Every channel becomes (value / 255 - mean) / scale, and goes where layout and colour order want it. */
function normalise(
  pixels: Uint8ClampedArray,
  values: Float32Array,
  { layout, colourOrder, mean, scale }: ImageInputSpec,
): void {
  const count = pixels.length / RGBA;
  const [step, planeStep] = layout === 'NCHW' ? [1, count] : [CHANNELS, 1];
  for (let channel = 0; channel < CHANNELS; channel++) {
    const table = Float32Array.from(
      { length: 256 },
      (_, value) => (value / 255 - (mean[channel] ?? 0)) / (scale[channel] ?? 1),
    );
    const from = colourOrder === 'RGB' ? channel : CHANNELS - 1 - channel;
    let to = channel * planeStep;
    for (let at = from; at < pixels.length; at += RGBA, to += step) {
      values[to] = table[pixels[at] as number] as number;
    }
  }
}
