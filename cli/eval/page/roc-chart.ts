import { type Html, html } from '../../../utils/records/html';
import type { Interval } from '../statistics/interval';
import type { RocPoint } from '../statistics/ranking';
import { type ChartText, chart, type Frame, LINEAR, logarithmic, PERCENTS, polyline } from './chart';

/** A detector's curve; the first of several is drawn as the page's own. */
export interface Curve {
  readonly name: string;
  readonly points: readonly RocPoint[];
  /** What is found at a rate of false alarms, with its interval. */
  readonly marks: readonly {
    readonly rate: number;
    readonly found: number;
    readonly interval: Interval | null;
  }[];
}

/** On a linear axis, as ROC curves are known. */
export function rocChart(curves: readonly Curve[], text: ChartText): Html {
  const chance = html`<path class="chance" d="M${LINEAR.x(0)} ${LINEAR.y(0)}L${LINEAR.x(1)} ${LINEAR.y(1)}"/>`;
  const drawn = curves.map((curve, index) => drawCurve(curve, index, LINEAR, LABEL_RATES));
  return chart(text, LINEAR, { x: PERCENTS, y: PERCENTS }, [chance, ...drawn]);
}

/** On a logarithmic axis: what counts of a detector lies at few false alarms, where a linear one shows nothing. */
export function rocLogChart(curves: readonly Curve[], text: ChartText): Html {
  const frame = logarithmic(LEAST_RATE);
  const chance = html`<path class="chance" d="${polyline(CHANCE.map((rate) => [frame.x(rate), frame.y(rate)]))}"/>`;
  const marks = curves.map(
    ({ marks }, index) =>
      html`<g class="mark ${inkOf(index)}">${marks.map((mark) => drawMark(mark, frame, index))}</g>`,
  );
  const drawn = curves.map((curve, index) => drawCurve(curve, index, frame, LABEL_LOG_RATES));
  return chart(text, frame, { x: LOG_TICKS, y: PERCENTS }, [chance, ...drawn, ...marks]);
}

/** Left of it a curve is drawn along the edge. */
const LEAST_RATE = 0.001;

const LOG_TICKS = [0.001, 0.01, 0.05, 0.1, 1].map((at) => ({
  at,
  label: at === 0.05 ? '5' : `${at * 100} %`,
}));

/** Close enough to each other for a smooth line. */
const CHANCE = Array.from({ length: 31 }, (_, step) => LEAST_RATE ** (1 - step / 30));

/** Where the names of the curves stand, one after the other, so that they do not meet. */
const LABEL_RATES = [0.3, 0.5, 0.58, 0.66];
const LABEL_LOG_RATES = [0.16, 0.16, 0.3, 0.5];

/** Own, then others: told apart by colour and by how the line is broken. */
function inkOf(index: number): string {
  return `ink-${Math.min(index, 3)}`;
}

function drawCurve({ name, points }: Curve, index: number, frame: Frame, labels: readonly number[]): Html {
  const path = polyline(
    points.map((point) => [frame.x(point.falsePositiveRate), frame.y(point.truePositiveRate)]),
  );
  const rate = labels[Math.min(index, labels.length - 1)] ?? 0.5;
  const height = frame.y(heightAt(points, rate));
  // Above and left of a curve there is room; others stand below and right of theirs, where there is any.
  const above = index === 0 || height > frame.y(ROOM);
  const x = frame.x(rate) + (index === 0 ? -4 : 6);
  const y = Math.max(frame.y(1) + 12, height + (above ? -7 : 16));
  return html`<g class="curve ${inkOf(index)}"><path d="${path}"/><text x="${x}" y="${y}" text-anchor="${index === 0 ? 'end' : 'start'}">${name}</text></g>`;
}

/** A share found under which no name fits between curve and axis. */
const ROOM = 0.1;

function heightAt(points: readonly RocPoint[], rate: number): number {
  return points.findLast(({ falsePositiveRate }) => falsePositiveRate <= rate)?.truePositiveRate ?? 0;
}

/** Whiskers of several detectors stand beside each other. */
const WHISKER_STEP = 5;

function drawMark({ rate, found, interval }: Curve['marks'][number], frame: Frame, index: number): Html {
  const x = frame.x(rate) + index * WHISKER_STEP;
  const whisker = interval && html`<path d="M${x} ${frame.y(interval.low)}V${frame.y(interval.high)}"/>`;
  return html`${whisker}<circle cx="${x}" cy="${frame.y(found)}" r="3.5"/>`;
}
