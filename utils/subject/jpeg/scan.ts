import { BitReader } from './bit-reader';
import { findMarker, readEntropyData } from './entropy-data';
import type { Frame, Plane } from './frame';
import type { HuffmanCodes, Steps } from './huffman';
import { Unreadable } from './unreadable';

/** What stays in force from one segment of the file to the next. */
export interface Tables {
  /** Of each quantization table the DC coefficient's value. */
  readonly factors: (number | undefined)[];
  readonly dc: (HuffmanCodes | undefined)[];
  /** Of each AC table what is needed to step over its codes. */
  readonly ac: (Steps | undefined)[];
  restartInterval: number;
}

/**
 * Reads the DC coefficients of a scan (ITU-T T.81, B.2.3, F.2 and G.2) into the frame's planes. `header` is the SOS segment,
 * `start` where its data begin. Returns where the marker after them is. Throws Unreadable for damaged data.
 */
export function readScan(
  file: Uint8Array,
  start: number,
  header: DataView,
  frame: Frame,
  tables: Tables,
): number {
  const count = header.getUint8(0);
  const firstCoefficient = header.getUint8(1 + 2 * count);
  if (frame.progressive && firstCoefficient > 0) return findMarker(file, start);
  const approximation = header.getUint8(3 + 2 * count);
  const how: How = {
    progressive: frame.progressive,
    refines: frame.progressive && approximation >> 4 > 0,
    shift: frame.progressive ? approximation & 15 : 0,
  };
  const parts = Array.from({ length: count }, (_, index) =>
    partOf(frame, tables, header.getUint8(1 + 2 * index), header.getUint8(2 + 2 * index), count === 1),
  );
  const data = readEntropyData(file, start);
  const reader = new BitReader(data);
  const [{ plane } = {}] = parts;
  const alone = count === 1 && plane;
  const units = alone
    ? { across: alone.columns, down: alone.rows }
    : { across: frame.unitsAcross, down: frame.unitsDown };
  let unit = 0;
  for (let row = 0; row < units.down; row++) {
    for (let column = 0; column < units.across; column++, unit++) {
      if (tables.restartInterval > 0 && unit > 0 && unit % tables.restartInterval === 0) {
        reader.restart(unit / tables.restartInterval);
        for (const part of parts) part.prediction = 0;
      }
      for (const part of parts) readUnit(reader, part, row, column, how);
    }
    // Damaged data could else go on for all the rows that a header promises.
    reader.expectMore(data.length);
  }
  reader.expectEnd(data.length);
  return data.end;
}

/** How a scan codes its DC coefficients. */
interface How {
  /** Without AC coefficients between them. */
  readonly progressive: boolean;
  /** One more bit of each, in place of the first ones. */
  readonly refines: boolean;
  /** Bits that later scans add. */
  readonly shift: number;
}

/** One component as a scan has it. */
interface Part {
  readonly plane: Plane;
  /** Blocks in a unit of this scan: of a scan of one component each block is a unit. */
  readonly across: number;
  readonly down: number;
  readonly dc: HuffmanCodes | undefined;
  readonly ac: Steps | undefined;
  /** The block before has it, and the next one says how it differs. */
  prediction: number;
}

function partOf(frame: Frame, tables: Tables, id: number, codes: number, alone: boolean): Part {
  const plane = frame.planes.find((one) => one.id === id);
  if (!plane) throw new Unreadable('a scan of an unknown component');
  plane.factor ||= tables.factors[plane.quantization] ?? 0;
  const { across, down } = alone ? { across: 1, down: 1 } : plane;
  return { plane, across, down, dc: tables.dc[codes >> 4], ac: tables.ac[codes & 15], prediction: 0 };
}

function readUnit(reader: BitReader, part: Part, row: number, column: number, how: How): void {
  const { coefficients, stride } = part.plane;
  for (let y = row * part.down; y < (row + 1) * part.down; y++) {
    for (let x = column * part.across; x < (column + 1) * part.across; x++) {
      const at = y * stride + x;
      coefficients[at] = readBlock(reader, part, coefficients[at] ?? 0, how);
    }
  }
}

function readBlock(
  reader: BitReader,
  part: Part,
  before: number,
  { progressive, refines, shift }: How,
): number {
  if (refines) return before | (reader.bit() << shift);
  if (!part.dc || !(part.ac || progressive)) throw new Unreadable('a table that is missing');
  part.prediction += reader.difference(part.dc, progressive ? undefined : part.ac);
  return part.prediction << shift;
}
