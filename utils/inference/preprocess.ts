import type { Dimensions, Pixels } from '../subject/subject';
import type { ImageInputSpec } from './manifest';
import type { Tensor } from './tensor';

/**
 * The pictures as one tensor of the model's input, one after the other. What is transparent is seen on white.
 * Resized values are, to the last bit, those of Pillow's `resize` with BILINEAR and no gap: 8 bits between its two
 * passes and at the end.
 */
export function pictureTensor(pictures: readonly Pixels[], spec: ImageInputSpec): Tensor {
  const { width, height } = inputSize(spec);
  const data = new Float32Array(pictures.length * width * height * CHANNELS);
  for (const [index, picture] of pictures.entries()) {
    const values = data.subarray(index * width * height * CHANNELS, (index + 1) * width * height * CHANNELS);
    normalise(fitIn(opaque(picture), placePicture(picture, spec), { width, height }), values, spec);
  }
  return { shape: [pictures.length, ...spec.shape.slice(1).map(Number)], data };
}

/**
 * Where the whole picture lies on the model's input, in its pixels: from `left`, `top`, `width` wide and `height`
 * high. With `centre-crop` it stands out, so that `left` or `top` is negative. A place `x` of the input is
 * `(x - left) * picture.width / width` of the picture.
 */
export interface Placement {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The same rules as torchvision's `Resize` of the shorter side and `CenterCrop`; `letterbox` rounds to the nearest. */
export function placePicture(picture: Dimensions, spec: ImageInputSpec): Placement {
  const input = inputSize(spec);
  const across = input.width / picture.width;
  const down = input.height / picture.height;
  if (spec.resize === 'squash' || across === down) return { left: 0, top: 0, ...input };
  if (spec.resize === 'letterbox') {
    const [width, height] =
      across < down
        ? [input.width, Math.max(1, Math.round(picture.height * across))]
        : [Math.max(1, Math.round(picture.width * down)), input.height];
    return {
      left: Math.floor((input.width - width) / 2),
      top: Math.floor((input.height - height) / 2),
      width,
      height,
    };
  }
  const [width, height] =
    across > down
      ? [input.width, Math.floor((picture.height * input.width) / picture.width)]
      : [Math.floor((picture.width * input.height) / picture.height), input.height];
  return {
    left: 0 - halfToEven((width - input.width) / 2),
    top: 0 - halfToEven((height - input.height) / 2),
    width,
    height,
  };
}

const CHANNELS = 3;

/** Bytes of a pixel of `Pixels`. */
const RGBA = 4;

/** The size in pixels that the model takes. */
export function inputSize({ shape, layout }: ImageInputSpec): Dimensions {
  const [height, width] = (layout === 'NCHW' ? shape.slice(2) : shape.slice(1)).map(Number);
  if (!height || !width || shape.length !== 4) throw new Error(`${shape} is no shape of a picture`);
  return { width, height };
}

/** Python's `round`, with which the crop's place is found. */
function halfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The picture on white. */
function opaque(picture: Pixels): Pixels {
  const { data, width, height } = picture;
  if (isOpaque(data)) return picture;
  const onWhite = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += RGBA) {
    const alpha = data[at + 3] ?? 0;
    const white = 255 * (255 - alpha);
    for (let channel = at; channel < at + CHANNELS; channel++) {
      onWhite[channel] = ((data[channel] ?? 0) * alpha + white) / 255;
    }
  }
  return { width, height, data: onWhite };
}

function isOpaque(data: Uint8ClampedArray): boolean {
  for (let at = 3; at < data.length; at += RGBA) if (data[at] !== 255) return false;
  return true;
}

/** The pixels of the input, RGBA; black where the picture does not reach. Alpha means nothing any more. */
function fitIn(picture: Pixels, place: Placement, input: Dimensions): Uint8ClampedArray {
  const { left, top } = place;
  const columns = span(left, place.width, input.width);
  const rows = span(top, place.height, input.height);
  const across = place.width === picture.width ? null : filterOf(picture.width, place.width, columns);
  const down = place.height === picture.height ? null : filterOf(picture.height, place.height, rows);
  if (!across && !down && columns.count === picture.width && rows.count === picture.height) {
    if (columns.count === input.width && rows.count === input.height) return picture.data;
  }
  const read = down ? reach(down) : { first: 0, count: picture.height };
  const narrow = across ? resizeRows(picture, across, read) : picture;
  const small = down ? resizeColumns(narrow, down, across ? read.first : 0) : narrow;
  return paste(small, input, {
    left: Math.max(0, left),
    top: Math.max(0, top),
    fromColumn: across ? 0 : columns.first,
    fromRow: down ? 0 : rows.first,
    ...{ columns: columns.count, rows: rows.count },
  });
}

/** The part of the resized picture, along one axis, that lies on the input. */
interface Span {
  readonly first: number;
  readonly count: number;
}

function span(offset: number, length: number, room: number): Span {
  const first = Math.max(0, -offset);
  return { first, count: Math.min(length - first, room - Math.max(0, offset)) };
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
function filterOf(from: number, to: number, { first, count }: Span): Filter {
  const scale = from / to;
  const support = Math.max(1, scale);
  const stride = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  const weights = new Int32Array(count * stride);
  const exact = new Float64Array(stride);
  for (let place = 0; place < count; place++) {
    const centre = (first + place + 0.5) * scale;
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

/** The pixels along an axis that the filter reads: no others need be resized along the other axis. */
function reach({ starts, lengths }: Filter): Span {
  const last = starts.length - 1;
  const first = starts[0] ?? 0;
  return { first, count: (starts[last] ?? 0) + (lengths[last] ?? 0) - first };
}

/* In both passes the channels are written out: in a loop they took twice the time. */

function resizeRows({ width, data }: Pixels, filter: Filter, rows: Span): Pixels {
  const { starts, lengths, weights, stride } = filter;
  const columns = starts.length;
  const resized = new Uint8ClampedArray(columns * rows.count * RGBA);
  for (let row = 0; row < rows.count; row++) {
    const line = (rows.first + row) * width;
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
  return { width: columns, height: rows.count, data: resized };
}

/** `above`: how many rows of the picture, from the top, are not in these pixels. */
function resizeColumns({ width, data }: Pixels, filter: Filter, above: number): Pixels {
  const { starts, lengths, weights, stride } = filter;
  const rows = starts.length;
  const resized = new Uint8ClampedArray(width * rows * RGBA);
  for (let row = 0; row < rows; row++) {
    const first = ((starts[row] as number) - above) * width * RGBA;
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

interface Pasting {
  readonly left: number;
  readonly top: number;
  readonly fromColumn: number;
  readonly fromRow: number;
  readonly columns: number;
  readonly rows: number;
}

function paste(picture: Pixels, { width, height }: Dimensions, pasting: Pasting): Uint8ClampedArray {
  const { left, top, fromColumn, fromRow, columns, rows } = pasting;
  if (columns === width && rows === height && picture.width === width && picture.height === height) {
    return picture.data;
  }
  const canvas = new Uint8ClampedArray(width * height * RGBA);
  for (let row = 0; row < rows; row++) {
    const from = ((fromRow + row) * picture.width + fromColumn) * RGBA;
    canvas.set(picture.data.subarray(from, from + columns * RGBA), ((top + row) * width + left) * RGBA);
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
