import { phrase } from '../words/phrase';
import { type Language, say } from '../words/say';
import { type Html, html } from './html';

/**
 * Any evidence as nested tables of names and values, so that a new check is reported without a change here. Null
 * where there is nothing to show.
 */
export function evidenceTable(evidence: object, language: Language): Html | null {
  const rows = Object.entries(evidence).filter(([, value]) => !isEmpty(value));
  if (rows.length === 0) return null;
  return html`<table>${rows.map(
    ([name, value]) =>
      html`<tr><th scope="row"><bdi>${nameInWords(name)}</bdi></th><td>${cell(value, language)}</td></tr>`,
  )}</table>`;
}

/** Pictures that cannot run or fetch anything; everything else that claims to be one is shown as text. */
export function isDrawable(value: unknown): value is string {
  return typeof value === 'string' && /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+$/.test(value);
}

/** A workflow or a prompt can be as long as a book; what is longer than this is cut, and says so. */
const LONGEST_TEXT = 8000;

function cell(value: unknown, language: Language): Html | null {
  if (isDrawable(value)) return html`<img src="${value}" alt="">`;
  if (Array.isArray(value)) return html`${value.map((item) => listItem(item, language))}`;
  if (typeof value === 'object' && value !== null) return evidenceTable(value, language);
  if (typeof value === 'boolean') return html`${say(phrase(value ? 'report.yes' : 'report.no'), language)}`;
  if (typeof value === 'number') return html`${value}`;
  const text = String(value);
  const left = text.length - LONGEST_TEXT;
  return html`<bdi>${text.slice(0, LONGEST_TEXT)}</bdi>${left > 0 ? html` <span class="soft">${say(phrase('report.cut', undefined, left), language)}</span>` : null}`;
}

function listItem(item: unknown, language: Language): Html {
  return html`<div class="item">${cell(item, language)}</div>`;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

/** `digitalSourceType` reads as "digital source type"; what is no such name (`EXIF:Make`) stays as it is. */
function nameInWords(name: string): string {
  return /^[a-z][A-Za-z]*$/.test(name)
    ? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : name;
}
