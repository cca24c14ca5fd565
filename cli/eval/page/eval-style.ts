import { Html } from '../../../utils/records/html';

/** The page's own style sheet, on the palette of all reports. Few inks: ours, theirs, and what is neither. */
export const EVAL_STYLE = new Html(`
body { margin: 0; background: var(--surface); color: var(--ink); font: 14px/20px system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 960px; margin: 0 auto; padding: 32px 16px; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; font-weight: 600; max-width: 720px; }
h2 { margin: 40px 0 4px; font-size: 14px; font-weight: 600; }
p { margin: 0; max-width: 720px; }
header p + p { margin-top: 4px; }
.soft, footer { color: var(--soft); font-size: 12px; line-height: 16px; }
bdi { white-space: pre-wrap; }
.notice { margin-top: 16px; padding: 8px 12px; border-inline-start: 4px solid var(--ai); }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 24px 32px; margin-top: 32px; }
.chart { margin: 0; break-inside: avoid; }
.chart figcaption { font-weight: 600; }
.chart svg { display: block; width: 100%; max-width: 460px; height: auto; direction: ltr; }
svg { fill: none; stroke-width: 1.5; stroke-linejoin: round; font-size: 11px; }
.grid { stroke: var(--line); stroke-width: 1; }
.axis text, .curve text, .threshold text { fill: var(--soft); stroke: none; }
.chance { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 1 4; }
.ink-0 { stroke: var(--ai); } .ink-1 { stroke: var(--soft); } .ink-2 { stroke: var(--known); } .ink-3 { stroke: var(--risky); }
.curve.ink-0 { stroke-width: 2; }
.curve.ink-1 { stroke-dasharray: 6 3; } .curve.ink-2 { stroke-dasharray: 2 3; } .curve.ink-3 { stroke-dasharray: 8 3 2 3; }
.curve text { fill: var(--ink); font-weight: 600; paint-order: stroke; stroke: var(--surface); stroke-width: 4; stroke-dasharray: none; }
.curve.ink-0 text { fill: var(--ai); }
.mark circle, .whisker circle { fill: var(--surface); }
.bars rect { stroke-width: 1; }
.threshold path { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
.threshold text { paint-order: stroke; stroke: var(--surface); stroke-width: 4; }
.scroll { overflow-x: auto; margin-top: 8px; }
table { border-collapse: collapse; width: 100%; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 16px 4px 0; text-align: start; vertical-align: baseline; border-bottom: 1px solid var(--line); font-weight: 400; }
th:last-child, td:last-child { padding-inline-end: 0; }
thead th { color: var(--soft); font-size: 12px; line-height: 16px; vertical-align: bottom; }
tbody th { min-width: 112px; max-width: 320px; overflow-wrap: anywhere; }
td span { white-space: nowrap; }
.whisker { width: 80px; height: 12px; margin-inline-end: 8px; vertical-align: -1px; stroke: var(--ai); direction: ltr; }
.whisker .track { stroke: var(--line); stroke-width: 1; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); gap: 16px; margin: 8px 0 0; padding: 0; list-style: none; }
.gallery li { break-inside: avoid; font-size: 12px; line-height: 16px; }
.gallery img, .blank { display: block; box-sizing: border-box; width: 112px; height: 112px; object-fit: contain; border: 1px solid var(--line); border-radius: 4px; }
.blank { padding: 8px; color: var(--soft); }
.gallery strong { padding: 0 4px; border: 1px solid var(--ai); border-radius: 4px; font-weight: 600; font-variant-numeric: tabular-nums; }
.gallery p { margin-top: 4px; }
.gallery:has(.excerpt) { grid-template-columns: repeat(auto-fill, minmax(min(100%, 256px), 1fr)); }
footer { margin-top: 40px; }
:focus-visible { outline: 2px solid var(--known); outline-offset: 2px; }
@media (forced-colors: active) { svg { forced-color-adjust: none; } }
@media (max-width: 479px) { .whisker { display: block; } td span { white-space: normal; } td { min-width: 88px; } th, td { padding-inline-end: 12px; } }
@media print { main { max-width: none; padding: 0; } .scroll { overflow: visible; } td span { white-space: normal; } tr { break-inside: avoid; } }
`);
