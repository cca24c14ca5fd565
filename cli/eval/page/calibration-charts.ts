import { type Html, html } from '../../../utils/records/html';
import { sayPercent } from '../say-figures';
import type { NamedThreshold } from '../scores-file';
import type { ReliabilityBin } from '../statistics/calibration';
import { CHART, type ChartText, chart, FIFTHS, LINEAR, PERCENTS, round } from './chart';

/** For each tenth of the probabilities: what was promised against what was so, with the interval. */
export function reliabilityDiagram(bins: readonly ReliabilityBin[], text: ChartText): Html {
  const even = html`<path class="chance" d="M${LINEAR.x(0)} ${LINEAR.y(0)}L${LINEAR.x(1)} ${LINEAR.y(1)}"/>`;
  const marks = bins.map(({ meanProbability, positiveShare, interval }) => {
    const x = LINEAR.x(meanProbability);
    return html`<path d="M${x} ${LINEAR.y(interval.low)}V${LINEAR.y(interval.high)}"/><circle cx="${x}" cy="${LINEAR.y(positiveShare)}" r="4"/>`;
  });
  return chart(text, LINEAR, { x: FIFTHS, y: PERCENTS }, [even, html`<g class="mark ink-0">${marks}</g>`]);
}

/** Both labels' probabilities, each as a share of its own label: the one upwards, the other downwards. */
export function scoreHistogram(
  bins: readonly { readonly positives: number; readonly negatives: number }[],
  thresholds: readonly NamedThreshold[],
  names: { readonly positives: string; readonly negatives: string },
  text: ChartText,
): Html {
  const shares = {
    positives: sharesOf(bins.map(({ positives }) => positives)),
    negatives: sharesOf(bins.map(({ negatives }) => negatives)),
  };
  const most = Math.max(0.01, ...shares.positives, ...shares.negatives);
  const middle = LINEAR.y(0.5);
  const height = (share: number) =>
    round((share / most) * ((CHART.height - CHART.top - CHART.bottom) / 2 - 14));
  const bar = (share: number, index: number, up: boolean) => {
    const [left, right] = [LINEAR.x(index / bins.length) + 1, LINEAR.x((index + 1) / bins.length) - 1];
    const tall = height(share);
    return html`<rect x="${left}" y="${up ? middle - tall : middle}" width="${round(right - left)}" height="${tall}"/>`;
  };
  const lines = thresholds.flatMap(({ name, probability }) =>
    probability === null ? [] : [{ x: LINEAR.x(probability), name: name.replace(' threshold', '') }],
  );
  const title = `${text.title}, the highest bar ${sayPercent(most)} of its label`;
  return chart({ ...text, title }, LINEAR, { x: FIFTHS, y: [{ at: 0.5, label: '0' }] }, [
    html`<g class="bars ink-0">${shares.positives.map((share, index) => bar(share, index, true))}</g>`,
    html`<g class="bars ink-1">${shares.negatives.map((share, index) => bar(share, index, false))}</g>`,
    html`<g class="threshold">${lines.map(
      // The strictest comes first and lies to the right of the others.
      ({ x, name }, index) =>
        html`<path d="M${x} ${LINEAR.y(1)}V${LINEAR.y(0)}"/><text x="${index === 0 ? x + 4 : x - 4}" y="${LINEAR.y(0) - 6}" text-anchor="${index === 0 ? 'start' : 'end'}">${name}</text>`,
    )}</g>`,
    html`<g class="curve ink-0"><text x="${LINEAR.x(0.03)}" y="${LINEAR.y(1) + 14}">${names.positives} ↑</text></g>`,
    html`<g class="curve ink-1"><text x="${LINEAR.x(0.03)}" y="${LINEAR.y(0) - 6}">${names.negatives} ↓</text></g>`,
  ]);
}

function sharesOf(counts: readonly number[]): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (all === 0 ? 0 : count / all));
}
