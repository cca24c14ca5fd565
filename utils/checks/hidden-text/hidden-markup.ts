import type { HiddenSpan } from './evidence';

/** Elements of HTML within the text that a browser would not show, with the words in them. */
export function findHiddenMarkup(text: string): readonly HiddenSpan[] {
  const spans: HiddenSpan[] = [];
  let searched = 0;
  for (const { 0: tag, 1: name = '', 2: attributes = '', index } of text.matchAll(OPENING_TAG)) {
    if (index < searched || !isHidden(attributes)) continue;
    const inner = index + tag.length;
    const rest = text.slice(inner, inner + LONGEST_ELEMENT);
    const length = rest.search(new RegExp(`</${name}\\s*>`, 'i'));
    if (length < 0) continue;
    const words = rest
      .slice(0, length)
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    searched = inner + length;
    if (/\p{L}/u.test(words)) {
      const end = text.indexOf('>', searched) + 1;
      spans.push({ type: 'hidden-markup', start: index, end, decoded: words });
    }
  }
  return spans;
}

const OPENING_TAG = /<([a-z][a-z0-9]{0,20})((?:\s[^<>]{0,2000})?)>/gi;
const LONGEST_ELEMENT = 20_000;

function isHidden(attributes: string): boolean {
  if (/(?:^|\s)hidden(?=[\s=>/]|$)/i.test(attributes)) return true;
  if (/(?:^|\s)size\s*=\s*["']?0["'\s]?/i.test(attributes)) return true;
  const style = /(?:^|\s)style\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
  return style !== null && hides(style[1] ?? style[2] ?? '');
}

function hides(style: string): boolean {
  const rules = new Map(
    style
      .toLowerCase()
      .split(';')
      .map((rule) => rule.split(':').map((part) => part.trim()))
      .map(([name = '', value = '']) => [name, value] as const),
  );
  const number = (name: string) => Number.parseFloat(rules.get(name) ?? '');
  const background = rules.get('background-color') ?? rules.get('background');
  return (
    rules.get('display') === 'none' ||
    rules.get('visibility') === 'hidden' ||
    number('opacity') < LEAST_OPACITY ||
    fontPixels(rules.get('font-size')) < LEAST_FONT_PIXELS ||
    Math.min(number('text-indent') || 0, number('left') || 0, number('top') || 0) < OFF_SCREEN ||
    (background !== undefined && background === rules.get('color'))
  );
}

const LEAST_OPACITY = 0.05;
/** Nothing of that size can be read. */
const LEAST_FONT_PIXELS = 2;
const OFF_SCREEN = -900;

/** About as many pixels as a font size is; what is not a length is readable. */
function fontPixels(size = ''): number {
  const [, value = '', unit = ''] = /^([0-9.]+)\s*([a-z%]*)$/.exec(size) ?? [];
  if (value === '') return Number.POSITIVE_INFINITY;
  return Number.parseFloat(value) * (PIXELS_OF_UNIT[unit] ?? PIXELS_OF_UNIT.em);
}

const PIXELS_OF_UNIT: Readonly<Record<string, number>> & { readonly em: number } = {
  ...{ '': 1, px: 1, pt: 1, '%': 0.16 },
  em: 16,
};
