/** Text that may stand in an HTML document as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/**
 * Template tag: everything that is filled in is escaped, for text and for quoted attributes alike, unless it was
 * made by this tag itself. Lists are joined, null is left out.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.reduce((text, part, index) => text + fill(values[index - 1] ?? null) + part));
}

export type HtmlValue = string | number | Html | null | readonly HtmlValue[];

function fill(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(fill).join('');
  return escapeHtml(String(value));
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
