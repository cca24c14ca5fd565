import { clsx } from 'clsx';
import { showReordering } from '../words/bidi';

export interface VerbatimProps {
  readonly children: string;
  readonly className?: string;
}

/** A name, a host or a value exactly as it was found: monospaced, and unable to reorder the text around it. */
export function Verbatim({ children, className }: VerbatimProps) {
  return <bdi className={clsx('font-mono text-small', className)}>{showReordering(children)}</bdi>;
}

/** A name from elsewhere within our own text: in the same type, and unable to reorder the text around it. */
export function Foreign({ children }: { readonly children: string }) {
  return <bdi>{showReordering(children)}</bdi>;
}
