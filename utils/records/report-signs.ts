import type { Finding, Signal } from '../checks/signal';
import { type Glyph, LEVEL_SIGNS, type Shape, type Sign, signOfFinding } from '../verdict/signs';
import type { VerdictLevel } from '../verdict/verdict';
import type { WordKey } from '../words/phrase';
import { Html, html } from './html';

/** The verdict's sign, beside the sentence that says the same. */
export function levelSign(level: VerdictLevel): Html {
  return sign(LEVEL_SIGNS[level], null);
}

/** A row's sign: filled for a fact, outlined for an estimate, and named for those who do not see it. */
export function findingSign({ finding, basis }: Signal, words: (key: WordKey) => string): Html {
  return sign(signOfFinding(finding, basis), words(nameOf(finding, basis)));
}

function nameOf(finding: Finding, basis: Signal['basis']): WordKey {
  if (finding === 'check-failed') return 'report.failed';
  if (finding === 'none' || finding === 'not-applicable') return 'report.nothing';
  return basis === 'declared' ? 'report.fact' : 'report.estimate';
}

function sign({ shape, glyph, filled }: Sign, name: string | null): Html {
  const label = name === null ? html`aria-hidden="true"` : html`role="img" aria-label="${name}"`;
  return html`<svg viewBox="0 0 24 24" class="${filled ? 'filled' : 'outlined'}" ${label}>${SHAPES[shape]}${
    glyph === null ? null : drawGlyph(glyph, shape)
  }</svg>`;
}

const SHAPES: Readonly<Record<Shape, Html>> = {
  circle: new Html('<circle cx="12" cy="12" r="10"/>'),
  square: new Html('<rect x="2" y="2" width="20" height="20" rx="2"/>'),
  octagon: new Html('<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/>'),
  triangle: new Html('<path d="M12 2.5 22.5 21h-21z"/>'),
  copies: new Html('<path class="line" d="M6 15H3V3h12v3"/><rect x="9" y="9" width="12" height="12"/>'),
  dash: new Html('<path class="line" d="M6 12h12"/>'),
  cross: new Html('<path class="line" d="m6 6 12 12M18 6 6 18"/>'),
};

function drawGlyph(glyph: Glyph, shape: Shape): Html {
  if (glyph === 'check') return html`<path class="glyph line" d="m7 12.5 3.5 3.5L17 8.5"/>`;
  const small = glyph === 'AI';
  const baseline = shape === 'triangle' ? 18.5 : small ? 16.2 : 17;
  return html`<text class="glyph" x="12" y="${baseline}" font-size="${small ? 11.5 : 14}">${glyph}</text>`;
}
