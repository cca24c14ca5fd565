import { clsx } from 'clsx';
import { LEVEL_SIGNS } from '../../utils/verdict/signs';
import type { VerdictLevel } from '../../utils/verdict/verdict';
import { SignDrawing } from './sign-drawing';

export interface VerdictBadgeProps {
  readonly level: VerdictLevel;
  readonly className?: string;
}

/** The sign of a verdict in its colour. It always stands beside the verdict's sentence, so it has no name of its own. */
export function VerdictBadge({ level, className }: VerdictBadgeProps) {
  const { tone, ...sign } = LEVEL_SIGNS[level];
  return (
    <span data-tone={tone} className={clsx('inline-flex shrink-0 text-accent', className)}>
      <SignDrawing {...sign} className="size-full" />
    </span>
  );
}
