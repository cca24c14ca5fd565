import { Html } from './html';

/** The colours of every page that is written to a file, in light and in dark. */
export const REPORT_PALETTE = new Html(`
:root { color-scheme: light dark; --surface: #fff; --ink: #1b1c1f; --soft: #565a60; --line: #dcdfe3; --on-tone: #fff;
  --signed: #0b6b3a; --ai: #5b3dc4; --altered: #b3261e; --known: #0b57d0; --risky: #8a4600; --neutral: #5f6368; }
@media (prefers-color-scheme: dark) { :root { --surface: #1b1c1f; --ink: #e8eaed; --soft: #b0b5bb; --line: #3b3e43; --on-tone: #17181a;
  --signed: #5bd69a; --ai: #b9a5ff; --altered: #ff8a80; --known: #8ab4f8; --risky: #ffb77c; --neutral: #bdc1c6; } }
`);

/** The report's style sheet: one column, one type family, three sizes, the level's colour as the only accent. */
export const REPORT_STYLE = new Html(`
${REPORT_PALETTE.text}[data-tone=signed] { --accent: var(--signed); } [data-tone=ai] { --accent: var(--ai); }
[data-tone=altered] { --accent: var(--altered); } [data-tone=known] { --accent: var(--known); }
[data-tone=risky] { --accent: var(--risky); } [data-tone=neutral] { --accent: var(--neutral); }
body { margin: 0; background: var(--surface); color: var(--ink); font: 14px/20px system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 720px; margin: 0 auto; padding: 32px 16px; }
h1 { display: flex; gap: 12px; margin: 0 0 4px; font-size: 20px; line-height: 28px; font-weight: 600; }
h1 svg { flex: none; width: 28px; height: 28px; color: var(--accent); }
h2 { margin: 32px 0 0; font-size: 12px; line-height: 16px; font-weight: 500; color: var(--soft); }
h3 { margin: 0; font-size: 14px; font-weight: 600; }
p { margin: 0; }
.soft, footer { color: var(--soft); }
header { display: flex; flex-wrap: wrap; gap: 16px; }
header > div { flex: 1 1 280px; }
header img { width: 144px; height: 144px; object-fit: contain; border: 1px solid var(--line); border-radius: 4px; }
.notice { margin-top: 16px; padding: 8px 12px; border-inline-start: 4px solid var(--accent); }
article { padding: 12px 0; border-bottom: 1px solid var(--line); }
.signal { display: flex; gap: 12px; margin-top: 4px; }
.signal + .signal { margin-top: 16px; }
.signal > svg { flex: none; width: 16px; height: 16px; margin-top: 2px; color: var(--soft); }
.signal > div { flex: 1; min-width: 0; }
svg { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
svg.filled { fill: currentColor; }
svg .line { fill: none; }
svg .glyph { stroke: none; fill: currentColor; font-weight: 700; text-anchor: middle; }
svg.filled .glyph { fill: var(--on-tone); }
svg .glyph.line { fill: none; stroke: currentColor; stroke-width: 2.5; }
svg.filled .glyph.line { fill: none; stroke: var(--on-tone); }
.signal.estimate { padding: 8px; border: 1px solid var(--line); border-radius: 4px; }
.evidence { margin-top: 8px; }
.heat, .faces { margin: 8px 0 0; }
.heat div, .faces div { position: relative; width: fit-content; max-width: 100%; }
.heat img, .faces img { display: block; max-width: 100%; max-height: 384px; }
.heat svg { position: absolute; fill: #ff3d00; stroke: none; outline: 1px dashed #ff3d00; outline-offset: -1px; shape-rendering: crispEdges; forced-color-adjust: none; }
.faces span { position: absolute; box-sizing: border-box; border: 2px solid #ff3d00; outline: 1px solid #0009; padding: 0 4px; font-size: 12px; color: #ff3d00; text-shadow: 0 0 2px #000; forced-color-adjust: none; }
.heat img + svg { print-color-adjust: exact; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 2px 0; vertical-align: top; text-align: start; }
th { width: 176px; box-sizing: border-box; padding-inline-end: 12px; font-weight: 400; color: var(--soft); }
.parts { padding-inline-start: 16px; }
.item + .item { margin-top: 4px; }
.parts > .item { padding-inline-start: 8px; border-inline-start: 2px solid var(--line); }
h2 + table { margin-top: 8px; }
td img { max-width: 160px; max-height: 160px; border: 1px solid var(--line); border-radius: 4px; }
bdi, .detail { font-family: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", monospace; font-size: 12px; }
th bdi { font: inherit; }
bdi { white-space: pre-wrap; }
.detail { white-space: pre-wrap; }
.text { margin-top: 8px; white-space: pre-wrap; }
.text span, .text mark { unicode-bidi: isolate; }
.text-heat { margin: 8px 0 0; }
.text-heat mark { color: inherit; text-decoration: none; print-color-adjust: exact; }
.strong-signs.strong-signs { text-decoration: underline 2px; text-underline-offset: 3px; }
.weak-signs.weak-signs { text-decoration: underline 2px dotted; text-underline-offset: 3px; }
mark { background: none; color: var(--accent); text-decoration: underline 2px; text-underline-offset: 3px; }
footer { margin-top: 32px; font-size: 12px; line-height: 16px; }
@media (forced-colors: active) { :root { --on-tone: Canvas; } }
@media (max-width: 479px) { th, td { display: block; width: auto; } }
@media print { main { max-width: none; padding: 0; } article { break-inside: avoid-page; } }
`);
