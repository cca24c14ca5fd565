import type { JudgedFace } from '../checks/deepfake-face/evidence';
import { phrase } from '../words/phrase';
import { type Language, say, sayProbability } from '../words/say';
import { type Html, html } from './html';
import { isDrawable } from './report-evidence';
import { placedOn } from './report-place';

/** The judged faces in an estimate's evidence, if they have the form that this version draws; stored ones may be older. */
export function facesIn(evidence: object): readonly JudgedFace[] | null {
  const { faces } = evidence as { faces?: readonly Partial<JudgedFace>[] };
  return Array.isArray(faces) && faces.length > 0 && faces.every(isJudged) ? faces : null;
}

/** The picture with each face outlined and numbered, as the panel shows it, and the probability of each. */
export function facesFigure(
  faces: readonly JudgedFace[],
  thumbnail: string | undefined,
  language: Language,
): Html {
  const outlines = faces.map(({ box }, index) => html`<span style="${placedOn(box)}">${index + 1}</span>`);
  const numbers = faces.map(
    ({ probability }, index) =>
      html`<tr><th scope="row">${say(phrase('ui.evidence.deepfakeFace.face', { number: index + 1 }), language)}</th><td>${sayProbability(probability, language.locale)}</td></tr>`,
  );
  const alt = say(phrase('ui.evidence.deepfakeFace.figure', {}, faces.length), language);
  return html`<figure class="faces">
${isDrawable(thumbnail) ? html`<div><img src="${thumbnail}" alt="${alt}">${outlines}</div>` : null}
<figcaption class="soft">${say(phrase('ui.evidence.deepfakeFace.reading'), language)}</figcaption>
<table>${numbers}</table>
</figure>`;
}

function isJudged({ box, probability }: Partial<JudgedFace>): boolean {
  return (
    Number.isFinite(probability) && [box?.left, box?.top, box?.width, box?.height].every(Number.isFinite)
  );
}
