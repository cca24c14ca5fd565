import { ExternalLink as Arrow } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../words/words';

export interface ExternalLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A page of somebody else, in a new tab that is not told where it was opened from. What is no web address stays text. */
export function ExternalLink({ href, children }: ExternalLinkProps) {
  const words = useText();
  if (!/^https?:\/\//.test(href)) return children;
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="inline-flex min-h-6 items-center gap-1 underline underline-offset-2"
    >
      {children}
      <Arrow aria-hidden className="size-3 shrink-0" />
      <span className="sr-only">{words('ui.link.newTab')}</span>
    </a>
  );
}
