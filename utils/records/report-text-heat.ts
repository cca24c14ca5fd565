import { colouringIn, colourText, inkOf, sharesOf, TYPE_NAMES } from '../checks/ai-text/coloured-text';
import type { EstimatedSpan } from '../checks/ai-text/evidence';
import { phrase } from '../words/phrase';
import { type Language, say } from '../words/say';
import { type Html, html } from './html';
import { showUnseen } from './show-unseen';

/** The text with each sentence coloured as the panel shows it; null for evidence that has no sentences. */
export function textHeatFigure(
  evidence: object,
  content: string | undefined,
  language: Language,
): Html | null {
  const colouring = colouringIn(evidence);
  if (!colouring || content === undefined) return null;
  const { spans } = colouring;
  return html`<figure class="text-heat">
<div class="text" dir="auto">${colourText(content, spans).map(({ text, span }) => (span ? sentence(text, span, language) : html`<span>${showUnseen(text)}</span>`))}</div>
<figcaption class="soft">${sharesOf(spans).map(({ type, percent }) => html`<span class="${type}">${say(phrase(TYPE_NAMES[type]), language)}</span> ${say(phrase('ui.evidence.aiText.share', { percent }), language)} `)}
<p>${say(phrase('checks.aiText.reading'), language)}</p></figcaption>
</figure>`;
}

function sentence(text: string, { type, probability }: EstimatedSpan, language: Language): Html {
  return html`<mark class="${type}" title="${say(phrase(TYPE_NAMES[type]), language)}" style="background-color:${inkOf(probability)}">${showUnseen(text)}</mark>`;
}
