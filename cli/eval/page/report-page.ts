import { type Html, html } from '../../../utils/records/html';
import { REPORT_PALETTE } from '../../../utils/records/report-style';
import type { EvalReport, Worst } from '../report';
import { fixed, sayMeasure, sayShare } from '../say-figures';
import type { Figure, Figures } from '../statistics/figures';
import { type Cell, genuineOf, nounOf, positivesOf, summaryOf, type Table, tablesOf } from '../tables';
import { reliabilityDiagram, scoreHistogram } from './calibration-charts';
import { whole } from './chart';
import { EVAL_STYLE } from './eval-style';
import { type Curve, rocChart, rocLogChart } from './roc-chart';

/**
 * The report as one page that needs nothing else: no script, no address, light and dark. Whatever others wrote (paths,
 * sources, names of peers) is filled in by the `html` tag alone. `thumbnails` are data: URLs, by path.
 */
export function reportPage(report: EvalReport, thumbnails: ReadonlyMap<string, string>): string {
  const [sentence, ...details] = summaryOf(report);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Touchstone evaluation: ${report.check}</title>
<style>${REPORT_PALETTE}${EVAL_STYLE}</style>
</head>
<body>
<main>
<header><h1>${whole(sentence ?? '')}</h1>
${details.map((detail) => html`<p>${whole(detail)}</p>`)}
<p class="soft">Folder <bdi>${report.folder}</bdi>${modelLine(report)}</p></header>
${charts(report)}
${tablesOf(report).map((table, index) => section(table, index))}
${gallery(`${capital(genuineOf(report))} ${nounOf(report)}s with the highest probability`, report.worst.falsePositives, thumbnails)}
${gallery(`${positivesOf(report)} ${nounOf(report)}s with the lowest probability`, report.worst.falseNegatives, thumbnails)}
<footer><p>Everything here is an estimate of a model measured on labelled ${nounOf(report)}s: outlined signs. Made by <bdi>touchstone eval ${report.kind}</bdi> on this machine; the ${nounOf(report)}s are ${report.kind === 'image' ? 'small copies' : 'their beginnings'}.</p></footer>
</main>
</body>
</html>
`.text;
}

function modelLine({ model }: EvalReport): string {
  if (!model) return '';
  const encoder = model.encoder ? `, on ${model.encoder.id} ${model.encoder.version}` : '';
  return `; model ${model.id} ${model.version}${encoder}, SHA-256 ${model.sha256.slice(0, 16)}…`;
}

function charts(report: EvalReport): Html | null {
  const { all, calibration, histogram, model } = report;
  if (all.auc.value === null) {
    return html`<p class="notice">No curves are drawn: ${all.auc.note ?? 'nothing was answered'}.</p>`;
  }
  const curves = curvesOf(report);
  const told = curves.map(({ name }, index) => `${name}: ${tellCurve(figuresAt(report, index))}`).join('. ');
  const genuine = `${genuineOf(report)} ${nounOf(report)}s`;
  const positives = `${positivesOf(report)} ${nounOf(report)}s`;
  const axes = { x: `${genuine} flagged`, y: `${positives} found` };
  return html`<div class="charts">
${rocChart(curves, { title: 'ROC', told: `ROC curves. ${told}.`, ...axes })}
${rocLogChart(curves, { title: 'ROC, few false alarms', told: `The same with a logarithmic axis. ${told}.`, ...axes })}
${reliabilityDiagram(calibration.bins, {
  title: 'Reliability',
  told: `Reliability diagram; the table "Calibration" has its numbers. Brier score ${sayMeasure(calibration.brier)}.`,
  ...{ x: 'mean probability', y: `share that is ${positivesOf(report)}` },
})}
${scoreHistogram(
  histogram,
  model?.thresholds ?? [],
  { positives, negatives: genuine },
  {
    title: 'Probabilities',
    told: `How the probabilities of ${positives} (upwards) and of ${genuine} (downwards) are spread; each bar is a share of its label.`,
    ...{ x: 'probability', y: 'share of each label' },
  },
)}
</div>`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

/** Ours, then the peers that share a subject with it. */
function curvesOf(report: EvalReport): readonly Curve[] {
  const own = report.model?.id ?? report.check;
  return [
    { name: own, points: report.roc, marks: marksOf(report.all) },
    ...report.peers.map(({ name, roc, theirs }) => ({ name, points: roc, marks: marksOf(theirs) })),
  ].filter(({ points }) => points.length > 0);
}

function figuresAt({ all, peers }: EvalReport, index: number): Figures {
  return index === 0 ? all : (peers.filter(({ roc }) => roc.length > 0)[index - 1]?.theirs ?? all);
}

function marksOf({ foundAt1, foundAt5 }: Figures): Curve['marks'] {
  return [
    { rate: 0.01, figure: foundAt1 },
    { rate: 0.05, figure: foundAt5 },
  ].flatMap(({ rate, figure: { value, interval } }) =>
    value === null ? [] : [{ rate, found: value, interval }],
  );
}

function tellCurve({ auc, foundAt1, foundAt5 }: Figures): string {
  return `AUC ${sayMeasure(auc)}, finds ${sayShare(foundAt1)} at 1 % and ${sayShare(foundAt5)} at 5 % of false alarms`;
}

function section({ title, note, columns, rows }: Table, index: number): Html {
  const id = `table-${index}`;
  return html`<section><h2 id="${id}">${title}</h2>
${note === undefined ? null : html`<p class="soft">${whole(note)}</p>`}
<div class="scroll" role="region" tabindex="0" aria-labelledby="${id}"><table>
<thead><tr>${columns.map((column, place) => (place === 0 && column === '' ? html`<td></td>` : html`<th scope="col">${whole(column)}</th>`))}</tr></thead>
<tbody>${rows.map((cells) => html`<tr>${cells.map(tableCell)}</tr>`)}</tbody>
</table></div></section>`;
}

function tableCell({ text, drawn }: Cell, place: number): Html {
  if (place === 0) return html`<th scope="row"><bdi>${whole(text)}</bdi></th>`;
  return html`<td>${drawn ? whisker(drawn) : null}<span>${whole(text)}</span></td>`;
}

/** The figure on a line from 0 to 1. The number beside it says the same. */
function whisker({ value, interval }: Figure): Html | null {
  if (value === null) return null;
  const at = (share: number) => 5 + Math.round(share * 700) / 10;
  const range = interval && html`<path d="M${at(interval.low)} 6H${at(interval.high)}"/>`;
  return html`<svg class="whisker" viewBox="0 0 80 12" aria-hidden="true"><path class="track" d="M5 6H75"/>${range}<circle cx="${at(value)}" cy="6" r="3.5"/></svg>`;
}

function gallery(
  title: string,
  pictures: readonly Worst[],
  thumbnails: ReadonlyMap<string, string>,
): Html | null {
  if (pictures.length === 0) return null;
  return html`<section><h2>${title}</h2><ul class="gallery">${pictures.map((picture) => tile(picture, thumbnails))}</ul></section>`;
}

function tile(
  { path, source, generator, kind, probability, excerpt }: Worst,
  thumbnails: ReadonlyMap<string, string>,
): Html {
  const thumbnail = thumbnails.get(path);
  const origin = [generator, source, kind].filter(Boolean).join(', ');
  return html`<li>${shownAs(thumbnail, excerpt)}<p><strong>${fixed(probability)}</strong> <bdi>${origin}</bdi></p><p class="soft"><bdi>${path}</bdi></p></li>`;
}

function shownAs(thumbnail: string | undefined, excerpt: string | undefined): Html {
  if (excerpt !== undefined) return html`<p class="excerpt" dir="auto">${excerpt}</p>`;
  return thumbnail ? html`<img src="${thumbnail}" alt="">` : html`<div class="blank">cannot be shown</div>`;
}
