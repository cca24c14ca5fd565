import { Unreadable } from './unreadable';

/** What a frame's header says (SOF, ITU-T T.81, B.2.2), with room for what its scans hold. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly planes: readonly Plane[];
  /** The largest numbers of blocks that a component has in a unit. */
  readonly most: { readonly across: number; readonly down: number };
  /** Units of an interleaved scan, across and down. */
  readonly unitsAcross: number;
  readonly unitsDown: number;
}

/** One component's blocks, of which only the DC coefficients are kept: the blocks' means. */
export interface Plane {
  readonly id: number;
  /** Blocks of one unit, across and down. */
  readonly across: number;
  readonly down: number;
  /** Blocks of the picture, across and down; a row of `coefficients` is longer where the last unit reaches beyond. */
  readonly columns: number;
  readonly rows: number;
  readonly stride: number;
  readonly coefficients: Int32Array;
  readonly quantization: number;
  /** What the coefficients are multiplied with; 0 until the first scan of the plane. */
  factor: number;
}

/** Throws Unreadable for frames that are not of one or three components of 8 bits, Huffman-coded. */
export function readFrame(marker: number, segment: DataView): Frame {
  const height = segment.getUint16(1);
  const width = segment.getUint16(3);
  const count = segment.getUint8(5);
  const supported = KINDS.includes(marker) && segment.getUint8(0) === 8 && (count === 1 || count === 3);
  if (!supported || width === 0 || height === 0) throw new Unreadable('a kind of JPEG that is not supported');
  const headers = Array.from({ length: count }, (_, index) => readComponent(segment, 6 + 3 * index));
  const most = {
    across: Math.max(...headers.map(({ across }) => across)),
    down: Math.max(...headers.map(({ down }) => down)),
  };
  const unitsAcross = Math.ceil(width / (8 * most.across));
  const unitsDown = Math.ceil(height / (8 * most.down));
  const planes = headers.map((header) => ({
    ...header,
    columns: Math.ceil((width * header.across) / (8 * most.across)),
    rows: Math.ceil((height * header.down) / (8 * most.down)),
    stride: unitsAcross * header.across,
    coefficients: new Int32Array(unitsAcross * header.across * unitsDown * header.down),
    factor: 0,
  }));
  return { width, height, progressive: marker === PROGRESSIVE, planes, most, unitsAcross, unitsDown };
}

function readComponent(segment: DataView, at: number) {
  const sampling = segment.getUint8(at + 1);
  const component = {
    id: segment.getUint8(at),
    across: sampling >> 4,
    down: sampling & 15,
    quantization: segment.getUint8(at + 2),
  };
  if (!isFactor(component.across) || !isFactor(component.down)) throw new Unreadable('an unknown sampling');
  return component;
}

function isFactor(factor: number): boolean {
  return factor >= 1 && factor <= 4;
}

/** Baseline, extended sequential and progressive frames, all of Huffman codes. */
const KINDS: readonly number[] = [0xc0, 0xc1, 0xc2];
const PROGRESSIVE = 0xc2;
