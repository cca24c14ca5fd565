import type { TextPart } from '../checks/text-span';
import type { Job } from '../jobs/job';
import { LEVEL_SIGNS } from '../verdict/signs';
import { phrase, type WordKey } from '../words/phrase';
import { type Language, say } from '../words/say';
import { type Html, html } from './html';
import type { Report, ReportRow } from './report-content';
import { evidenceTable, isDrawable } from './report-evidence';
import { facesFigure, facesIn } from './report-faces';
import { heatMapFigure, heatMapIn } from './report-heat-map';
import { findingSign, levelSign } from './report-signs';
import { REPORT_STYLE } from './report-style';
import { textHeatFigure } from './report-text-heat';
import { showUnseen } from './show-unseen';

/**
 * Lays a report out as one self-contained page. Whatever others wrote is filled in by the `html` tag alone, and the
 * page forbids itself to run or to fetch anything.
 */
export function htmlPage(report: Report, language: Language): string {
  const words = (key: WordKey) => say(phrase(key), language);
  const tone = report.job.verdict ? LEVEL_SIGNS[report.job.verdict.level].tone : 'neutral';
  return html`<!doctype html>
<html lang="${language.locale}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${report.title}</title>
<style>${REPORT_STYLE}</style>
</head>
<body data-tone="${tone}">
<main>
${pageHead(report)}
${report.notices.map((notice) => html`<p class="notice">${notice}</p>`)}
${report.text && html`<section><h2>${words('report.text')}</h2><p class="text">${report.text.map(textPart)}</p></section>`}
${report.groups.map(({ title, rows }) => html`<section><h2>${title}</h2>${rows.map((row) => checkRow(row, report.job.subject, language))}</section>`)}
<section><h2>${words('report.file.title')}</h2>${factTable(report.facts)}</section>
<footer><p>${words('report.legend')}</p><p>${words('report.made')}</p></footer>
</main>
</body>
</html>
`.text;
}

function pageHead({ job, headline, reasons }: Report): Html {
  const thumbnail = job.subject?.thumbnail;
  return html`<header>
${isDrawable(thumbnail) ? html`<img src="${thumbnail}" alt="">` : null}
<div>
<h1>${job.verdict ? levelSign(job.verdict.level) : null}<span>${headline}</span></h1>
${reasons.map((reason) => html`<p>${reason}</p>`)}
${job.error?.detail ? html`<p class="detail"><bdi>${job.error.detail}</bdi></p>` : null}
</div>
</header>`;
}

/** What a check marked is marked; what nobody sees is said to be there. */
function textPart({ text, marks, invisible, decoded }: TextPart): Html {
  if (marks === undefined) return html`<span>${showUnseen(text)}</span>`;
  if (invisible === undefined) return html`<mark>${showUnseen(text)}</mark>`;
  return html`<mark>[${invisible}${decoded === undefined ? null : html`: ${decoded}`}]</mark>`;
}

function checkRow({ title, signals, notRun }: ReportRow, subject: Job['subject'], language: Language): Html {
  if (notRun !== null) return html`<article><h3>${title}</h3><p class="soft">${notRun}</p></article>`;
  const blocks = signals.map((one) => signalBlock(one, subject, language));
  return html`<article><h3>${title}</h3>${blocks}</article>`;
}

function signalBlock(
  { signal, summary, note }: ReportRow['signals'][number],
  subject: Job['subject'],
  language: Language,
): Html {
  const words = (key: WordKey) => say(phrase(key), language);
  const heatMap = heatMapIn(signal.evidence);
  const textHeat = textHeatFigure(signal.evidence, subject?.text?.content, language);
  const faces = facesIn(signal.evidence);
  const drawn = {
    ...(faces && { faces: undefined }),
    ...(heatMap && { heatMap: undefined }),
    ...(textHeat && { spans: undefined, windows: undefined }),
  };
  const evidence = { ...signal.evidence, ...drawn };
  const table = evidenceTable(evidence, language);
  return html`<div class="signal${signal.basis === 'estimated' ? ' estimate' : ''}">
${findingSign(signal, words)}
<div>
<p>${summary}${note === null ? null : html` <span class="soft">${note}</span>`}</p>
${heatMap && heatMapFigure(heatMap, subject?.thumbnail, language)}${textHeat}
${faces && facesFigure(faces, subject?.thumbnail, language)}
${table && html`<div class="evidence">${table}</div>`}
${signal.detail ? html`<p class="soft">${words('report.details')}</p><p class="detail"><bdi>${signal.detail}</bdi></p>` : null}
</div>
</div>`;
}

function factTable(facts: Report['facts']): Html {
  return html`<table>${facts.map(
    ({ name, value }) => html`<tr><th scope="row">${name}</th><td><bdi>${value}</bdi></td></tr>`,
  )}</table>`;
}
