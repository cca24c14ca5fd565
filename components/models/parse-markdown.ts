/** A model's card as it is shown. The Markdown of cards is small: headings, paragraphs, lists, tables and code. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'table'; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly Row[] }
  | { readonly kind: 'code'; readonly code: string };

export type Row = readonly (readonly Inline[])[];

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code' | 'strong' | 'emphasis'; readonly text: string }
  /** Only to https. */
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

/** Reads Markdown into what can be drawn without any HTML. What is not understood stays text. */
export function parseMarkdown(markdown: string): readonly Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const { block, used } = readBlock(lines.slice(at));
    if (block) blocks.push(block);
    at += used;
  }
  return blocks;
}

interface Read {
  readonly block: Block | null;
  readonly used: number;
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const ITEM = /^\s{0,3}(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const FENCE = /^\s{0,3}```/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function readBlock(lines: readonly string[]): Read {
  const [first = '', second = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading) {
    const [, marks = '', text = ''] = heading;
    return { block: { kind: 'heading', level: marks.length, text: parseInline(text) }, used: 1 };
  }
  if (first.trim() === '') return { block: null, used: 1 };
  if (FENCE.test(first)) return readCode(lines);
  if (first.includes('|') && second.includes('-') && TABLE_RULE.test(second)) return readTable(lines);
  if (ITEM.test(first)) return readList(lines);
  return readParagraph(lines);
}

function readCode(lines: readonly string[]): Read {
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  const last = end < 0 ? lines.length : end;
  return { block: { kind: 'code', code: lines.slice(1, last).join('\n') }, used: last + 1 };
}

function readTable(lines: readonly string[]): Read {
  const end = lines.findIndex((line) => !line.includes('|'));
  const used = end < 0 ? lines.length : end;
  const [head = [], ...rows] = [lines[0] ?? '', ...lines.slice(2, used)].map(cellsOf);
  return {
    block: { kind: 'table', head, rows: rows.map((row) => head.map((_, at) => row[at] ?? [])) },
    used,
  };
}

function cellsOf(line: string): Row {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => parseInline(cell.trim()));
}

function readList(lines: readonly string[]): Read {
  const items: string[] = [];
  let used = 0;
  for (const line of lines) {
    const item = ITEM.exec(line);
    const continued = item === null && /^\s+\S/.test(line);
    if (!item && !continued) break;
    if (item) items.push(item[2] ?? '');
    else items.push(`${items.pop()} ${line.trim()}`);
    used += 1;
  }
  const ordered = ITEM.exec(lines[0] ?? '')?.[1] !== undefined;
  return { block: { kind: 'list', ordered, items: items.map(parseInline) }, used };
}

function readParagraph(lines: readonly string[]): Read {
  const end = lines.findIndex(
    (line, index) =>
      index > 0 && (line.trim() === '' || HEADING.test(line) || FENCE.test(line) || ITEM.test(line)),
  );
  const used = end < 0 ? lines.length : end;
  return { block: { kind: 'paragraph', text: parseInline(lines.slice(0, used).join(' ')) }, used };
}

const INLINE =
  /`([^`]+)`|\*\*([^*]+)\*\*|(?<![\w*])\*([^*\s][^*]*)\*|(?<!\w)_([^_\s][^_]*)_(?!\w)|\[([^\]]+)\]\(([^)\s]+)\)|<(https:[^>\s]+)>/g;

function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push(inlineOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function inlineOf([whole, code, strong, starred, lined, label, href, bare]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', text: strong };
  const emphasis = starred ?? lined;
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  const address = href ?? bare ?? '';
  if (!isHttps(address)) return { kind: 'text', text: whole };
  return { kind: 'link', text: label ?? address, href: address };
}

function isHttps(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
