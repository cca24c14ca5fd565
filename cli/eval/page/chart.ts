import { type Html, html } from '../../../utils/records/html';

/** A chart's square of values, in the units of its viewBox; y grows upwards. */
export interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface ChartText {
  /** Over the chart. */
  readonly title: string;
  /** What it shows, for those who do not see it. */
  readonly told: string;
  readonly x: string;
  readonly y: string;
}

/** The viewBox is as wide as the narrowest screen, so that its letters are as large there as the page's. */
export const CHART = { width: 320, height: 290, left: 56, right: 18, top: 12, bottom: 42 } as const;

const INNER = {
  width: CHART.width - CHART.left - CHART.right,
  height: CHART.height - CHART.top - CHART.bottom,
};

/** Values from 0 to 1 on both axes. */
export const LINEAR: Frame = {
  x: (value) => round(CHART.left + value * INNER.width),
  y: (value) => round(CHART.top + (1 - value) * INNER.height),
};

/** A logarithmic x axis from `least` to 1; what lies below `least` is drawn at it. */
export function logarithmic(least: number): Frame {
  return {
    x: (value) => LINEAR.x(1 - Math.log10(Math.max(value, least)) / Math.log10(least)),
    y: LINEAR.y,
  };
}

/** Axes, grid and names around what is drawn. */
export function chart(
  { title, told, x, y }: ChartText,
  frame: Frame,
  ticks: { readonly x: readonly Tick[]; readonly y: readonly Tick[] },
  content: readonly Html[],
): Html {
  const middle = CHART.left + INNER.width / 2;
  const centre = CHART.top + INNER.height / 2;
  return html`<figure class="chart">
<figcaption>${whole(title)}</figcaption>
<svg viewBox="0 0 ${CHART.width} ${CHART.height}" role="img" aria-label="${told}">
<g class="grid">${ticks.x.map(({ at }) => line(frame.x(at), frame.y(0), frame.x(at), frame.y(1)))}${ticks.y.map(({ at }) => line(CHART.left, frame.y(at), CHART.left + INNER.width, frame.y(at)))}</g>
<g class="axis">${ticks.x.map(({ at, label }) => html`<text x="${frame.x(at)}" y="${CHART.height - CHART.bottom + 16}" text-anchor="middle">${label}</text>`)}${ticks.y.map(({ at, label }) => html`<text x="${CHART.left - 6}" y="${frame.y(at) + 4}" text-anchor="end">${label}</text>`)}
<text x="${middle}" y="${CHART.height - 6}" text-anchor="middle">${x}</text>
<text transform="translate(11 ${centre}) rotate(-90)" text-anchor="middle">${y}</text></g>
${content}
</svg>
</figure>`;
}

function line(x1: number, y1: number, x2: number, y2: number): Html {
  return html`<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}"/>`;
}

/** Through all points, in the chart's own units. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

/** The tenths of a viewBox's unit are finer than any screen. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export const FIFTHS: readonly Tick[] = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, label: String(at) }));
export const PERCENTS: readonly Tick[] = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({
  at,
  label: `${Math.round(at * 100)} %`,
}));

/** Keeps a number and its sign in one line. */
export function whole(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}
