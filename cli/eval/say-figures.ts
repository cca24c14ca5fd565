import type { Figure, Share } from './statistics/figures';

/** "0.871 (0.761 to 0.987)": a measure of ranking or of error. */
export function sayMeasure({ value, interval }: Figure): string {
  if (value === null) return NOTHING;
  const range = interval && `${fixed(interval.low)} to ${fixed(interval.high)}`;
  return withRange(fixed(value), range);
}

/** "46.1 % (30.3 to 68.3)": a share of subjects. */
export function sayShare({ value, interval }: Figure): string {
  if (value === null) return NOTHING;
  const range = interval && `${percent(interval.low)} to ${percent(interval.high)}`;
  return withRange(`${percent(value)} %`, range);
}

/** "12 of 40, 30.0 % (18.1 to 45.4)". */
export function sayCounted(share: Share): string {
  return share.of === 0 ? NOTHING : `${share.count} of ${share.of}, ${sayShare(share)}`;
}

/** "+0.140 (+0.081 to +0.205)". */
export function sayDifference({ value, interval }: Figure): string {
  if (value === null) return NOTHING;
  const range = interval && `${signed(fixed, interval.low)} to ${signed(fixed, interval.high)}`;
  return withRange(signed(fixed, value), range);
}

/** The same in percentage points. */
export function sayPoints({ value, interval }: Figure): string {
  if (value === null) return NOTHING;
  const range = interval && `${signed(percent, interval.low)} to ${signed(percent, interval.high)}`;
  return withRange(`${signed(percent, value)} points`, range);
}

/** "46.1 %". */
export function sayPercent(share: number): string {
  return `${percent(share)} %`;
}

export function sayCount(count: number): string {
  return new Intl.NumberFormat('en').format(count);
}

/** For the end of a sentence: "1 picture", "2,047 pictures". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${sayCount(count)} ${count === 1 ? one : many}`;
}

/** Three digits. */
export function fixed(value: number): string {
  return value.toFixed(3);
}

/** Where there is nothing to measure. */
const NOTHING = '–';

function withRange(value: string, range: string | null): string {
  return range === null ? value : `${value} (${range})`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

function signed(say: (value: number) => string, value: number): string {
  const said = say(Math.abs(value));
  return `${value < 0 && Number.parseFloat(said) !== 0 ? '−' : '+'}${said}`;
}
