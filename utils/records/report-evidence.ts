import { phrase } from '../words/phrase';
import { type Language, say } from '../words/say';
import { type Html, html } from './html';
import { sayIfPhrase } from './say-evidence';

/**
 * Any evidence as nested tables of names and values, so that a new check is reported without a change here. Null
 * where there is nothing to show.
 */
export function evidenceTable(evidence: object, language: Language): Html | null {
  const rows = Object.entries(evidence).filter(([, value]) => !isEmpty(value));
  if (rows.length === 0) return null;
  return html`<table>${rows.map(([name, value]) => evidenceRow(name, value, language))}</table>`;
}

/** Pictures that cannot run or fetch anything; everything else that claims to be one is shown as text. */
export function isDrawable(value: unknown): value is string {
  return typeof value === 'string' && /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]+$/.test(value);
}

/** A workflow or a prompt can be as long as a book; what is longer than this is cut, and says so. */
const LONGEST_TEXT = 8000;

/** What has parts of its own stands under its name, so that deep evidence does not run out of width. */
function evidenceRow(name: string, value: unknown, language: Language): Html {
  const heading = html`<bdi>${nameInWords(name)}</bdi>`;
  const content = cell(value, language);
  return hasParts(value, language)
    ? html`<tr><th scope="row" colspan="2">${heading}</th></tr><tr><td colspan="2" class="parts">${content}</td></tr>`
    : html`<tr><th scope="row">${heading}</th><td>${content}</td></tr>`;
}

function hasParts(value: unknown, language: Language): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => hasParts(item, language));
  return sayIfPhrase(value, language) === null;
}

function cell(value: unknown, language: Language): Html | null {
  if (isDrawable(value)) return html`<img src="${value}" alt="">`;
  if (Array.isArray(value)) return html`${value.map((item) => listItem(item, language))}`;
  if (typeof value === 'object' && value !== null) {
    const said = sayIfPhrase(value, language);
    return said === null ? evidenceTable(value, language) : html`${said}`;
  }
  if (typeof value === 'boolean') return html`${say(phrase(value ? 'report.yes' : 'report.no'), language)}`;
  if (typeof value === 'number') return html`${new Intl.NumberFormat(language.locale).format(value)}`;
  return textCell(String(value), language);
}

function textCell(text: string, language: Language): Html {
  const left = text.length - LONGEST_TEXT;
  const cut =
    left > 0 && html` <span class="soft">${say(phrase('report.cut', undefined, left), language)}</span>`;
  return html`<bdi>${text.slice(0, LONGEST_TEXT)}</bdi>${cut || null}`;
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
