import { describeHeatMap } from '../checks/ai-image/describe-heat-map';
import type { HeatMap } from '../checks/ai-image/evidence';
import { phrase } from '../words/phrase';
import { type Language, say } from '../words/say';
import { type Html, html } from './html';
import { isDrawable } from './report-evidence';
import { placedOn } from './report-place';

/** The heat map in an estimate's evidence, if it has one of the form that this version draws; a stored one may be older. */
export function heatMapIn(evidence: object): HeatMap | null {
  const { heatMap } = evidence as { heatMap?: Partial<HeatMap> };
  const { values, seen } = heatMap ?? {};
  if (!Array.isArray(values) || !values.flat().every(Number.isFinite)) return null;
  if (!seen || ![seen.left, seen.top, seen.width, seen.height].every(Number.isFinite)) return null;
  return { values, seen };
}

/** The picture with the map on it, as the panel shows it, and how it is to be read. */
export function heatMapFigure(heatMap: HeatMap, thumbnail: string | undefined, language: Language): Html {
  const { values, seen } = heatMap;
  const parts = values.flatMap((row, y) =>
    row.map(
      (value, x) => html`<rect x="${x}" y="${y}" width="1" height="1" fill-opacity="${shown(value)}"/>`,
    ),
  );
  return html`<figure class="heat">
<div>${isDrawable(thumbnail) ? html`<img src="${thumbnail}" alt="">` : null}
<svg viewBox="0 0 ${values.length} ${values.length}" preserveAspectRatio="none" role="img" aria-label="${say(describeHeatMap(heatMap), language)}" style="${placedOn(seen)}">${parts}</svg></div>
<figcaption class="soft">${say(phrase('ui.evidence.aiImage.reading'), language)}</figcaption>
</figure>`;
}

/** Full colour would hide what lies under it. */
const STRENGTH = 0.6;

function shown(value: number): number {
  return Math.round(value * STRENGTH * 1000) / 1000;
}
