import { type ReactNode, useMemo } from 'react';
import { ExternalLink } from '../kit/external-link';
import { Foreign } from '../kit/verbatim';
import { type Block, type Inline, parseMarkdown } from './parse-markdown';

export interface MarkdownProps {
  readonly text: string;
  /** The level of the heading that it stands under. */
  readonly under: 2 | 3 | 4;
}

/** Shows Markdown from elsewhere: as text in our own elements, never as HTML. */
export function Markdown({ text, under }: MarkdownProps) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className="flex flex-col gap-2">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never change their order
        <BlockView key={index} block={block} under={under} />
      ))}
    </div>
  );
}

function BlockView({ block, under }: { readonly block: Block; readonly under: number }) {
  switch (block.kind) {
    case 'heading':
      return <Heading level={under + block.level}>{inline(block.text)}</Heading>;
    case 'paragraph':
      return <p>{inline(block.text)}</p>;
    case 'code':
      return <pre className="bg-sunken p-2 font-mono text-small whitespace-pre-wrap">{block.code}</pre>;
    case 'list':
      return <List block={block} />;
    case 'table':
      return <Table block={block} />;
  }
}

function Heading({ level, children }: { readonly level: number; readonly children: ReactNode }) {
  const look = 'mt-2 font-semibold first:mt-0';
  if (level <= 3) return <h3 className={look}>{children}</h3>;
  if (level === 4) return <h4 className={look}>{children}</h4>;
  if (level === 5) return <h5 className={look}>{children}</h5>;
  return <h6 className={look}>{children}</h6>;
}

function List({ block }: { readonly block: Extract<Block, { kind: 'list' }> }) {
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the items of one text never change their order
    <li key={index}>{inline(item)}</li>
  ));
  if (block.ordered) return <ol className="list-decimal ps-5">{items}</ol>;
  return <ul className="list-disc ps-5">{items}</ul>;
}

function Table({ block }: { readonly block: Extract<Block, { kind: 'table' }> }) {
  // Markdown cannot mark a column that names its rows; a head without a word over it does.
  const rowsAreNamed = block.head[0]?.length === 0;
  return (
    <table className="w-full text-start text-small">
      <thead>
        <tr className="border-b border-edge">
          {block.head.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns of one table never change their order
            <Cell key={index} parts={cell} heads={cell.length > 0 ? 'col' : undefined} />
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one table never change their order
          <tr key={index} className="border-b border-line">
            {row.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns of one table never change their order
              <Cell key={column} parts={cell} heads={rowsAreNamed && column === 0 ? 'row' : undefined} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly parts: readonly Inline[];
  /** What it is the name of, if of anything. */
  readonly heads: 'col' | 'row' | undefined;
}

function Cell({ parts, heads }: CellProps) {
  const place = 'py-1 pe-2 text-start';
  if (heads === undefined) return <td className={`${place} align-top`}>{inline(parts)}</td>;
  return (
    <th scope={heads} className={`${place} font-medium ${heads === 'row' ? 'align-top' : ''}`}>
      {inline(parts)}
    </th>
  );
}

function inline(parts: readonly Inline[]): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never change their order
  return parts.map((part, index) => <InlineView key={index} part={part} />);
}

function InlineView({ part }: { readonly part: Inline }) {
  const words = <Foreign>{part.text}</Foreign>;
  switch (part.kind) {
    case 'text':
      return words;
    case 'code':
      return <code className="font-mono text-small">{words}</code>;
    case 'strong':
      return <strong className="font-semibold">{words}</strong>;
    case 'emphasis':
      return <em>{words}</em>;
    case 'link':
      return <ExternalLink href={part.href}>{words}</ExternalLink>;
  }
}
